"""History, undo and help as a conversation (U1)."""

import re

import pytest

from bot import texts
from bot.commands import COMMANDS
from tests.chat import GROUP, Chat

CODE = "SJB20260001"


@pytest.fixture
def poster(team: Chat) -> Chat:
    """张三 gave 李四 a poster to draft by Wednesday 17:00."""
    team.says("张三", "/任务 海报初稿 @李四 3月4日17:00前")
    return team


@pytest.fixture
def english(english_team: Chat) -> Chat:
    """A group that reads English, and a task of Bob's."""
    english_team.says("Ann", "/task Poster draft @Bob due 2026-03-04 17:00", "Launch")
    return english_team


# ---------------------------------------------------------------------------------------------------------------------
# History


def test_u1_the_history_tells_who_when_what_and_from_where(poster: Chat) -> None:
    poster.passes(minutes=15)
    poster.tells("李四", f"/进度 {CODE} 60% 下一步定稿")
    poster.passes(minutes=15)
    poster.says("李四", f"/改期 {CODE} 3月6日15:00 原因：素材晚到")
    poster.says("王五", f"/历史 {CODE}")
    assert poster.shows(GROUP, "的历史").text.splitlines() == [
        "“海报初稿”的历史（SJB20260001）",
        "3月2日（周一）08:30 张三 创建任务（群聊“新品上市”）",
        "　负责人：李四",
        "　截止：3月4日（周三）17:00",
        "3月2日（周一）08:45 李四 更新进度（私信）",
        "　状态：未开始 → 进行中",
        "　进度：0% → 60%",
        "　下一步：无 → 定稿",
        "3月2日（周一）09:00 李四 改期（群聊“新品上市”）",
        "　截止：3月4日（周三）17:00 → 3月6日（周五）15:00",
        "　说明：素材晚到",
    ]


def test_u1_the_history_in_english(english: Chat) -> None:
    english.says("Bob", "/done Poster draft", "Launch")
    english.says("Ann", "/history Poster draft", "Launch")
    english.shows("group:Launch", "Bob: completed (group “Launch”)", "State: not started → done")


def test_u1_what_the_bot_did_by_itself_is_in_the_history(poster: Chat) -> None:
    poster.until("2026-03-10 12:00")
    poster.says("张三", f"/历史 {CODE}")
    poster.shows(GROUP, "系统 升级（自动）")


# ---------------------------------------------------------------------------------------------------------------------
# Undo


def test_u1_the_last_change_is_taken_back_and_shown(poster: Chat) -> None:
    poster.says("李四", f"/完成 {CODE}")
    poster.says("李四", "/撤销")
    told = poster.shows(GROUP, "已撤销你最近一次改动", kind="post")
    assert "完成任务：海报初稿（SJB20260001）\n　状态：已完成 → 未开始" in told.text
    poster.shows(GROUP, "状态：未开始", kind="update")


UNDONE = [
    (f"/完成 {CODE}", "李四撤销了对“海报初稿”的改动：完成任务"),
    (f"/阻塞 {CODE} 等文案", "李四撤销了对“海报初稿”的改动：登记阻塞"),
    (f"/改期 {CODE} 3月6日 原因：忙", "李四撤销了对“海报初稿”的改动：改期"),
    (f"/移交 {CODE} @王五", "李四撤销了对“海报初稿”的改动：移交任务"),
    (f"/任务 取消 {CODE} 不做了", "李四撤销了对“海报初稿”的改动：取消任务"),
]


@pytest.mark.parametrize(("line", "told"), UNDONE)
def test_u1_a_group_that_heard_of_a_change_hears_that_it_was_undone(poster: Chat, line: str, told: str) -> None:
    poster.until("2026-03-02 09:30")
    poster.tells("李四", line)
    poster.shows(GROUP, why="J2")
    poster.tells("李四", "/撤销")
    poster.shows(GROUP, told, "海报初稿 · 李四 · 3月4日（周三）17:00 · 未开始", why="U1", kind="post")


def test_u1_a_change_typed_in_the_group_and_undone_in_private_is_told_there(poster: Chat) -> None:
    poster.until("2026-03-02 09:30")
    poster.says("李四", f"/完成 {CODE}")
    poster.tells("李四", "/撤销")
    poster.shows(GROUP, "李四撤销了对“海报初稿”的改动：完成任务", why="U1")


