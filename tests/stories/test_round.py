"""The 17:00 round as a conversation (S2)."""

from datetime import datetime

import pytest

from storage.engine import Database
from tests.chat import GROUP, SHANGHAI, Chat, defaults


@pytest.fixture
def busy(team: Chat) -> Chat:
    """The team on Tuesday morning, with three tasks from Monday."""
    team.says("张三", "/任务 海报初稿 @李四 3月6日17:00前")
    team.says("张三", "/任务 拍摄 @王五 3月6日17:00前")
    team.says("张三", "/任务 预算 @张三 3月6日17:00前")
    team.until("2026-03-03 09:00")
    return team


def sleep_until(chat: Chat, moment: str) -> None:
    """The bot is down until a moment in Shanghai; then it starts again."""
    chat.stage.clock.move_to(datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI))
    chat.passes(minutes=0)


def test_s2_at_five_the_group_is_asked_about_what_was_not_updated_without_a_mention(busy: Chat) -> None:
    busy.says("李四", "/进度 海报初稿 50%")
    busy.until("2026-03-03 17:01")
    line = busy.shows(GROUP, "请在3月3日（周二）18:00前更新今天的进展", "王五：拍摄", "张三：预算", why="S2")
    assert "海报初稿" not in line.text
    assert line.mentions == ()
    assert line.buttons == ("更新进度",)


def test_s2_at_six_the_summary_takes_the_place_of_the_question(busy: Chat) -> None:
    busy.says("李四", "/完成 海报初稿")
    busy.until("2026-03-03 17:30")
    busy.says("王五", "/进度 拍摄 30%")
    busy.until("2026-03-03 18:01")
    line = busy.shows(GROUP, "今日小结 3月3日（周二）", why="S2", kind="update")
    assert line.text.splitlines()[1:] == [
        "完成：1（海报初稿）",
        "推进：1（拍摄）",
        "未完成：2",
        "今天未更新：张三 1 项",
        "设计部：完成 1、推进 1",
        "与3月2日（周一）相比：完成 +1、推进 +1",
    ]
    assert line.buttons == ()


def test_s2_a_day_that_finished_the_last_task_is_told_too(busy: Chat) -> None:
    for person, task in (("李四", "海报初稿"), ("王五", "拍摄"), ("张三", "预算")):
        busy.says(person, f"/完成 {task}")
    busy.until("2026-03-03 18:01")
    busy.shows(GROUP, "今日小结 3月3日（周二）", "完成：3", "未完成：0", why="S2")


def test_s2_a_day_without_late_tasks_does_not_speak_of_late_ones(busy: Chat) -> None:
    busy.until("2026-03-03 18:01")
    line = busy.shows(GROUP, "今日小结 3月3日（周二）", "相比：没有变化", why="S2", kind="update")
    assert "逾期" not in line.text


def test_s2_when_everything_was_updated_only_the_summary_is_posted(busy: Chat) -> None:
    for person, task in (("李四", "海报初稿"), ("王五", "拍摄"), ("张三", "预算")):
        busy.says(person, f"/进度 {task} 50%")
    busy.until("2026-03-03 19:00")
    assert [line.text.splitlines()[0] for line in busy.fresh(GROUP, "S2")] == ["Q4宣传物料 今日小结 3月3日（周二）"]


def test_s2_new_and_redated_tasks_count_as_updated(busy: Chat) -> None:
    busy.says("张三", "/任务 选题 @王五 3月9日17:00前")
    busy.says("张三", "/改期 拍摄 3月9日 档期冲突")
    busy.until("2026-03-03 17:01")
    line = busy.shows(GROUP, "更新今天的进展", why="S2")
    assert "王五" not in line.text


def test_s2_owners_on_leave_are_not_named(busy: Chat) -> None:
    busy.says("王五", "/请假 03-03..03-03")
    busy.until("2026-03-03 17:01")
    line = busy.shows(GROUP, "李四：海报初稿", why="S2")
    assert "王五" not in line.text


def test_s2_the_button_answers_privately_with_the_persons_own_tasks(busy: Chat) -> None:
    busy.until("2026-03-03 17:01")
    busy.presses("李四", "更新进度")
    busy.shows("dm:李四", "你还有 1 项任务今天没有更新", "海报初稿", why="reply")
    busy.fills("李四", 完成百分比="60", 下一步="定稿")
    busy.shows("dm:李四", "你的任务今天都已更新", "已更新：海报初稿", kind="update")
    busy.until("2026-03-03 18:01")
    busy.shows(GROUP, "推进：1（海报初稿）", kind="update")


def test_s2_a_hundred_per_cent_finishes_the_task(busy: Chat) -> None:
    busy.until("2026-03-03 17:01")
    busy.presses("李四", "更新进度")
    busy.fills("李四", 完成百分比="100")
    busy.shows("dm:李四", "你现在没有进行中的任务", "已更新：海报初稿", kind="update")


