"""The standup as a conversation (S1)."""

from datetime import datetime, time

import pytest

from storage.engine import Database
from tests.chat import GROUP, SHANGHAI, Chat, defaults

ANSWER = {"昨天": "初稿", "今天": "定稿", "阻碍": "无"}


def sleep_until(chat: Chat, moment: str) -> None:
    """The bot is down until a moment in Shanghai; then it starts again."""
    chat.stage.clock.move_to(datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI))
    chat.passes(minutes=0)


def questions(chat: Chat, person: str) -> list[str]:
    """When somebody was asked (reminders, which mention them, left out)."""
    asked = [line for line in chat.lines(f"dm:{person}", "S1", "post") if not line.mentions]
    return [line.at.astimezone(SHANGHAI).strftime("%m-%d %H:%M") for line in asked]


def english(database: Database, start: str = "2026-03-02") -> Chat:
    """A project in English in Shanghai with Anna there, Ben in Berlin and Sam in San Francisco."""
    chat = Chat(database, f"{start} 08:30", defaults(language="en"))
    chat.person("Anna", dept="Sales", role="head")
    chat.person("Ben", dept="Design", tz="Europe/Berlin")
    chat.person("Sam", dept="Design", tz="San Francisco")
    chat.group("Launch", "Anna", "Ben", "Sam")
    chat.says("Anna", f"/project new Q4 posters {start} to 2026-12-31", "Launch")
    return chat


# ---------------------------------------------------------------------------------------------------------------------
# Asking


def test_s1_everybody_is_asked_once_by_direct_message_at_half_past_nine(team: Chat) -> None:
    team.until("2026-03-02 09:31")
    for person in ("张三", "李四", "王五"):
        assert questions(team, person) == ["03-02 09:30"]
    asked = "Q4宣传物料 站会：请在3月2日（周一）10:30前填写今天的更新"
    team.shows("dm:李四", asked, "昨天完成", "今天计划", "阻碍", why="S1")


def test_s1_executives_and_outsiders_are_not_asked(team: Chat) -> None:
    team.group("新品上市", "赵总")
    team.until("2026-03-02 12:00")
    assert not questions(team, "赵总")
    assert not questions(team, "孙六")


def test_s1_nobody_is_asked_on_a_day_off_or_before_the_first_day(chat: Chat) -> None:
    chat.person("张三")
    chat.group("新品上市", "张三")
    chat.says("张三", "/项目 新建 Q4宣传物料 2026-03-05 到 2026-03-20")
    chat.until("2026-03-09 09:31")
    assert questions(chat, "张三") == ["03-05 09:30", "03-06 09:30", "03-09 09:30"]


def test_s1_a_switched_off_standup_asks_nobody(database: Database) -> None:
    chat = Chat(database, rules=defaults(standup=False))
    chat.person("张三")
    chat.group("新品上市", "张三")
    chat.says("张三", "/项目 新建 Q4宣传物料 2026-03-02 到 2026-03-20")
    chat.until("2026-03-02 12:00")
    assert not questions(chat, "张三")
    chat.tells("张三", "/站会 昨天 初稿 今天 定稿")
    chat.shows("dm:张三", "没有开启站会")
    chat.close()


def test_s1_somebody_in_two_projects_gets_one_message_with_both(team: Chat) -> None:
    team.group("官网改版", "王五", "孙六")
    team.says("孙六", "/项目 新建 官网改版 2026-03-02 到 2026-03-20", "官网改版")
    team.until("2026-03-02 09:31")
    assert questions(team, "王五") == ["03-02 09:30"]
    team.shows("dm:王五", "Q4宣传物料", "官网改版", why="S1")


def test_s1_an_answer_for_one_project_is_not_shown_to_the_other(team: Chat) -> None:
    team.group("官网改版", "王五", "孙六")
    team.says("孙六", "/项目 新建 官网改版 2026-03-02 到 2026-03-20", "官网改版")
    team.until("2026-03-02 09:31")
    team.fills("王五", ANSWER)
    team.until("2026-03-02 10:31")
    team.shows(GROUP, "王五：昨天 初稿；今天 定稿", why="S1")
    team.shows("group:官网改版", "未更新：王五、孙六", why="S1")
    team.hides("group:官网改版", "定稿")


