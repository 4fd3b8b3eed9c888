"""Layouts in which companies keep their minutes: tables, registers, cards, headings of people and days (M2, M5)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot import calendars
from bot.rules.deadlines import Deadline
from bot.rules.minutes import Item, Minutes, read_minutes

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 10, 7, 0, tzinfo=UTC)  # a Tuesday


def read(text: str) -> Minutes:
    return read_minutes(text, NOW, calendars.load("CN"), SHANGHAI)


def row(item: Item) -> tuple[str, str, str]:
    """What, who and until when."""
    due = f"{item.due.day:%m-%d}" if isinstance(item.due, Deadline) else ""
    return item.title, "、".join(one.written for one in item.owners), due


def rows(text: str) -> list[tuple[str, str, str]]:
    return [row(item) for item in read(text).items]


def test_an_owner_written_once_for_several_rows_owns_them_all() -> None:
    text = "落实人    要做的事        时限\n焦店长    招满前厅12人    3月20日\n          备齐工服        3月22日"
    assert rows(text) == [("招满前厅12人", "焦店长", "03-20"), ("备齐工服", "焦店长", "03-22")]


def test_an_empty_owner_behind_the_task_is_nobody() -> None:
    text = "事项\t责任人\t时限\n订会场\t李红\t3月20日\n印手册\t\t3月22日"
    assert rows(text) == [("订会场", "李红", "03-20"), ("印手册", "", "03-22")]


def test_a_column_of_any_name_holds_the_task_beside_owner_and_date() -> None:
    text = "Issue | Resp. | By | RAG\nLeaky pump in hall 2 | Tom Baker | 12 Mar | Red"
    assert rows(text) == [("Leaky pump in hall 2", "Tom Baker", "03-12")]


def test_a_row_is_closed_whatever_its_column_is_called() -> None:
    text = "事项\t牵头\t完成节点\t亮灯\n影像补录\t运营部\t3月6日\t已完成\n弹窗整改\t个金部\t3月18日\t红"
    assert rows(text) == [("弹窗整改", "个金部", "03-18")]


def test_a_row_on_hold_is_no_task() -> None:
    assert rows("Item | Owner | ETA | Status\nTape library | Ana Ruiz | TBC | On hold") == []


def test_a_person_above_marked_points_owns_them_until_the_list_ends() -> None:
    text = "Here: Fenella, Marcus\nActions\nFenella\n- call the fire officer, 12 March\n"
    text += "Marcus\n- return the truss, 14 March\n"
    assert rows(text + "Press night stays as it is, thank you all.") == [
        ("call the fire officer", "Fenella", "03-12"),
        ("return the truss", "Marcus", "03-14"),
    ]


def test_a_department_in_brackets_with_its_person_hands_the_points_to_the_person() -> None:
    text = "二、本周工作安排\n【商品部】牟芳\n1. 补货单12日前下给工厂\n【仓储部】\n1. 3月13日盘点耗材"
    assert rows(text) == [("补货单下给工厂", "牟芳", "03-12"), ("盘点耗材", "仓储部", "03-13")]


def test_a_day_above_a_list_is_when_its_items_are_due() -> None:
    text = "To do\nBy Friday 13 March\nBronwen: price list\nNo date yet\nAyesha: parking bay"
    assert rows(text) == [("price list", "Bronwen", "03-13"), ("parking bay", "Ayesha", "")]


def test_an_action_may_name_owner_and_day_in_its_mark() -> None:
    assert rows("Fiji Ports\nAction (Tevita, 23 March): send the proposal") == [
        ("send the proposal", "Tevita", "03-23")
    ]


def test_labels_in_brackets_are_labels_of_the_item() -> None:
    text = "周例会\n【下一步】约处长面谈\n【跟进人】凌霄\n【时限】3月19日\n【下一步】无\n【跟进人】凌霄\n【时限】/"
    assert rows(text) == [("约处长面谈", "凌霄", "03-19")]


def test_units_in_charge_in_brackets_own_a_numbered_point() -> None:
    text = "一、资金拨付\n（一）将补助资金拨付到位。（责任单位：区财政局，完成时限：3月20日）"
    assert rows(text) == [("补助资金拨付到位", "区财政局", "03-20")]


def test_what_who_and_when_between_dashes_is_an_item() -> None:
    assert rows("3.10早会\n到会：老邢\n1. 2号压机漏油——老邢——3.12") == [("2号压机漏油", "老邢", "03-12")]


def test_an_open_row_of_the_last_meeting_is_an_item_and_a_closed_one_is_none() -> None:
    text = "到会：冷工、展鹏\n往期事项跟踪\n外墙报修 | 冷工 | 已完成\n广告收益公示 | 展鹏 | 进行中，3月15日公示"
    assert rows(text) == [("广告收益公示", "展鹏", "03-15")]


def test_a_given_name_calls_whoever_alone_bears_it() -> None:
    text = "参会：厉大勇、应雪\n厉大勇：合同没签。\n应雪：大勇，你把车次表排出来，周五前。\n厉大勇：行。\n应雪：好。"
    assert rows(text) == [("车次表排出来", "厉大勇", "03-13")]


def test_what_somebody_is_to_find_out_is_no_question() -> None:
    assert rows("曲姐周五前去问问酒店能不能提前进场")[0][1:] == ("曲姐", "03-13")


def test_a_discussion_under_a_topic_is_no_topic_of_its_own() -> None:
    found = read("议题1 型式检验\n讨论：检测所排队到8月\n结论：支付加急费")
    assert [(topic.title, topic.conclusion) for topic in found.topics] == [("型式检验", "支付加急费")]


def test_a_first_line_that_begins_with_a_day_says_when_the_meeting_was() -> None:
    found = read("Atlas SteerCo\nMonday 9 March 2026, 14:00-15:30, Teams\nIn the room: Tom, Ana")
    assert (found.topic, f"{found.day}", f"{found.clock:%H:%M}") == ("Atlas SteerCo", "2026-03-09", "14:00")


def test_who_chaired_and_wrote_is_read_from_a_sentence_of_the_head() -> None:
    found = read("On 9 March the board met at 2pm. Tom chaired, Ana took notes.\n1. Budget\nNothing new.")
    assert (found.host, found.recorder) == ("Tom", "Ana")


def test_present_were_and_apologies_from_lead_up_to_names() -> None:
    found = read(
        "Minutes of the PTA, 9 March 2026\nPresent were Mrs Dale and Mr Cole\nApologies had been received from Mr Hart"
    )
    assert [one.name for one in found.attendees] == ["Mrs Dale", "Mr Cole"]
    assert [one.name for one in found.absentees] == ["Mr Hart"]


def test_the_next_meeting_may_be_called_anything() -> None:
    assert read("Notes\nActions\n- Tom: call Ana\nNext checkpoint: 3 April").next_meeting == "Next checkpoint: 3 April"


def test_lines_that_allot_work_one_after_another_are_a_list_under_any_heading() -> None:
    text = "咱们要干的活：\n小贾：冰柜维修，周三\n阿娟：拍陈列照片\n莫姐：排班"
    assert rows(text) == [("冰柜维修", "小贾", "03-11"), ("拍陈列照片", "阿娟", ""), ("排班", "莫姐", "")]


def test_lines_of_what_people_said_are_no_list_of_work() -> None:
    assert rows("发言\n小贾：留存没变化不代表没效果\n阿娟：客诉是红线\n莫姐：同意阿娟") == []


def test_owner_and_day_in_brackets_charge_somebody_nobody_knows() -> None:
    text = "支付失败讨论\n对策是加重试（韩啸，3/13）；加监控（顾盼，3/16）"
    assert [each[1:] for each in rows(text)] == [("韩啸", "03-13"), ("顾盼", "03-16")]


def test_a_word_of_time_behind_an_unknown_name_is_no_part_of_it() -> None:
    assert rows("周会要点\n• 韩啸下周二出测试报告") == [("出测试报告", "韩啸", "03-17")]


def test_a_day_and_month_in_figures_are_read_the_way_that_lies_nearest() -> None:
    assert str(read("Site walk 9/3\n- Kim to send the schedule").day) == "2026-03-09"


def test_words_that_say_only_what_stands_below_are_no_topics() -> None:
    text = "## 支付失败\n原因：网关超时\n现象：3%的订单卡住\n对策：加重试\n## 退款慢\n原因：人工审核"
    assert [topic.title for topic in read(text).topics if topic.title in ("原因", "现象", "对策")] == []


def test_fields_between_bars_may_begin_with_the_owner() -> None:
    assert rows("👥 参会：乔、阮\n📋 待办\n• 乔｜出接口文档｜3.12\n• 阮｜前端排期｜3.13") == [
        ("出接口文档", "乔", "03-12"),
        ("前端排期", "阮", "03-13"),
    ]


def test_a_department_with_its_person_behind_it_is_that_person() -> None:
    assert rows("任务：修订员工手册\n负责：人力资源部 乔野\n时限：3月31日") == [("修订员工手册", "乔野", "03-31")]


def test_a_name_above_points_further_in_owns_them_though_nobody_knows_it() -> None:
    assert rows("会后任务（按人）\n乔野\n  把会员数据拉出来 3/11\n阮棠\n  约渠道商 3/12") == [
        ("把会员数据拉出来", "乔野", "03-11"),
        ("约渠道商", "阮棠", "03-12"),
    ]


def test_a_label_that_comes_again_is_nobody_who_speaks() -> None:
    text = "问题一\n处理：小骆3月11日前上门\n问题二\n处理：暂缓\n意见：不同意\n处理：再议"
    assert [one.name for one in read(text).attendees] == []


def test_who_somebody_went_with_did_not_chair() -> None:
    assert read("Notes 9 March\nQuotes are in and we are going with Harlan Roofing.").host == ""


def test_an_arrow_to_nothing_but_people_hands_them_what_stands_before_it() -> None:
    assert rows("Here: Bea, Colm\nHall wants the deposit by the 16th → Bea") == [
        ("Hall wants the deposit", "Bea", "03-16")
    ]


def test_a_matter_before_a_colon_does_not_hide_who_is_charged_behind_it() -> None:
    text = "到会：甘霖、乔野\n1. 关于印章管理：甘霖修订制度，3月底前发布；各部门配合。"
    assert rows(text)[0][1:] == ("甘霖", "03-31")


def test_steps_and_letters_with_a_number_count_points() -> None:
    assert rows("到：乔野、阮棠\n后续：\nStep1 乔野出PRD（3.13）\nStep2 阮棠评估工期（3.17）") == [
        ("出PRD", "乔野", "03-13"),
        ("评估工期", "阮棠", "03-17"),
    ]


def test_a_word_that_only_begins_like_a_yes_stays_whole() -> None:
    assert rows("行动项\n1. 行政制度修订，甘霖，3月13日")[0][0] == "行政制度修订"


def test_what_is_asked_of_all_until_a_day_is_an_item_to_look_at() -> None:
    found = read("周会要点\n请各位本周五下班前把报销单交到财务。").items
    assert [(item.due_text, item.sure) for item in found] == [("本周五下班前", False)]


def test_fields_of_the_head_behind_dashes_are_no_work() -> None:
    found = read("Notes\nFacilitator – Priya\nNote taker – Zoe\nAttendees – Hamid, Bea\nRegrets – Colm (holiday)")
    assert (found.host, found.recorder, found.items) == ("Priya", "Zoe", ())
    assert [(one.name, one.reason) for one in found.absentees] == [("Colm", "holiday")]


def test_one_person_may_chair_and_write() -> None:
    found = read("主持/记录：乔野\n参加：阮棠，骆铭（线上）")
    assert (found.host, found.recorder) == ("乔野", "乔野")


def test_whoever_has_a_post_in_brackets_bears_it_in_a_list_of_blanks() -> None:
    assert read("周会\n人员：乔野 阮棠 甘霖（记）").recorder == "甘霖"


def test_taking_notes_of_the_meeting_is_no_task() -> None:
    found = read("会议由乔野召集，阮棠负责记录，骆铭、甘霖参加，小马因病请假。")
    assert (found.host, found.recorder, found.items) == ("乔野", "阮棠", ())
    assert [(one.name, one.reason) for one in found.absentees] == [("小马", "病")]


def test_what_was_chosen_is_a_decision_in_many_words() -> None:
    found = read("项目例会\n那就选第二家。\n结论是延后一周。\n否决了外包方案。\n方案A通过。")
    assert len(found.decisions) == 4


def test_a_table_whose_cells_single_blanks_part_is_read_where_every_head_is_known() -> None:
    text = "督办\n序号 事项 责任单位 责任人 时限 进度\n1 消防通道清理 物业部 老高 3月15日 50%\n"
    text += "2 宣传栏更新 行政部 甘霖 3月5日 已办结"
    assert [(each[0], each[2]) for each in rows(text)] == [("消防通道清理", "03-15")]


def test_who_was_asked_to_or_would_is_charged() -> None:
    text = "Board minutes 9 March 2026\nMr Cole was asked to write to the residents by 27 March.\n"
    assert rows(text + "Ms Hussain would obtain three quotations.\nMs Finn would like more parking.") == [
        ("write to the residents", "Mr Cole", "03-27"),
        ("obtain three quotations", "Ms Hussain", ""),
    ]


def test_a_name_before_a_colon_with_a_day_that_presses_is_charged() -> None:
    assert rows("部门会\n到：乔野、阮棠\n乔野：官网首页改版，本周内出两版") == [
        ("官网首页改版，出两版", "乔野", "03-13")
    ]
    assert rows("部门会\n到：乔野、阮棠\n乔野：屏幕缺4000片，供应商承诺3月20日前补齐") == []
