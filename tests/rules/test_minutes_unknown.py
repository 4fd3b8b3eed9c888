"""People in minutes whom nobody knows, and matters without a label: found by where they stand (M2, M5)."""

from bot.rules.minutes import Minutes, read_minutes
from tests.rules.calendars import SHANGHAI, WEEKDAYS, at


def read(text: str) -> Minutes:
    return read_minutes(text, at("2026-03-02 08:30"), WEEKDAYS, SHANGHAI)


def charged(text: str) -> list[tuple[str, list[str]]]:
    return [(item.title, [actor.written for actor in item.owners]) for item in read(text).items]


def test_whatever_stands_alone_in_the_owners_column_is_a_name() -> None:
    table = "| 事项 | 谁办 | 何时 |\n|---|---|---|\n| 消毒记录补齐 | 麦冬 | 3月6日 |\n| 门口监控 | 麦冬 | 已完成 |"
    assert charged(table) == [("消毒记录补齐", ["麦冬"])]


def test_who_is_yet_to_be_found_is_no_name() -> None:
    assert charged("| 事项 | 负责人 | 完成时间 |\n|---|---|---|\n| 消毒记录补齐 | 待定 | 3月6日 |") == [
        ("消毒记录补齐", [])
    ]


def test_a_rare_surname_before_a_post_is_a_person() -> None:
    assert charged("行动项\n1. 谌医生把设备报价要回来，3月6日前") == [("把设备报价要回来", ["谌医生"])]


def test_what_who_and_when_between_commas_is_an_item() -> None:
    assert charged("木偶团碰头 3月1日\n1 偶头补漆，老鲍，3月6日") == [("偶头补漆", ["老鲍"])]


def test_a_post_and_a_name_above_points_further_in_own_them() -> None:
    assert charged("【分工】\n▶ 领队 瞿姐\n  · 订客场大巴，3月4日前\n  · 发作息通知") == [
        ("订客场大巴", ["瞿姐"]),
        ("发作息通知", ["瞿姐"]),
    ]


def test_two_names_joined_by_and_before_a_colon_are_both_charged() -> None:
    assert charged("Actions\n- Akane and Marta: collect passport copies by 6 March") == [
        ("collect passport copies", ["Akane", "Marta"])
    ]


def test_labels_in_brackets_need_no_colon() -> None:
    found = read("[会议名称] 开板筹备会\n[会议时间] 2026年3月1日 13:30\n[主持] 阎总\n[请假] 白桦（出差）")
    assert (found.topic, found.host) == ("开板筹备会", "阎总")
    assert [(one.name, one.reason) for one in found.absentees] == [("白桦", "出差")]


def test_who_is_away_may_stand_in_brackets_behind_those_who_are_there() -> None:
    found = read("诊所周会 2026-03-01\n人员：谌医生、阮护士（请假：席医生，家里有事）")
    assert [one.name for one in found.attendees] == ["谌医生", "阮护士"]
    assert [(one.name, one.reason) for one in found.absentees] == [("席医生", "家里有事")]


def test_a_department_beside_the_reason_is_none() -> None:
    found = read("周会纪要\n缺席：汤静（财务部，产假）、小贺教练——膝伤")
    assert [(one.name, one.reason) for one in found.absentees] == [("汤静", "产假"), ("小贺教练", "膝伤")]


def test_a_post_before_the_host_is_not_the_name() -> None:
    assert read("理事会纪要\n主持：会长 滑老\n记录：秘书 贲芳").host == "滑老"


def test_chapters_of_an_automatic_summary_are_topics() -> None:
    text = "智能纪要：供应链周会\n智能章节\n00:00 仓库盘点差异\n沈阳说明差异率0.8%。\n14:35 新供应商准入\n已初审通过。"
    assert [topic.title for topic in read(text).topics] == ["仓库盘点差异", "新供应商准入"]


def test_a_bare_word_above_bullets_is_a_topic() -> None:
    text = "合成排练小会 3/1\n灯光\n- 三场追光慢半拍\n道具\n- 油纸伞坏两把"
    assert [topic.title for topic in read(text).topics] == ["灯光", "道具"]


def test_of_a_last_line_only_the_sentence_on_the_next_meeting_is_kept() -> None:
    found = read("Board minutes\nAttendees: Walsh\nAdjourned 7:42 p.m. Next regular meeting: June 24, 6:30 p.m.")
    assert found.next_meeting == "Next regular meeting: June 24, 6:30 p.m."
