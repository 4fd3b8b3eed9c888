"""Headings, bullets, mail heads and labels by which minutes are sorted, as companies really write them (M2, M5)."""

import pytest

from tests.rules.test_minutes_layouts import read, rows

HEADINGS = (
    "本周认领：",
    "四、改进项",
    "分工与首批任务",
    "需准备的资料：",
    "待落实事项",
    "下阶段重点工作安排",
    "整改清单（共1项）",
    "🔧 改进措施及责任人",
    "➡️ 下一步",
    "Follow-up tasks",
    "Agreed actions and owners",
    "Suggested next steps:",
    "What we need to do:",
)


@pytest.mark.parametrize("heading", HEADINGS)
def test_whatever_a_list_of_actions_is_called_its_lines_are_items(heading: str) -> None:
    assert rows(f"安全周会 3月10日\n{heading}\n- 灭火器换药") == [("灭火器换药", "", "")]


@pytest.mark.parametrize("bullet", ["●\t", "Ø\t", "l\t", "▸ ", "\uf0b7 ", "1️⃣ ", "[A1] ", "P0 ", "#3 ", "ii) "])
def test_bullets_of_a_word_processor_or_a_phone_are_no_words_of_the_task(bullet: str) -> None:
    assert rows(f"周会纪要\n行动项：\n{bullet}李红 3月20日前提交投标书") == [("提交投标书", "李红", "03-20")]


def test_a_heading_of_the_next_number_ends_the_list_of_actions() -> None:
    text = "周会纪要\n三、行动项\n1. 李红 3月20日前提交投标书\n四、通报\n食堂换了新菜单\n五、散会"
    assert rows(text) == [("提交投标书", "李红", "03-20")]


def test_a_goal_told_in_one_line_does_not_swallow_what_stands_below() -> None:
    text = "项目启动会\n目标：国庆前上线\n分工：\n- 李红 3月20日前交原型"
    assert rows(text) == [("交原型", "李红", "03-20")]


def test_milestones_below_a_list_are_no_tasks() -> None:
    text = "项目启动会\n分工\n李红 3月20日前交原型\n里程碑\n4/18 原型评审\n5/30 内测"
    assert rows(text) == [("交原型", "李红", "03-20")]


def test_the_head_of_a_mail_tells_who_wrote_it_when_and_of_what() -> None:
    text = "From: Rosa Lund <rosa@example.com>\nTo: Plant team\nSent: Monday, 9 March 2026 17:12\n"
    found = read(text + "Subject: Recap: boiler call\n\nHi all,\nActions\n- Tom Baker: order the valve by Friday")
    assert (found.recorder, str(found.day), found.topic, found.clock) == (
        "Rosa Lund",
        "2026-03-09",
        "boiler call",
        None,
    )
    assert [item.title for item in found.items] == ["order the valve"]


def test_a_chinese_mail_is_of_its_sender_and_day() -> None:
    found = read("发件人：晏紫\n收件人：门店群组\n抄送：路总\n日期：2026年3月9日 18:32\n主题：开业对齐会要点\n\n各位：")
    assert (found.recorder, str(found.day), found.topic) == ("晏紫", "2026-03-09", "开业对齐会")


def test_both_sides_of_a_visit_were_there() -> None:
    found = read("客户拜访纪要\n拜访日期：2026年3月9日 14:30\n我方：李红、周敏\n客户：佘总、练科长")
    assert [one.name for one in found.attendees] == ["李红", "周敏", "佘总", "练科长"]
    assert (str(found.day), str(found.clock)) == ("2026-03-09", "14:30:00")


def test_what_a_side_says_is_no_list_of_names() -> None:
    found = read("方案沟通会纪要\n参会：李红、周敏\n客户：希望旺季前上线\n我方：分两期做")
    assert [one.name for one in found.attendees] == ["李红", "周敏"]


def test_points_below_a_heading_of_conclusions_were_decided() -> None:
    found = read("暑期产品讨论会\n📌 核心结论\n· 首批改造20间\n· 早餐不单独做儿童餐台")
    assert found.decisions == ("首批改造20间", "早餐不单独做儿童餐台")


def test_clock_times_of_an_incident_are_no_speakers() -> None:
    text = "故障复盘\n经过\n20:11 郝运重启消费组，无效\n20:26 老纪扩容从库\n21:02 恢复\n21:10 观察\n"
    assert rows(f"{text}改进项\n- 消费组加限流 —— 郝运 —— 3月20日")[0][1:] == ("郝运", "03-20")


def test_a_list_of_those_present_may_close_the_minutes() -> None:
    found = read("推进会纪要\n四、工作部署\n1. 李红 3月20日前报方案\n出席：李红　项雨（住建科）\n记录：项雨")
    assert [one.name for one in found.attendees] == ["李红", "项雨"]


def test_a_heading_of_any_wording_opens_what_its_last_word_says() -> None:
    text = "客户拜访纪要\n3月10日\n沟通结论：\n- 场地用二号厅\n- 预算不含布展\n我方待办：\n1）小邱：改报价，3月12日\n"
    told = read(f"{text}客户方待办：\n1）任总监确认议程，3月20日前")
    assert told.decisions == ("场地用二号厅", "预算不含布展")
    assert [(item.title, item.owners[0].written) for item in told.items] == [("改报价", "小邱"), ("确认议程", "任总监")]


def test_what_was_resolved_stands_below_the_paragraph_that_ends_so() -> None:
    text = "专题会议纪要\n会议认为，管网老化是当前的突出问题，群众反映强烈。会议议定：\n"
    assert read(f"{text}（一）管网改造纳入年度计划。\n（二）临时停水须提前公告。").decisions == (
        "管网改造纳入年度计划。",
        "临时停水须提前公告。",
    )


def test_results_and_causes_are_no_decisions() -> None:
    text = "搬仓复盘会\n结果\n停机9小时，未丢件。\n做得好的\n+ 盘点做了三轮\n根因\n用例没有业务参与。"
    assert read(text).decisions == ()


def test_columns_of_a_retrospective_are_no_topics() -> None:
    text = "Sprint retro\nPresent: Ana, Tom\nWent well\n- shipped early\nDidn't go well\n- staging down\n"
    told = read(f"{text}Ideas\n- mobbing?\nWhat we'll do\n1. Tom to add a health check by 13 March")
    assert [topic.title for topic in told.topics] == []
    assert [item.title for item in told.items] == ["add a health check"]


def test_a_label_within_a_topic_is_no_topic() -> None:
    text = "年度发布会筹备会\n一、场地\n报价：比去年高一成\n档期：只剩周末\n容量：够坐五百人\n二、嘉宾\n名单：还差两位"
    assert [topic.title for topic in read(text).topics] == ["场地", "嘉宾"]


def test_words_before_colons_are_topics_where_nothing_heads_them() -> None:
    text = "Team recap\nMeeting notes:\nClose calendar: Ingrid said that nine days were needed.\n"
    text += "Audit requests: Lena has most of them.\nForecast model: Raj showed the new one."
    assert [topic.title for topic in read(text).topics] == ["Close calendar", "Audit requests", "Forecast model"]
