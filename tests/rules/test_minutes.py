"""Minutes read into their parts (M2, M5)."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.deadlines import Deadline
from bot.rules.minutes import Item, Minutes, looks_like_minutes, read_minutes
from bot.rules.roster import Name
from tests.rules.calendars import SHANGHAI, WEEKDAYS, at

ROSTER = (
    Name(1, "张三", (), "市场部"),
    Name(2, "李四", (), "设计部"),
    Name(3, "王五", (), "技术部"),
    Name(4, "赵六", (), "运营部"),
    Name(5, "Alice Chen", (), "Marketing"),
    Name(6, "Bob Lee", (), "Engineering"),
)
HEAD = """【项目对接会纪要】
会议编号：YH20260302
主题：双十一大促筹备
时间：2026/3/2（周一）上午10点    地点：301会议室
形式：腾讯会议（线上）
主持人：张三    记录：李四
参加人员：张三（市场部）、设计部李四，技术部王五
请假：赵六（病假）、周八因参加培训请假
"""


def read(text: str, now: str = "2026-03-02 08:30") -> Minutes:
    return read_minutes(text, at(now), WEEKDAYS, SHANGHAI, ROSTER)


def brief(item: Item) -> str:
    """`title | owners | due`, with the doubts behind where there are any."""
    due = item.due.echo_zh if isinstance(item.due, Deadline) else "?" if item.due else "-"
    owners = " ".join(actor.written for actor in item.owners) or "-"
    return " | ".join([item.title, owners, due.removesuffix(" 18:00").removesuffix("18:00"), *item.doubts])


def items(text: str, now: str = "2026-03-02 08:30") -> list[str]:
    return [brief(item) for item in read(text, now).items]


def test_the_head_tells_number_topic_time_place_and_people() -> None:
    found = read(HEAD)
    assert (found.number, found.topic, found.form) == ("YH20260302", "双十一大促筹备", "腾讯会议（线上）")
    assert (found.day, found.clock, found.place) == (date(2026, 3, 2), time(10), "301会议室")
    assert (found.host, found.recorder) == ("张三", "李四")
    assert [(one.name, one.id, one.department) for one in found.attendees] == [
        ("张三", 1, "市场部"),
        ("李四", 2, "设计部"),
        ("王五", 3, "技术部"),
    ]
    assert [(one.name, one.reason) for one in found.absentees] == [("赵六", "病假"), ("周八", "参加培训")]


def test_an_english_head_is_read_too() -> None:
    found = read("Weekly sync - 2 March 2026\nAttendees: Alice Chen (Marketing), Bob Lee\nApologies: Carol (on leave)")
    assert (found.topic, found.day) == ("Weekly sync", date(2026, 3, 2))
    assert [one.name for one in found.attendees] == ["Alice Chen", "Bob Lee"]
    assert [(one.name, one.reason) for one in found.absentees] == [("Carol", "on leave")]


def test_topics_decisions_follow_ups_and_the_next_meeting_stand_apart() -> None:
    found = read(
        "周会纪要\n讨论内容\n1. 海报初稿\n大家看了三个方案。\n结论：采用方案B。\n"
        "决议：\n1、Q4预算定为20万元\n2、取消线下发布会\n跟进事项\n- 供应商报价\n下次会议：3月9日14:00"
    )
    assert [(topic.title, topic.conclusion) for topic in found.topics] == [("海报初稿", "采用方案B。")]
    assert found.decisions == ("Q4预算定为20万元", "取消线下发布会")
    assert (found.follow_ups, found.next_meeting) == (("供应商报价",), "3月9日14:00")
    assert found.items == ()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("由设计部于3月12日前完成3款初稿", ["完成3款初稿 | 设计部 | 3月12日（周四）"]),
        ("提交海报核心卖点 @张三 截止 3月9日", ["提交海报核心卖点 | 张三 | 3月9日（周一）"]),
        ("王五：修复登录问题，周五17:00前", ["修复登录问题 | 王五 | 3月6日（周五）17:00"]),
        ("整理需求文档（赵六，3月10日）", ["整理需求文档 | 赵六 | 3月10日（周二）"]),
        ("预算表 - 李四 - 下周三", ["预算表 | 李四 | 3月11日（周三）"]),
        ("采购合同——张三——下周五前——法务部审核", ["采购合同 | 张三 | 3月13日（周五）"]),
        ("主视觉终稿；责任人：李四；完成时间：3月6日", ["主视觉终稿 | 李四 | 3月6日（周五）"]),
        ("跟进直播间搭建（赵六、张三）", ["跟进直播间搭建 | 赵六 张三 | - | several_owners | no_due"]),
        ("@李四 @王五 本周五前完成联调，@赵六 配合", ["完成联调 | 李四 王五 | 3月6日（周五） | several_owners"]),
        ("王五-接口文档-3.6", ["接口文档 | 王五 | 3月6日（周五）"]),
        ("整理会议资料", ["整理会议资料 | - | - | no_owner | no_due"]),
        ("Alice to send the draft brief by Mar 6", ["send the draft brief | Alice Chen | 3月6日（周五）"]),
        ("Prepare slides (Owner: Alice; Due: Mar 9)", ["Prepare slides | Alice Chen | 3月9日（周一）"]),
        ("Carol to check the contract", ["check the contract | Carol | - | unknown_owner | no_due"]),
        ("[x] Bob to book the room", []),
        ("是否增加投放预算？", []),
        ("无", []),
    ],
)
def test_lines_of_a_list_of_actions_are_items(line: str, found: list[str]) -> None:
    assert items(f"行动项：\n- {line}") == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("会议决定由王五牵头，赵六配合，于3月15日前完成系统升级。", ["完成系统升级 | 王五 | 3月15日（周日）"]),
        ("请法务部3月10日前审核合同。", ["审核合同 | 法务部 | 3月10日（周二）"]),
        ("张三表示会在周四前提交报告。", ["提交报告 | 张三 | 3月5日（周四）"]),
        ("张三负责预算调整。", ["预算调整 | 张三 | - | no_due"]),
        ("如果预算通过，张三3月20日前启动采购。", ["启动采购 | 张三 | 3月20日（周五） | condition"]),
        ("各部门3月6日前报送预算。", ["报送预算 | 各部门 | 3月6日（周五） | several_owners | loose"]),
        ("Alice will circulate the budget before Thursday.", ["circulate the budget | Alice Chen | 3月5日（周四）"]),
        ("张三汇报了3月5日的活动情况。", []),
        ("李四介绍了设计进度，主视觉已完成80%。", []),
        ("建议市场部增加投放。", []),
        ("下次会议定于3月9日召开。", []),
        ("周报每周五提交。", []),
        ("审核人：张三", []),
        ("Should we raise the budget?", []),
        ("Bob reported that the page was launched last Friday.", []),
    ],
)
def test_in_a_discussion_somebody_has_to_be_charged_with_it(line: str, found: list[str]) -> None:
    assert items(f"讨论内容\n{line}") == found


def test_several_people_in_a_sentence_are_several_items() -> None:
    assert items("李四周三前出初稿，王五周四前评审意见，赵六周五前定稿。") == [
        "出初稿 | 李四 | 3月4日（周三）",
        "评审意见 | 王五 | 3月5日（周四）",
        "定稿 | 赵六 | 3月6日（周五）",
    ]


def test_one_person_with_two_dates_has_two_items() -> None:
    assert items("待办\n张三3月5日前完成初稿，3月8日前定稿") == [
        "完成初稿 | 张三 | 3月5日（周四）",
        "定稿 | 张三 | 3月8日（周日）",
    ]


def test_an_arrow_makes_the_second_item_wait_for_the_first() -> None:
    first, second = read("讨论内容\n技术部排查系统原因→运营部制定补偿方案").items
    assert (first.title, first.owners[0].written, first.after) == ("排查系统原因", "技术部", None)
    assert (second.title, second.owners[0].written, second.after) == ("制定补偿方案", "运营部", 0)


def test_lines_below_an_item_tell_more_of_it() -> None:
    (item,) = read("任务分工\n1. 压测报告\n   负责人：王五\n   截止时间：3月10日\n   验收标准：TPS≥5000").items
    assert (brief(item), item.criteria, item.line) == ("压测报告 | 王五 | 3月10日（周二）", "TPS≥5000", 2)


def test_who_heads_a_list_owns_what_stands_below() -> None:
    text = "会后待办\n市场部：\n- 3月5日前提供核心卖点\n设计部：\n- 海报初稿（3/12）"
    assert items(text) == ["提供核心卖点 | 市场部 | 3月5日（周四）", "海报初稿 | 设计部 | 3月12日（周四）"]


@pytest.mark.parametrize(
    "table",
    [
        "| 序号 | 任务 | 负责人 | 截止日期 | 状态 |\n|---|---|---|---|---|\n| 1 | 做海报 | 李四 | 3月12日 | |\n"
        "| 2 | 修复登录 | 王五 | 周五 | 已完成 |",
        "任务\t责任人\t完成时间\n做海报\t李四\t3.12",
        "事项        负责人    截止时间\n做海报      李四      3月12日",
    ],
)
def test_tables_are_read_by_their_heads(table: str) -> None:
    assert items(table) == ["做海报 | 李四 | 3月12日（周四）"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("张三补充异常流程图，交设计部审核，3月6日前。", ["补充异常流程图 | 张三 | 3月6日（周五）"]),
        ("预算还没定，李四去财务处问清楚。", ["去财务处问清楚 | 李四 | - | no_due | loose"]),
        ("李四你盯一下报价。", ["盯一下报价 | 李四 | - | no_due"]),
        ("Bob files the report by March 6.", ["files the report | Bob Lee | 3月6日（周五）"]),
        (
            "Alice, the terms need to be in the draft by March 6.",
            ["the terms need to be in the draft | Alice Chen | 3月6日（周五）"],
        ),
        ("文案组3月6日前出终稿。", ["出终稿 | 文案组 | 3月6日（周五）"]),
        ("张三3月9日请假。", []),
        ("首屏时间不高于1.5秒。", []),
    ],
)
def test_whoever_a_sentence_is_about_is_charged_by_its_verb_or_its_day(line: str, found: list[str]) -> None:
    assert items(f"讨论内容\n{line}") == found


def test_open_boxes_outside_a_list_are_items_and_struck_lines_are_none() -> None:
    text = "周会\n本周\n[ ] 张三 合同终稿 3月6日\n[ ] 退货标签 负责人待定\n[x] 李四 海报\n~~[ ] 王五 搬迁 3月9日~~"
    assert items(text) == ["合同终稿 | 张三 | 3月6日（周五）", "退货标签 | - | - | no_owner | no_due"]


def test_a_title_that_allots_work_makes_the_lines_below_a_list() -> None:
    assert items("3月2日碰头会分工\n张三：标书技术部分，3月6日") == ["标书技术部分 | 张三 | 3月6日（周五）"]


def test_blocks_of_labelled_lines_are_one_item_each() -> None:
    text = "会议纪要\n时间：3月2日\n事项：邀请函\n负责：李四（审核：张三）\n时间：3月9日前"
    assert items(text) == ["邀请函 | 李四 | 3月9日（周一）"]


def test_keys_with_equals_signs_are_labels() -> None:
    found = read("主题=选型\n时间=3月2日14:30\n参与=张三,李四\n动作1=李四/谈价格/3月5日\n下次=3月9日10:00")
    assert (found.topic, found.clock, found.next_meeting) == ("选型", time(14, 30), "3月9日10:00")
    assert [brief(item) for item in found.items] == ["谈价格 | 李四 | 3月5日（周四）"]


def test_the_day_agreed_upon_in_the_next_turn_counts() -> None:
    text = "张三：李四你把方案改一版。\n李四：可以，周五给。\n张三：下周一也行。\n李四：好。"
    assert items(text) == ["把方案改一版 | 李四 | 3月6日（周五）"]


def test_a_row_with_a_department_and_a_person_is_the_persons() -> None:
    table = "|工作任务|牵头部门|责任人|完成时限|\n|修订制度|市场部|李四|3月9日|\n|盘点资产|设计部||3月10日|"
    assert items(table) == ["修订制度 | 李四 | 3月9日（周一）", "盘点资产 | 设计部 | 3月10日（周二）"]


def test_a_short_item_with_labels_is_kept_and_a_promise_in_the_passive_is_one() -> None:
    text = "行动1：原型图 责任人：李四 截止：3月5日\n讨论\nIt was agreed that Bob would circulate the deck by March 6."
    assert items(text) == ["原型图 | 李四 | 3月5日（周四）", "circulate the deck | Bob Lee | 3月6日（周五）"]


def test_who_what_and_when_side_by_side_are_an_item() -> None:
    text = "3月2日 例会\n张三 原型图 3月5日\n各部门工作安排：\n设计部：\n1、投放方案定稿，3月9日"
    assert items(text) == ["原型图 | 张三 | 3月5日（周四） | loose", "投放方案定稿 | 设计部 | 3月9日（周一）"]


def test_whoever_says_yes_takes_up_what_was_asked() -> None:
    text = "张三：审批单发我一份，3月3日下班前。\n李四：好，没问题。\n"
    text += "张三：那标签体系谁来做？\n王五：我来做吧，周五前。\n李四：行。"
    assert items(text) == ["审批单发我一份 | 李四 | 3月3日（周二） | loose", "标签体系 | 王五 | 3月6日（周五）"]


def test_departments_are_charged_by_decisions_without_a_day() -> None:
    text = "会议议定\n1. 客服部增开席位；生产部派两名骨干支援。\n2. 市场部预算增加一成。"
    assert items(text) == ["增开席位 | 客服部 | - | no_due | loose", "派两名骨干支援 | 生产部 | - | no_due | loose"]


def test_what_was_left_from_the_last_meeting_and_done_is_no_item() -> None:
    assert items("一、上次会议遗留事项\n1. 海报初稿已由李四完成\n2. 王五3月1日前上线统计页面") == []


def test_a_transcript_tells_who_promised_what() -> None:
    text = (
        "张三：大家好，今天过一下进度。\n李四：海报初稿我周三下班前发出来。\n张三：赵六你这边投诉怎么样了？\n"
        "赵六：昨天已经处理了12个。\n张三：那赵六下周一前出一个补偿方案，李四配合一下。\n张三：预算的事情先不做了。"
    )
    assert items(text) == [
        "海报初稿发出来 | 李四 | 3月4日（周三）",
        "出一个补偿方案 | 赵六 | 3月9日（周一）",
    ]


def test_what_is_left_for_another_time_is_no_decision() -> None:
    found = read("会议决议\n1. 同意方案B。\n2. 年会方案暂不讨论，下次会议再议。\n暂缓：团建")
    assert (found.decisions, found.follow_ups) == (("同意方案B。",), ("年会方案暂不讨论，下次会议再议。", "团建"))


def test_a_decision_behind_a_question_of_the_same_sentence_is_found() -> None:
    found = read("讨论\n李四提出是否赶双十二，大家认为太紧，确定首发改为1月8日。")
    assert found.decisions == ("李四提出是否赶双十二，大家认为太紧，确定首发改为1月8日。",)


def test_what_is_settled_in_a_talk_is_a_decision() -> None:
    found = read("张三：要不要支持微信登录？\n李四：工作量不小。\n张三：先不做，一期就手机号登录，定了啊。\n李四：行。")
    assert found.decisions == ("先不做，一期就手机号登录，定了啊。",)


def test_a_first_line_with_a_day_and_a_time_is_the_title() -> None:
    found = read("早会 3月2日 7:45\n到会：班长 张三、李四")
    assert (found.topic, found.day, found.clock) == ("早会", date(2026, 3, 2), time(7, 45))
    assert [one.name for one in found.attendees] == ["张三", "李四"]


def test_posts_stand_beside_names_and_reasons_behind_them() -> None:
    found = read("会议纪要\n参会：张三（主持）、李四（记录）、设计部\n缺席：王五 外勤")
    assert (found.host, found.recorder) == ("张三", "李四")
    assert [one.name for one in found.attendees] == ["张三", "李四"]
    assert [(one.name, one.reason) for one in found.absentees] == [("王五", "外勤")]


def test_matters_before_a_colon_are_topics_where_there_are_several() -> None:
    found = read("碰面记一下\n电梯大修：三家报价都拿到了\n外墙渗水：两户已经补好了\n充电桩：电力公司还没有批")
    assert [topic.title for topic in found.topics] == ["电梯大修", "外墙渗水", "充电桩"]


def test_sentences_tell_who_chaired_and_was_there() -> None:
    found = read(
        "3月2日上午，会议由张三主持，李四、王五参加，赵六记录。\n会议议定：\n（一）价格定为99元。\n下次会议3月9日召开。"
    )
    assert (found.day, found.host, found.recorder) == (date(2026, 3, 2), "张三", "赵六")
    assert [one.name for one in found.attendees] == ["李四", "王五"]
    assert (found.decisions, found.next_meeting) == (("价格定为99元。",), "下次会议3月9日召开。")


def test_a_mails_author_is_its_recorder_and_who_says_i() -> None:
    found = read(
        "Hi all,\nshort recap of our call:\nWhat happens next:\n- I will draft the contract by Mar 6\n\nBest,\nAlice"
    )
    assert found.recorder == "Alice"
    assert [brief(item) for item in found.items] == ["draft the contract | Alice Chen | 3月6日（周五）"]


def test_labels_spread_out_and_full_width_digits_are_read() -> None:
    found = read("会议主题：审计准备\n日　　期 ：２０２６年３月２日　１４：００\n主　持 ：张三")
    assert (found.topic, found.day, found.clock, found.host) == ("审计准备", date(2026, 3, 2), time(14), "张三")


def test_a_line_that_goes_on_below_is_one_item() -> None:
    text = (
        "行动项\n1. 李四负责联系三家供应商比价，\n   并在3月9日下班前把报价表发到\n   行政群里。\n2. 王五3月6日前备份"
    )
    found = read(text).items
    assert [(item.line, brief(item).partition(" | ")[2]) for item in found] == [
        (2, "李四 | 3月9日（周一）"),
        (5, "王五 | 3月6日（周五）"),
    ]


def test_relative_dates_count_from_the_day_of_the_meeting() -> None:
    assert items("时间：2026年3月2日\n行动项\n- 张三周五前交方案", now="2026-03-20 09:00") == [
        "交方案 | 张三 | 3月6日（周五）"
    ]


def test_what_is_said_and_listed_again_is_one_item() -> None:
    text = "讨论内容\n李四负责在3月6日前输出主视觉终稿。\n行动项\n1. 输出主视觉终稿，李四，3月6日"
    assert [item.line for item in read(text).items] == [4]


@pytest.mark.parametrize(
    ("text", "is_minutes"),
    [
        (HEAD, True),
        ("Weekly sync minutes\nAttendees: Alice, Bob\n\nAction items\n- Alice to book the room", True),
        ("海报做完了\n明天开始落地页\n阻碍：等文案\n谢谢", False),
        ("昨天：初稿\n今天：定稿\n阻碍：无\n计划：上线", False),
        ("会议纪要", False),
    ],
)
def test_several_marks_make_a_message_minutes(text: str, is_minutes: bool) -> None:
    assert looks_like_minutes(text) is is_minutes


def test_a_roll_of_names_holds_no_items() -> None:
    assert items("行动项\n" + "张三、李四，" * 30 + "周五前提交") == []


WORDS = (
    "会议纪要 时间： 参会： 行动项 决议： 张三 李四 由 负责 3月9日 周五前 完成 海报 | ： ， 。 → - 1. （ ） @ Alice to"
)
PIECES = st.sampled_from([*WORDS.split(), "\n", "\t", " "])


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_text_stops_the_reading(text: str) -> None:
    assert all(item.title for item in read(text).items)