def test_s1_yesterday_is_filled_with_the_last_plan_and_what_moved_since(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @李四 3月4日17:00前")
    team.until("2026-03-02 09:31")
    team.fills("李四", 昨天="调研", 今天="画草图", 阻碍="无")
    team.says("李四", "/进度 海报初稿 60%")
    team.until("2026-03-03 09:31")
    team.shows("dm:李四", "昨天完成：画草图\n海报初稿 60%", "今天计划：海报初稿", why="S1")


# ---------------------------------------------------------------------------------------------------------------------
# Answering


def test_s1_the_card_shows_the_answer_and_can_be_changed(team: Chat) -> None:
    team.until("2026-03-02 09:31")
    team.fills("李四", ANSWER)
    line = team.shows("dm:李四", "更新已记录", "昨天完成：初稿", "今天计划：定稿", "阻碍：无", kind="update")
    assert line.buttons == ("修改",)
    team.presses("李四", "修改")
    team.fills("李四", 今天="送印")
    team.shows("dm:李四", "昨天完成：初稿", "今天计划：送印", kind="update")


def test_s1_a_typed_answer_is_understood_and_shown(team: Chat) -> None:
    team.until("2026-03-02 09:31")
    team.tells("李四", "/站会 昨天 完成初稿，今天 定稿，阻碍 等文案")
    line = team.shows("dm:李四", "昨天完成：完成初稿", "今天计划：定稿", "阻碍：等文案", why="reply")
    assert "转为跟进事项" in line.buttons


def test_s1_an_answer_typed_below_the_question_is_answered_in_one_line(team: Chat) -> None:
    team.until("2026-03-02 09:31")
    team.tells("李四", "/站会 昨天：初稿 今天：定稿 阻碍：无")
    team.shows("dm:李四", "今天计划：定稿", kind="update")
    assert team.shows("dm:李四", kind="post").text == "已记入Q4宣传物料3月2日（周一）的站会"


def test_s1_an_empty_answer_is_refused_with_an_example(team: Chat) -> None:
    team.until("2026-03-02 09:31")
    team.fills("李四", 昨天="", 今天="", 阻碍="")
    team.shows("dm:李四", "还没有内容", "例如")


def test_s1_who_answers_before_being_asked_is_not_asked(team: Chat) -> None:
    team.says("李四", "/站会 昨天 初稿 今天 定稿 阻碍 无")
    team.until("2026-03-02 10:31")
    assert not questions(team, "李四")
    team.shows(GROUP, "李四：昨天 初稿；今天 定稿", why="S1")


def test_s1_missing_people_are_reminded_after_four_fifths_of_the_window_with_a_mention(team: Chat) -> None:
    team.until("2026-03-02 09:31")
    team.fills("李四", ANSWER)
    team.until("2026-03-02 10:19")
    line = team.shows("dm:王五", "Q4宣传物料 站会还差你的更新", why="S1")
    assert line.mentions == ("王五",)
    team.hides("dm:李四", "还差你的更新")


# ---------------------------------------------------------------------------------------------------------------------
# The digest


def test_s1_the_digest_tells_answers_and_missing_people_apart_without_a_mention(team: Chat) -> None:
    team.until("2026-03-02 09:31")
    team.fills("李四", ANSWER)
    team.until("2026-03-02 10:31")
    line = team.shows(GROUP, "站会汇总 3月2日（周一）", why="S1")
    assert line.text.splitlines()[1:] == ["已更新 1/3 人", "李四：昨天 初稿；今天 定稿", "未更新：张三、王五"]
    assert line.mentions == ()


def test_s1_people_on_leave_are_not_asked_and_not_missing(team: Chat) -> None:
    team.says("王五", "/请假 03-02..03-03")
    team.until("2026-03-02 10:31")
    assert not questions(team, "王五")
    team.shows(GROUP, "未更新：张三、李四", "请假：王五", why="S1")


def test_s1_a_late_answer_changes_the_digest_in_place(team: Chat) -> None:
    team.until("2026-03-02 10:31")
    team.fills("王五", ANSWER)
    team.shows(GROUP, "王五（迟交）：昨天 初稿；今天 定稿", "未更新：张三、李四", kind="update")
    team.hides(GROUP, "汇总", kind="post")


def test_s1_an_edit_after_the_digest_changes_it_in_place_and_is_not_late(team: Chat) -> None:
    team.until("2026-03-02 09:31")
    team.fills("李四", ANSWER)
    team.until("2026-03-02 10:31")
    team.presses("李四", "修改")
    team.fills("李四", 今天="送印")
    team.shows(GROUP, "李四：昨天 初稿；今天 送印", kind="update")


def test_s1_a_press_on_yesterdays_card_is_told_and_leaves_the_digest_alone(team: Chat) -> None:
    team.until("2026-03-02 09:31")
    team.fills("李四", ANSWER)
    team.until("2026-03-03 08:30")
    team.presses("李四", "修改")
    team.fills("李四", 今天="送印")
    team.shows("dm:李四", "3月2日（周一）的站会汇总已经定稿", "按迟交记录")
    team.hides(GROUP, "送印")


def test_s1_nobody_to_ask_means_no_post(team: Chat) -> None:
    for person in ("张三", "李四", "王五"):
        team.says(person, "/请假 03-02..03-02")
    team.until("2026-03-02 12:00")
    assert not team.lines(GROUP, "S1")


def test_s1_two_projects_in_one_group_share_one_digest_that_changes_in_place(team: Chat) -> None:
    team.says("张三", "/项目 新建 官网改版 2026-03-02 到 2026-03-20")
    team.until("2026-03-02 10:31")
    assert len(team.fresh(GROUP, "S1", "post")) == 1
    team.shows(GROUP, "2 个项目的站会汇总", "Q4宣传物料 站会汇总", "官网改版 站会汇总", why="S1")
    team.fills("王五", ANSWER)
    team.shows(GROUP, "2 个项目的站会汇总", "王五（迟交）：昨天 初稿", kind="update")


def test_s1_asking_in_the_group_shows_the_day_so_far(team: Chat) -> None:
    team.until("2026-03-02 09:31")
    team.fills("李四", ANSWER)
    team.says("张三", "/站会")
    team.shows(GROUP, "李四：昨天 初稿；今天 定稿", "还没到填写截止时间：张三、王五", why="reply")


def test_s1_a_window_past_midnight_keeps_the_name_of_its_day(database: Database) -> None:
    chat = Chat(database, rules=defaults(standup_time=time(22), standup_window_minutes=240))
    chat.person("张三")
    chat.person("李四")
    chat.group("新品上市", "张三", "李四")
    chat.says("张三", "/项目 新建 Q4宣传物料 2026-03-02 到 2026-03-20")
    chat.until("2026-03-03 00:30")
    chat.tells("李四", "/站会 昨天 初稿 今天 定稿 阻碍 无")
    chat.until("2026-03-03 02:01")
    chat.shows(GROUP, "站会汇总 3月2日（周一）", "李四：昨天 初稿", "未更新：张三", why="S1")
    chat.close()


# ---------------------------------------------------------------------------------------------------------------------
# Obstacles


def test_s1_an_obstacle_becomes_an_action_item_of_whoever_can_help(team: Chat) -> None:
    team.until("2026-03-02 09:31")
    team.fills("李四", 昨天="初稿", 今天="定稿", 阻碍="等文案")
    team.until("2026-03-02 10:31")
    team.presses("李四", "转为跟进事项")
    team.fills("李四", 由谁="王五", 需要="周三前给终版文案")
    team.shows("dm:王五", "周三前给终版文案")
    line = team.shows(GROUP, "阻碍 等文案（已转为跟进事项）", kind="update")
    assert "转为跟进事项" not in line.buttons


def test_s1_an_obstacle_blocks_the_task_it_stands_in_the_way_of(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @李四 3月4日17:00前")
    team.until("2026-03-02 09:31")
    team.fills("李四", 昨天="调研", 今天="画草图", 阻碍="等文案")
    team.presses("李四", "转为跟进事项")
    team.fills("李四", 任务="海报初稿", 由谁="李四", 需要="终版文案")
    team.shows("dm:李四", "任务“海报初稿”", "已标为阻塞", why="reply")


# ---------------------------------------------------------------------------------------------------------------------
# Zones, in English


def test_s1_people_in_berlin_and_san_francisco_are_asked_in_their_own_morning(database: Database) -> None:
    chat = english(database)
    chat.until("2026-03-03 03:00")
    assert questions(chat, "Anna")[0] == "03-02 09:30"
    assert questions(chat, "Ben")[0] == "03-02 16:30"
    assert questions(chat, "Sam")[0] == "03-03 01:30"
    chat.close()


def test_s1_who_is_not_due_yet_is_told_apart_and_joins_the_digest_later(database: Database) -> None:
    chat = english(database)
    chat.until("2026-03-02 10:31")
    chat.shows("group:Launch", "No update: Anna", "Not due yet: Ben, Sam", why="S1")
    chat.until("2026-03-03 01:31")
    chat.fills("Sam", Yesterday="sketches", Today="posters", Obstacles="none")
    said = "Sam: yesterday sketches; today posters"
    chat.shows("group:Launch", "Mon 2 Mar", said, "No update: Anna, Ben", kind="update")
    chat.close()


def test_s1_somebody_abroad_works_the_teams_make_up_saturday_unless_they_have_a_calendar_of_their_own(
    database: Database,
) -> None:
    chat = Chat(database, "2026-05-08 20:00")
    chat.person("Anna", tz="Europe/Berlin")
    chat.person("Ben", tz="Europe/Berlin", calendar="DE")
    chat.group("新品上市", "Anna", "Ben")
    chat.says("Anna", "/项目 新建 Q4宣传物料 2026-05-08 到 2026-05-29")
    chat.until("2026-05-11 20:00")
    assert (questions(chat, "Anna"), questions(chat, "Ben")) == (["05-09 15:30", "05-11 15:30"], ["05-11 15:30"])
    chat.close()


@pytest.mark.parametrize(
    ("friday", "tuesday", "ben", "sam"),
    [
        ("2026-03-06", "2026-03-10 02:00", ["03-06 16:30", "03-09 16:30"], ["03-07 01:30", "03-10 00:30"]),
        ("2026-03-27", "2026-03-31 02:00", ["03-27 16:30", "03-30 15:30"], ["03-28 00:30", "03-31 00:30"]),
        ("2026-10-23", "2026-10-27 02:00", ["10-23 15:30", "10-26 16:30"], ["10-24 00:30", "10-27 00:30"]),
        ("2026-10-30", "2026-11-03 02:00", ["10-30 16:30", "11-02 16:30"], ["10-31 00:30", "11-03 01:30"]),
    ],
)
def test_s1_they_stay_in_their_own_morning_across_clock_changes(
    database: Database, friday: str, tuesday: str, ben: list[str], sam: list[str]
) -> None:
    chat = english(database, friday)
    chat.until(tuesday)
    assert questions(chat, "Ben") == ben
    assert questions(chat, "Sam") == sam
    chat.close()


def test_s1_a_typed_answer_in_english_is_understood(database: Database) -> None:
    chat = english(database)
    chat.says("Anna", "/standup yesterday sketches, today posters, obstacles waiting for copy", "Launch")
    chat.shows("group:Launch", "Anna's standup recorded", "Yesterday: sketches", "Today: posters", "waiting for copy")
    chat.close()


# ---------------------------------------------------------------------------------------------------------------------
# Downtime


def test_s1_a_question_is_asked_late_while_its_window_is_open(team: Chat) -> None:
    sleep_until(team, "2026-03-02 09:50")
    assert questions(team, "李四") == ["03-02 09:50"]


def test_s1_after_a_morning_down_nobody_is_asked_and_nothing_is_posted(team: Chat) -> None:
    sleep_until(team, "2026-03-02 11:00")
    assert not questions(team, "李四")
    assert not team.lines(GROUP, "S1")


def test_s1_a_digest_that_was_missed_comes_the_same_day_and_not_later(team: Chat) -> None:
    team.until("2026-03-02 09:31")
    team.fills("李四", ANSWER)
    sleep_until(team, "2026-03-02 14:00")
    team.shows(GROUP, "站会汇总 3月2日（周一）", why="S1")
    team.until("2026-03-03 09:31")
    sleep_until(team, "2026-03-06 08:00")
    team.hides(GROUP, "站会汇总")


def test_s1_after_three_days_down_the_next_morning_is_as_ever(team: Chat) -> None:
    sleep_until(team, "2026-03-05 11:00")
    team.until("2026-03-06 09:31")
    assert questions(team, "李四") == ["03-06 09:30"]


def test_s1_after_a_standup_past_midnight_an_answer_is_late_and_not_early(team: Chat) -> None:
    team.says("张三", "/设置 站会时间 23:30")
    team.until("2026-03-03 00:31")
    team.tells("李四", "昨天 初稿 今天 定稿 没有阻碍")
    team.shows("dm:李四", "3月2日（周一）的Q4宣传物料站会已经汇总，要补上这份更新吗？")
    team.presses("李四", "确认")
    team.shows(GROUP, "3月2日（周一）", "李四（迟交）：昨天 初稿", kind="update")


def test_s1_plain_words_after_the_digest_are_offered_as_a_late_answer(team: Chat) -> None:
    team.tells("李四", "/设置 语言 en")
    team.until("2026-03-02 10:31")
    team.tells("李四", "yesterday: draft; today: final; obstacles: none")
    team.shows("dm:李四", "is published already. Add this as a late answer?")


@pytest.mark.parametrize(("need", "due"), [("周三前给终版文案", "3月4日（周三）"), ("终版文案", "未定截止时间")])
def test_t5_an_action_item_from_an_obstacle_has_the_date_that_was_said(team: Chat, need: str, due: str) -> None:
    team.until("2026-03-02 09:31")
    team.tells("李四", "/站会 昨天：初稿 今天：定稿 阻碍：等文案")
    team.presses("李四", "转为跟进事项")
    team.fills("李四", 由谁="张三", 需要=need)
    team.shows("dm:张三", f"截止：{due}", why="T2")
