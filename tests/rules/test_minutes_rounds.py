"""Rounds in which one after the other tells what they did and what they will do (M5, S1)."""

from tests.rules.test_minutes_layouts import read, rows


def test_what_somebody_plans_is_theirs_and_due_when_its_label_says() -> None:
    text = "运维周会 3月10日\n【阿May】\n上周：迁了两台库\n本周：补压测报告周三给采购；跟机房谈扩容\n"
    text += "【老薛】\n上周：出差\n本周：换证书，3月12日"
    assert rows(text) == [
        ("补压测报告给采购", "阿May", "03-11"),
        ("跟机房谈扩容", "阿May", "03-13"),
        ("换证书", "老薛", "03-12"),
    ]


def test_this_week_is_past_where_next_week_is_planned() -> None:
    text = "门店周会\n【阿芬】\n上周：盘点\n本周：换了灯箱\n下周：补货架标签\n"
    assert rows(f"{text}【老邱】\n上周：休假\n本周：修了冷柜\n下周：修空调") == [
        ("补货架标签", "阿芬", "03-20"),
        ("修空调", "老邱", "03-20"),
    ]


def test_whoever_heads_a_part_of_a_round_is_no_topic() -> None:
    text = "Ops weekly\nKWAME\nLast week: closed 11 tickets\nThis week: finish the firewall review by Thursday\n"
    told = read(text + "LUCIA\nLast week: sick\nThis week: write up the restore test\nBlockers: none")
    assert told.topics == ()
    assert [(item.title, item.owners[0].written) for item in told.items] == [
        ("finish the firewall review", "KWAME"),
        ("write up the restore test", "LUCIA"),
    ]


def test_a_plan_to_be_away_is_no_task() -> None:
    text = "Ops weekly\nKWAME\nLast week: closed tickets\nThis week: on leave from Wednesday\n"
    assert rows(text + "LUCIA\nLast week: sick\nThis week: 休假") == []


def test_what_a_list_says_is_done_or_was_received_is_no_task() -> None:
    text = "客户方待办：\n1. 小邱提供图源文件（已于当晚收到，谢谢）\n2. Tom to trim the tests – done ✔\n"
    assert rows(f"{text}3. 阿芬寄合同，3月12日") == [("寄合同", "阿芬", "03-12")]
