"""Tasks in one line of plain words (T1, T7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.deadlines import Ambiguous, Deadline
from bot.rules.likeness import TaskName
from bot.rules.task_labels import with_codes
from bot.rules.taskline import Name, TaskLine, read_task
from tests.rules.calendars import OCTOBER, SHANGHAI, WEEKDAYS, at

ROSTER = (
    Name(1, "张三", (), "市场部"),
    Name(2, "李四", ("Li Si",), "设计部"),
    Name(3, "王五", ("Wang Wu",), "运营部"),
    Name(4, "张伟", (), "技术部"),
    Name(5, "赵六", (), "技术部"),
    Name(6, "Anna Schmidt", (), "Design"),
    Name(7, "李雷", (), "技术部"),
)


def line(text: str) -> TaskLine:
    return read_task(text, at("2026-03-02 08:30"), WEEKDAYS, SHANGHAI, ROSTER)


def due(task: TaskLine) -> str:
    assert isinstance(task.due, Deadline), task.due
    return task.due.echo_zh


def test_a_full_line_is_pulled_apart() -> None:
    task = line("完成3款海报初稿 @李四 周三17:00前 标准: 300DPI 协作 @王五 优先级 高")
    assert (task.title, task.owners, task.collaborators) == ("完成3款海报初稿", (2,), (3,))
    assert (due(task), task.criteria, task.priority) == ("3月4日（周三）17:00", "300DPI", "high")
    assert task.missing == ()


def test_an_english_line_is_pulled_apart() -> None:
    task = line("poster drafts @Li Si by Fri 5pm criteria: 300DPI with @Wang Wu priority high")
    assert (task.title, task.owners, task.collaborators) == ("poster drafts", (2,), (3,))
    assert (due(task), task.criteria, task.priority) == ("3月6日（周五）17:00", "300DPI", "high")


def test_a_department_and_a_title_name_the_owner() -> None:
    task = line("市场部张经理10月9日前提交海报核心卖点")
    assert (task.title, task.owners, task.department) == ("提交海报核心卖点", (1,), "市场部")
    assert due(task) == "10月9日（周五）18:00"


@pytest.mark.parametrize(
    ("text", "title", "owners"),
    [
        ("技术部李工周五前修复登录问题", "修复登录问题", (7,)),
        ("王总周五前确认预算", "确认预算", (3,)),
        ("张经理周五前确认预算", "确认预算", (1, 4)),
        ("海报设计由李四负责，周五前", "海报设计", (2,)),
        ("李四负责海报设计", "海报设计", (2,)),
        ("请李四周三前提交初稿", "提交初稿", (2,)),
        ("周三前李四提交初稿", "提交初稿", (2,)),
        ("和王五对接需求 @李四 周五", "和王五对接需求", (2,)),
        ("@李四周三前出初稿", "出初稿", (2,)),
        ("@李四 @王五 海报 周五前", "海报", (2, 3)),
        ("<@2> 海报 周五前", "海报", (2,)),
        ("海报初稿（@李四，周三前）", "海报初稿", (2,)),
        ("Li Si to deliver the poster by Friday", "deliver the poster", (2,)),
        ("@Anna Schmidt review landing page next Monday", "review landing page", (6,)),
        ("海报初稿 负责人：李四 截止：周五", "海报初稿", (2,)),
        ("紧急预案编写 @李四 周五", "紧急预案编写", (2,)),
        ("标准化文档 @李四 周五", "标准化文档", (2,)),
        ("写验收标准 @李四 周五", "写验收标准", (2,)),
        ("升级到 v2.10.3 @赵六 周五 18:00", "升级到 v2.10.3", (5,)),
        ("准备周五例会材料 @李四 周四前", "准备周五例会材料", (2,)),
        ("李四、王五周五前完成报价", "完成报价", (2, 3)),
        ("负责人：设计部李四，截止：3月6日，任务：海报初稿", "海报初稿", (2,)),
        ("@李四 麻烦周三前出一版海报，谢谢", "出一版海报", (2,)),
        ("Please have Li Si finish the poster by Friday", "finish the poster", (2,)),
        ("@Li Si can you finish the poster by tomorrow EOD?", "finish the poster", (2,)),
    ],
)
def test_the_owner_is_found_and_the_title_left_clean(text: str, title: str, owners: tuple[int, ...]) -> None:
    task = line(text)
    assert (task.title, task.owners) == (title, owners)


@pytest.mark.parametrize(
    "text", ["我周三前交初稿", "@我 交初稿 周三前", "交初稿 负责人：我 周三前", "I will 交初稿 周三前"]
)
def test_the_author_can_be_the_owner(text: str) -> None:
    task = line(text)
    assert (task.owner_is_author, task.owners, task.title, task.missing) == (True, (), "交初稿", ())


@pytest.mark.parametrize(
    ("text", "written", "near"),
    [
        ("@李四光 海报 周五前", "李四光", "李四"),
        ("@Li Sy 海报", "Li", "Li Si"),
        ("负责人：小明 海报 周五", "小明", None),
    ],
)
def test_a_name_the_roster_lacks_is_told_with_the_nearest(text: str, written: str, near: str | None) -> None:
    (unknown,) = line(text).unknown_names
    close = unknown.nearest
    assert unknown.written == written
    assert close is None or near in (close.name, *close.aliases)
    assert (close is None) == (near is None)


@pytest.mark.parametrize(
    ("text", "collaborators"),
    [
        ("海报 @李四 周五 协作：<@3>、<@5>", (3, 5)),
        ("海报 @李四 周五 协作人 王五、赵六", (3, 5)),
        ("@李四 协作 @王五 @赵六 海报 周五前", (3, 5)),
        ("海报 @李四 负责，@王五 协作，周五前", (3,)),
        ("poster @Li Si Fri cc @Wang Wu and @Anna Schmidt", (3, 6)),
    ],
)
def test_collaborators_follow_their_word(text: str, collaborators: tuple[int, ...]) -> None:
    task = line(text)
    assert (task.owners, task.collaborators) == ((2,), collaborators)


def test_resources_are_what_stands_behind_their_label_and_a_colon() -> None:
    task = line("印刷 @李四 3月9日前 所需资源：外协印厂，2万元 标准: 300DPI")
    assert (task.title, task.resources, task.criteria) == ("印刷", "外协印厂，2万元", "300DPI")
    assert line("print @Li Si by Mar 9 resources: 2 printers").resources == "2 printers"
    assert line("整理 资源 清单 @李四 3月9日前").title == "整理 资源 清单"


@pytest.mark.parametrize(
    ("text", "criteria"),
    [
        ("海报 @李四 周五 标准 300DPI 3月版", "300DPI 3月版"),
        ("海报 @李四 验收标准：3款，300 DPI，含 源文件 优先级：高 周五", "3款，300 DPI，含 源文件"),
        ("登录页 @赵六 3.10前 要求 兼容 IE11 和 Chrome", "兼容 IE11 和 Chrome"),
        ("海报 @李四 标准: 300DPI 周三前", "300DPI"),
        ("poster @Li Si Fri acceptance criteria: 300 dpi, CMYK", "300 dpi, CMYK"),
    ],
)
def test_criteria_run_to_the_next_label_mention_or_deadline(text: str, criteria: str) -> None:
    assert line(text).criteria == criteria


@pytest.mark.parametrize(
    ("text", "priority"),
    [
        ("海报 优先级 高", "high"),
        ("海报 优先级低", "low"),
        ("海报 P1", "mid"),
        ("【紧急】海报", "high"),
        ("poster low priority", "low"),
        ("ASAP poster", "high"),
    ],
)
def test_priority_is_read_with_and_without_its_label(text: str, priority: str) -> None:
    task = line(text)
    assert task.priority == priority
    assert task.title in ("海报", "poster")


def test_a_range_gives_start_and_due_and_codes_their_places() -> None:
    task = line("API联调 @赵六 3月2日到3月6日 依赖 XZB20260001 上级 XZB20260002")
    assert task.start is not None
    assert (task.title, task.start.day.day, due(task)) == ("API联调", 2, "3月6日（周五）18:00")
    assert (task.parent, task.depends) == ("XZB20260002", ("XZB20260001",))


@pytest.mark.parametrize("text", ["海报 @李四 3月3日开始 3月6日截止", "海报 start Mar 3 due Mar 6 @Li Si"])
def test_start_and_due_are_told_apart(text: str) -> None:
    task = line(text)
    assert task.start is not None
    assert (task.title, task.start.day.day, due(task)) == ("海报", 3, "3月6日（周五）18:00")


def test_a_mentioned_department_is_a_hint_and_no_unknown_person() -> None:
    task = line("海报 @技术部 周五前")
    assert (task.department, task.unknown_names, task.missing) == ("技术部", (), ("owner",))


def test_closed_labels_take_one_word() -> None:
    task = line("整理需求 @张三 阶段 设计 部门 市场部 交付 需求文档 周五前")
    assert (task.title, task.phase, task.department, task.deliverable) == ("整理需求", "设计", "市场部", "需求文档")


def test_a_department_alone_is_a_hint_and_the_owner_is_asked() -> None:
    task = line("由设计部于10月12日前完成3款初稿")
    assert (task.title, task.department, task.missing) == ("完成3款初稿", "设计部", ("owner",))


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("海报", ("owner", "due")),
        ("海报 @李四", ("due",)),
        ("@李四 周五前", ("title",)),
        ("", ("owner", "due", "title")),
    ],
)
def test_what_is_missing_is_told_in_the_order_of_asking(text: str, missing: tuple[str, ...]) -> None:
    assert line(text).missing == missing


@pytest.mark.parametrize(
    "text",
    [
        "王总部大楼巡检 周五",
        "张经理的工位周五前搬好",
        "李四的海报周五前改",
        "王五说周五前给",
        "Li Si's slides by Friday",
        "小于5%的差异周五前说明",
    ],
)
def test_a_name_in_a_things_name_or_a_report_is_no_owner(text: str) -> None:
    assert line(text).owners == ()


@pytest.mark.parametrize("text", ["海报周五前发 王五", "海报定稿抄送 王五 周五", "感谢 李四"])
def test_a_name_apart_behind_to_whom_it_goes_is_no_owner(text: str) -> None:
    assert line(text).owners == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("1. 李四 海报 周五", "海报"),
        ("【李四】海报 周五前", "海报"),
        ("李四/海报/周五", "海报"),
        ("于是周五前发布", "于是发布"),
    ],
)
def test_signs_around_names_are_no_part_of_the_title(text: str, title: str) -> None:
    assert line(text).title == title


def test_a_name_alone_in_brackets_is_offered() -> None:
    task = line("海报（李四）周五前")
    assert (task.title, [each.written for each in task.unknown_names]) == ("海报", ["李四"])


@pytest.mark.parametrize(
    "typed", ["设计部、市场部周五前交预算", "由设计部和市场部周五前交预算", "@设计部 @市场部 周五前交预算"]
)
def test_two_departments_named_in_one_go_both_act(typed: str) -> None:
    task = line(typed)
    assert (task.acting, task.department, task.title, task.missing) == (("设计部", "市场部"), "", "交预算", ("owner",))


def test_of_two_departments_with_a_part_each_the_one_that_owns_it_acts() -> None:
    task = line("设计部负责，市场部配合，周五前交预算")
    assert (task.acting, task.department) == (("设计部",), "设计部")


def test_an_unclear_date_is_kept_as_a_question() -> None:
    task = line("海报 @李四 2月30日前")
    assert isinstance(task.due, Ambiguous)
    assert (task.due.reason, task.title) == ("impossible", "海报")


def test_an_english_title_keeps_english_commas() -> None:
    assert line("Send the flyer, @李四, to the printer").title == "Send the flyer, to the printer"


PIECES = (
    "@李四|@|<@2>|标准|:|：|协作|优先级|高|周三|前|我|由|负责|（|）|with|by Fri|after|XZB20260001|、|，|张经理|市场部"
    "|从|到|3月4日|\n|P0|start|完成|\U0001f600"
)
WORDS = st.sampled_from(PIECES.split("|"))


@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=25).map("".join), st.lists(WORDS).map(" ".join)))
def test_no_line_makes_the_reader_raise(text: str) -> None:
    task = read_task(text, at("2026-09-28 08:30"), OCTOBER, SHANGHAI, ROSTER)
    assert len(task.title) <= len(text) + 8


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Text @Li Si Mar 3 parent Brochure", "Text @Li Si Mar 3 parent DES20260001"),
        ("文案 @李四 上级: 海报初稿 3月3日", "文案 @李四 上级: DES20260002 3月3日"),
        ("Page after “Brochure text” Mar 9", "Page after DES20260003 Mar 9"),
        ("Page, depends on brochure, with @Wang Wu", "Page, depends on DES20260001, with @Wang Wu"),
    ],
)
def test_tasks_pointed_at_by_title_get_their_codes(typed: str, read: str) -> None:
    tasks = [TaskName("DES20260001", "Brochure"), TaskName("DES20260002", "海报初稿")]
    assert with_codes(typed, [*tasks, TaskName("DES20260003", "Brochure text")]) == read


@pytest.mark.parametrize(
    "typed", ["After Brochure review @Li Si", "Look after Brochures @Li Si", "依赖 海报初稿评审 @李四"]
)
def test_words_of_a_title_that_only_look_like_a_pointer_stay(typed: str) -> None:
    assert with_codes(typed, [TaskName("DES20260001", "Brochure"), TaskName("DES20260002", "海报初稿")]) == typed


def test_leave_is_not_asked_of_anybody_in_a_title_and_chinese_closes_up_behind_a_date() -> None:
    assert line("请假制度明天发").title == "请假制度发"


@pytest.mark.parametrize(
    ("text", "title", "owners"),
    [
        ("紧急！李四今天下班前修复支付问题", "修复支付问题", (2,)),
        ("明天早上开会前李四把材料打印好", "明天早上开会前把材料打印好", (2,)),
        ("海报定稿交给李四，周五前给我", "海报定稿", (2,)),
        ("合同周五前交", "合同", ()),
        ("周一三五李四更新进度", "周一三五更新进度", (2,)),
    ],
)
def test_the_owner_is_found_behind_a_level_or_an_event_and_no_crumb_is_left(
    text: str, title: str, owners: tuple[int, ...]
) -> None:
    assert (line(text).title, line(text).owners) == (title, owners)


@pytest.mark.parametrize(("text", "name"), [("李思周五前交海报", "李四"), ("请李思周五前交海报", "李四")])
def test_a_name_that_sounds_like_somebodys_is_offered(text: str, name: str) -> None:
    (unknown,) = line(text).unknown_names
    assert unknown.nearest is not None
    assert (line(text).title, unknown.written, unknown.nearest.name) == ("交海报", "李思", name)


@pytest.mark.parametrize("text", ["张贴周五前完成", "合同周五前交", "王牌活动周五前上线"])
def test_a_word_before_the_date_is_nobodys_name(text: str) -> None:
    assert line(text).unknown_names == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("@李四 3月6日前(周五)交终稿", "交终稿"),
        ("@李四 DDL：3/6 交终稿", "交终稿"),
        ("@李四 交终稿，时间：3月6日下午5点", "交终稿"),
        ("@李四 交终稿 截止日期 3-6", "交终稿"),
        ("@李四 终稿（周五前，300DPI）", "终稿（300DPI）"),
        ("[高] @李四 终稿 周五", "终稿"),
        ("终稿 | @李四 | 周五 | 高", "终稿"),
        ("李四周五（含）前交终稿", "交终稿"),
    ],
)
def test_labels_brackets_and_columns_leave_no_crumb_in_the_title(text: str, title: str) -> None:
    assert (line(text).title, line(text).owners, line(text).missing) == (title, (2,), ())


def test_mentions_joined_without_a_blank_are_two_people() -> None:
    assert (line("@李四和@王五 终稿 周五").owners, line("@李四和@王五 终稿 周五").unknown_names) == ((2, 3), ())


def test_whom_a_thing_is_handed_to_does_not_own_it() -> None:
    task = line("@李四，请在周五之前把终稿交给@王五")
    assert (task.owners, task.title) == ((2,), "把终稿交给王五")
    assert (line("把海报交给@李四 周五").owners, line("把海报交给@李四 周五").title) == ((2,), "海报")


@pytest.mark.parametrize(
    ("text", "title", "owner"),
    [
        ("李四姐帮忙周四前整理名单", "整理名单", 2),
        ("王五同学周五前导出数据", "导出数据", 3),
        ("赵六哥明天给接口", "给接口", 5),
        ("李四总结会议 周五", "总结会议", 2),
        ("李雷工作日报 周五", "工作日报", 7),
        ("Anna S. review the contract by Friday", "review the contract", 6),
        ("技术部：赵六 支付联调，周五前", "支付联调", 5),
        ("技术部：支付联调，周五前，赵六", "支付联调", 5),
        ("准备周五例会的PPT 李四 周四", "准备周五例会的PPT", 2),
        ("活动方案 李四 3月9日到3月13日", "活动方案", 2),
    ],
)
def test_what_people_put_around_a_name_is_no_part_of_the_title(text: str, title: str, owner: int) -> None:
    task = line(text)
    assert (task.title, task.owners) == (title, (owner,))


@pytest.mark.parametrize("called", ["小四", "四姐", "四四"])
def test_a_pet_name_before_the_date_is_offered_as_its_owners(called: str) -> None:
    task = line(f"{called} 周五前 首页改版")
    assert (task.title, [each.nearest and each.nearest.id for each in task.unknown_names]) == ("首页改版", [2])


@pytest.mark.parametrize(
    "text",
    [
        "背景板｜李四｜3月12日｜高",
        "背景板 / 李四 / 3月12日 / 高优",
        "(高优)背景板 李四 3月12日",
        "背景板，很急，李四，3月12日",
        "背景板 负责人李四 截止3月12日 优先级高",
    ],
)
def test_columns_and_labels_run_together_leave_no_crumbs(text: str) -> None:
    task = line(text)
    assert (task.title, task.owners, task.priority, due(task)) == ("背景板", (2,), "high", "3月12日（周四）18:00")


@pytest.mark.parametrize(
    ("text", "criteria"),
    [
        ("方案 李四 周五 验收标准1920x1080", "1920x1080"),
        ("方案 标准是老板点头 李四 周五", "老板点头"),
        ("李四 周五前 出方案，要求含预算和排期", "含预算和排期"),
        ("整理 验收标准文档 李四 周五", ""),
        ("客户投诉，要求退款，李四周五前处理", ""),
    ],
)
def test_criteria_are_known_without_a_colon_only_where_they_can_be_nothing_else(text: str, criteria: str) -> None:
    assert (line(text).criteria, line(text).owners) == (criteria, (2,))


def test_what_is_handed_in_ends_where_its_owner_is_named() -> None:
    task = line("方案 交付物：PPT 20页 李四 下周三")
    assert (task.title, task.deliverable, task.owners) == ("方案", "PPT 20页", (2,))


def test_helpers_run_together_with_their_label_are_helpers() -> None:
    task = line("方案 负责人李四 周五 协作人王五")
    assert (task.title, task.owners, task.collaborators) == ("方案", (2,), (3,))


@pytest.mark.parametrize("text", ["方案 李四 3/9开始 3/13结束", "方案 李四 3/9开始做，3/13给"])
def test_what_two_dates_were_for_is_no_part_of_the_title(text: str) -> None:
    assert (line(text).title, due(line(text))) == ("方案", "3月13日（周五）18:00")


@pytest.mark.parametrize("text", ["李四或者王五周五前出图", "李四or王五 周五前出图", "李四、王五 周五前出图"])
def test_one_or_the_other_is_asked_for(text: str) -> None:
    assert (line(text).owners, line(text).title) == ((2, 3), "出图")


def test_a_copy_goes_to_whoever_stands_behind_its_label() -> None:
    task = line("首页改版 @李四 cc 王五 3月12日")
    assert (task.title, task.owners, task.collaborators) == ("首页改版", (2,), (3,))


@pytest.mark.parametrize("text", ["【首页】负责人：李四，ddl：3.12，优先级高", "首页 | 李四 | 3月12日 | high"])
def test_a_row_with_its_date_and_level_is_taken_apart(text: str) -> None:
    task = line(text)
    assert (task.title.strip("【】"), task.owners, task.priority) == ("首页", (2,), "high")
    assert due(task) == "3月12日（周四）18:00"


def test_whom_the_work_is_shown_to_does_not_own_it() -> None:
    task = line("周五下午3点和客户开会，赵六准备演示，提前给我看")
    assert (task.owner_is_author, isinstance(task.due, Ambiguous)) == (False, True)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("李四周五前能不能把主图定下来？", "把主图定下来"),
        ("安排一下：李四周五前出图", "出图"),
        ("记一下，周五前盖章", "盖章"),
    ],
)
def test_how_a_request_is_led_in_is_no_part_of_the_title(text: str, title: str) -> None:
    assert line(text).title == title


def test_slashes_between_words_that_are_no_columns_stay() -> None:
    assert line("A / B / C 三版主图 李四 周五").title == "A / B / C 三版主图"