def test_u1_what_was_undone_before_the_group_heard_of_it_is_never_told(poster: Chat) -> None:
    poster.tells("李四", f"/完成 {CODE}")
    poster.tells("李四", "/撤销")
    poster.until("2026-03-02 12:00")
    poster.hides(GROUP, "完成", why="J2")
    poster.hides(GROUP, "撤销")


def test_u1_an_undo_typed_in_the_group_is_told_there_once(poster: Chat) -> None:
    poster.until("2026-03-02 09:30")
    poster.says("李四", f"/完成 {CODE}")
    poster.says("李四", "/撤销")
    assert [line.text.split("\n")[0] for line in poster.fresh(GROUP, kind="post")] == ["已撤销你最近一次改动"]


def test_u1_a_hand_over_that_was_accepted_is_not_simply_undone(poster: Chat) -> None:
    poster.until("2026-03-02 09:30")
    poster.says("张三", f"/移交 {CODE} @王五")
    poster.presses("王五", "接受")
    poster.says("张三", "/撤销")
    poster.shows(GROUP, "王五之后又改了“海报初稿”，不能直接撤销。")


def test_u1_undo_in_english(english: Chat) -> None:
    english.says("Bob", "/progress Poster draft 60%", "Launch")
    english.tells("Bob", "/undo")
    english.shows("dm:Bob", "Your last change was taken back", "progress: Poster draft", "Progress: 60% → 0%")


def test_u1_undo_goes_back_step_by_step(poster: Chat) -> None:
    poster.says("李四", f"/进度 {CODE} 20%")
    poster.says("李四", f"/进度 {CODE} 70%")
    poster.says("李四", "/撤销")
    poster.shows(GROUP, "状态：进行中 20%", kind="update")
    poster.says("李四", "/撤销")
    poster.shows(GROUP, "状态：未开始", kind="update")
    poster.says("李四", "/撤销")
    poster.shows(GROUP, "没有可以撤销的改动。")


def test_u1_undoing_a_new_date_brings_the_old_ladder_back(poster: Chat) -> None:
    poster.until("2026-03-04 16:50")
    poster.says("李四", f"/改期 {CODE} 3月6日 原因：忙")
    poster.says("李四", "/撤销")
    poster.until("2026-03-04 17:00")
    poster.shows(GROUP, "海报初稿", why="O2")


def test_u1_undoing_done_lets_the_ladder_go_on(poster: Chat) -> None:
    poster.until("2026-03-04 16:50")
    poster.says("李四", f"/完成 {CODE}")
    poster.says("李四", "/撤销")
    poster.until("2026-03-04 17:00")
    poster.shows(GROUP, "海报初稿", why="O2")


def test_u1_undoing_a_new_task_cancels_it(poster: Chat) -> None:
    poster.says("张三", "/撤销")
    poster.shows(GROUP, "⚪ 已取消｜海报初稿", kind="update")
    poster.passes(hours=2)
    assert poster.lines("dm:李四", why="T2") == []


def test_u1_undoing_a_hand_over_of_all_tasks_brings_all_back(poster: Chat) -> None:
    poster.says("张三", "/任务 配图 @李四 3月9日前")
    poster.tells("李四", "/移交 全部 @王五")
    poster.tells("李四", "/撤销")
    poster.shows("dm:李四", "移交任务：海报初稿", "移交任务：配图", "负责人：王五 → 李四")
    poster.passes(hours=1)
    assert [line.text for line in poster.lines("dm:王五", why="T2")] == []


def test_u1_undoing_a_dependency_takes_it_away(poster: Chat) -> None:
    poster.says("张三", "/任务 定稿 @王五 3月6日前")
    poster.says("张三", f"/依赖 SJB20260002 after {CODE}")
    poster.says("张三", "/撤销")
    card = poster.shows(GROUP, "（SJB20260002）", kind="update")
    assert "前置任务" not in card.text
    assert "关键路径" not in card.text


def test_u1_the_owner_is_told_when_somebody_else_takes_a_change_back(poster: Chat) -> None:
    poster.says("张三", f"/改期 {CODE} 3月6日 原因：客户延后")
    poster.says("张三", "/撤销")
    poster.passes(minutes=30)
    poster.shows("dm:李四", "张三撤销了对“海报初稿”的改动：", why="U1")


def test_u1_what_somebody_built_upon_is_not_taken_back(poster: Chat) -> None:
    poster.says("李四", f"/进度 {CODE} 20%")
    poster.says("张三", f"/进度 {CODE} 40%")
    poster.says("李四", "/撤销")
    poster.shows(GROUP, "张三之后又改了“海报初稿”，不能直接撤销。请查看 /历史 后再修改。")