def test_s2_without_open_tasks_nothing_is_posted(team: Chat) -> None:
    team.until("2026-03-02 19:00")
    assert not team.lines(GROUP, "S2")


def test_s2_there_is_no_round_on_a_day_off(busy: Chat) -> None:
    busy.until("2026-03-07 08:00")
    busy.until("2026-03-08 20:00")
    assert not busy.fresh(GROUP, "S2")


def test_s2_a_switched_off_round_posts_nothing(database: Database) -> None:
    chat = Chat(database, rules=defaults(round=False))
    chat.person("张三")
    chat.group("新品上市", "张三")
    chat.says("张三", "/项目 新建 Q4宣传物料 2026-03-02 到 2026-03-20")
    chat.says("张三", "/任务 预算 @张三 3月6日17:00前")
    chat.until("2026-03-03 19:00")
    assert not chat.lines(GROUP, "S2")
    chat.close()


def test_s2_in_english(database: Database) -> None:
    chat = Chat(database, rules=defaults(language="en"))
    chat.person("Anna", dept="Sales", role="head")
    chat.group("Launch", "Anna")
    chat.says("Anna", "/project new Q4 posters 2026-03-02 to 2026-03-20", "Launch")
    chat.says("Anna", "/task budget @Anna 6 March 17:00", "Launch")
    chat.until("2026-03-03 17:01")
    chat.shows("group:Launch", "please update today's progress by Tue 3 Mar 18:00", "Anna: budget", why="S2")
    chat.until("2026-03-03 18:01")
    chat.shows("group:Launch", "the day in short", "Not updated today: Anna 1", "Against Mon 2 Mar", kind="update")
    chat.close()


# ---------------------------------------------------------------------------------------------------------------------
# Downtime


def test_s2_twenty_minutes_down_over_five_the_question_comes_late(busy: Chat) -> None:
    sleep_until(busy, "2026-03-03 17:20")
    busy.shows(GROUP, "请在3月3日（周二）18:00前更新今天的进展", why="S2")


def test_s2_down_until_after_six_only_the_summary_comes(busy: Chat) -> None:
    sleep_until(busy, "2026-03-03 18:20")
    assert len(busy.fresh(GROUP, "S2")) == 1
    busy.shows(GROUP, "今日小结 3月3日（周二）", why="S2", kind="post")


def test_s2_nothing_is_posted_for_days_that_passed(busy: Chat) -> None:
    busy.until("2026-03-03 17:01")
    sleep_until(busy, "2026-03-06 10:00")
    assert not busy.fresh(GROUP, "S2")
    busy.until("2026-03-06 17:01")
    busy.shows(GROUP, "请在3月6日（周五）18:00前更新今天的进展", why="S2")


def test_s2_with_many_groups_each_is_asked_at_a_minute_of_its_own_the_same_every_day(chat: Chat) -> None:
    chat.person("张三")
    for number in range(22):
        chat.group(f"群{number}", "张三")
        chat.says("张三", f"/项目 新建 项目{number} 2026-03-02 到 2026-03-20", f"群{number}")
        chat.says("张三", "/任务 海报初稿 @张三 3月6日17:00前", f"群{number}")
    days = []
    for day in ("2026-03-03", "2026-03-04"):
        chat.until(f"{day} 16:59")
        chat.until(f"{day} 17:05")
        lines = [line for line in chat.fresh(why="S2", kind="post") if line.to.startswith("group:")]
        days.append({line.to: line.at.astimezone(SHANGHAI).strftime("%H:%M") for line in lines})
    assert sorted(days[0].values()) == ["17:00"] * 11 + ["17:01"] * 11
    assert days[0] == days[1]


def test_s2_a_summary_that_came_at_once_follows_what_is_said_until_the_window_ends(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @李四 3月6日")
    team.until("2026-03-02 17:00")
    team.shows(GROUP, "今日小结", "推进：0", why="S2", kind="post")
    team.says("李四", "/进度 海报初稿 30%")
    team.until("2026-03-02 18:00")
    team.shows(GROUP, "今日小结", "推进：1（海报初稿）", why="S2", kind="update")


def test_s2_a_summary_that_nothing_was_added_to_stays_as_it_is(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @李四 3月6日")
    team.until("2026-03-02 17:00")
    team.until("2026-03-02 18:30")
    assert team.fresh(GROUP, why="S2") == []


def test_s2_what_is_blocked_has_not_moved_on(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @李四 3月6日")
    team.says("李四", "/阻塞 海报初稿 素材没到")
    team.until("2026-03-02 17:00")
    team.shows(GROUP, "推进：0", "阻塞：1（海报初稿）", why="S2")