def test_u1_a_later_change_of_something_else_does_not_matter(poster: Chat) -> None:
    poster.says("张三", f"/改期 {CODE} 3月6日 原因：客户延后")
    poster.says("李四", f"/进度 {CODE} 40%")
    poster.says("张三", "/撤销")
    poster.shows(GROUP, "截止：3月4日（周三）17:00", "状态：进行中 40%", kind="update")


def test_u1_undo_ends_after_half_an_hour(poster: Chat) -> None:
    poster.says("李四", f"/完成 {CODE}")
    poster.passes(minutes=31)
    poster.says("李四", "/撤销")
    poster.shows(GROUP, "只能撤销 30 分钟内的改动。请用对应的命令修改。")


def test_u1_what_has_been_said_to_others_is_not_undone(poster: Chat) -> None:
    poster.says("王五", f"/催办 {CODE}")
    poster.says("王五", "/撤销")
    poster.shows(GROUP, "提醒已经发出，收不回来。")


def test_u1_nobody_undoes_what_others_did(poster: Chat) -> None:
    poster.says("李四", "/undo")
    poster.shows(GROUP, "没有可以撤销的改动。")


# ---------------------------------------------------------------------------------------------------------------------
# Help


def test_help_shows_the_families_first_in_the_readers_language(poster: Chat) -> None:
    poster.tells("李四", "/帮助")
    shown = poster.shows("dm:李四", "任务：/任务 /完成 /进度 /阻塞 /解除", "站会：/站会", "查看某个命令：/帮助 完成")
    assert "任务" in shown.buttons
    assert len(shown.text.splitlines()) <= 12


def test_help_in_english(english: Chat) -> None:
    english.tells("Bob", "/help")
    english.shows("dm:Bob", "Tasks: /task /done /progress /block /unblock")


def test_help_on_one_family_lists_its_commands(poster: Chat) -> None:
    poster.tells("李四", "帮助")
    poster.presses("李四", "逾期")
    poster.shows("dm:李四", "/升级预览")


@pytest.mark.parametrize("typed", ["/帮助 改期", "/帮助 /改期", "/help redate"])
def test_help_on_one_command_in_either_language(poster: Chat, typed: str) -> None:
    poster.tells("李四", typed)
    poster.shows("dm:李四", "更改截止时间，须写明原因", "/改期 编号 3月6日 原因…")


def test_help_on_a_word_with_sub_commands_shows_them(poster: Chat) -> None:
    poster.tells("李四", "/帮助 任务")
    poster.shows("dm:李四", "/任务 查看 编号", "/任务 取消 编号 原因")


@pytest.mark.parametrize("typed", ["/帮助 直接说话", "/帮助 大白话", "/help plain words"])
def test_help_tells_what_can_be_said_without_a_command(poster: Chat, typed: str) -> None:
    poster.tells("李四", typed)
    poster.shows("dm:李四", "一次派几项：李四周五前出主图，王五周四前埋点", "你确认后才生效")


def test_help_offers_plain_words_as_a_button(poster: Chat) -> None:
    poster.tells("李四", "/帮助")
    poster.presses("李四", "直接说话")
    poster.shows("dm:李四", "提问：还有哪些没完成？")


SAID = ["task", "several", "progress", "moves", "asks", "leave"]


@pytest.mark.parametrize("saying", SAID)
def test_what_help_says_can_be_said_is_understood(poster: Chat, saying: str) -> None:
    _, _, examples = texts.template(f"record.say_{saying}", "zh").partition("：")
    for example in re.findall(r"[^；？]+？?", examples):
        poster.tells("李四" if saying == "progress" else "张三", example)
        poster.hides("dm:张三", "没看懂")
        poster.hides("dm:李四", "没看懂")
        assert poster.fresh("dm:李四" if saying == "progress" else "dm:张三")


def test_help_on_a_misspelt_command_names_the_nearest(english: Chat) -> None:
    english.tells("Bob", "/help progres")
    english.shows("dm:Bob", "There is no command “progres”. Did you mean /help /progress?")


def test_help_on_nothing_known_says_so(poster: Chat) -> None:
    poster.tells("李四", "/帮助 飞机")
    poster.shows("dm:李四", "没有“飞机”这个命令。发送 /帮助 查看全部命令。")


def test_help_has_a_title_for_every_family() -> None:
    families = {command.text.partition(".")[0] for command in COMMANDS}
    assert [name for name in families if f"record.family_{name}" not in texts.catalogue("zh")] == []
