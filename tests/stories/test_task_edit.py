"""Changing what a task asks for, after it was made (T1)."""

import pytest

from tests.chat import GROUP, Chat

CODE = "SJB20260001"


@pytest.fixture
def poster(team: Chat) -> Chat:
    """张三 gave 李四 a poster to draft by Wednesday, in working hours."""
    team.says("张三", "/任务 海报初稿 @李四 3月4日17:00前 标准: 300DPI")
    team.until("2026-03-02 09:30")
    return team


def test_t1_several_parts_are_changed_in_one_line_and_the_owner_is_told(poster: Chat) -> None:
    poster.says("张三", f"/任务 修改 {CODE} 标准: 600DPI 优先级 高 交付物：PSD 源文件")
    poster.shows(GROUP, "张三修改了“海报初稿”\n验收标准：600DPI\n交付物：PSD 源文件\n优先级：高", kind="post")
    poster.shows(GROUP, "验收标准：600DPI", "优先级：高", kind="update")
    poster.shows("dm:李四", "张三修改了“海报初稿”", "验收标准：600DPI", why="X2")


def test_t1_a_title_is_changed(poster: Chat) -> None:
    poster.says("张三", "/任务 修改 海报初稿 名称 海报终稿")
    poster.shows(GROUP, "张三修改了“海报终稿”\n任务名称：海报终稿", kind="post")
    poster.says("李四", "/完成 海报终稿")
    poster.shows(GROUP, "李四完成了“海报终稿”")


def test_t1_a_collaborator_is_added_and_asked_to_help(poster: Chat) -> None:
    poster.says("张三", f"/task edit {CODE} collaborators @王五")
    poster.shows(GROUP, "协作人：王五", kind="post")
    poster.shows("dm:王五", "请协助李四完成“海报初稿”", why="T2")


def test_t1_the_form_shows_what_there_is_and_sets_what_is_sent(poster: Chat) -> None:
    poster.says("张三", f"/任务 修改 {CODE} 协作 @王五")
    poster.says("张三", f"/任务 修改 {CODE}")
    poster.shows(GROUP, "“海报初稿”要改什么？", "验收标准：300DPI", "协作人：王五", "优先级：中")
    poster.fills("张三", 验收标准="600DPI")
    poster.shows(GROUP, "张三修改了“海报初稿”", "验收标准：600DPI", kind="update")


def test_t1_collaborators_emptied_in_the_form_are_taken_off(poster: Chat) -> None:
    poster.says("张三", f"/任务 修改 {CODE} 协作 @王五")
    poster.says("张三", f"/任务 修改 {CODE}")
    poster.fills("张三", 协作人="")
    poster.shows(GROUP, "协作人：无", kind="update")


def test_u1_a_change_is_in_the_history_and_can_be_undone(poster: Chat) -> None:
    poster.says("张三", f"/任务 修改 {CODE} 标准: 600DPI 协作 @王五")
    poster.says("张三", "/撤销")
    card = poster.shows(GROUP, "验收标准：300DPI", kind="update")
    assert "协作人" not in card.text
    poster.says("李四", f"/历史 {CODE}")
    poster.shows(GROUP, "张三 修改任务（群聊“新品上市”）\n　验收标准：300DPI → 600DPI")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("标准: 300DPI", "“海报初稿”没有变化。"),
        ("优先级 最最高", "没看懂优先级“最最高”，请写：高、中、低"),
        ("截止 3月9日", "改截止时间请用：/改期 SJB20260001 3月6日 原因…"),
        ("负责人 @王五", "换负责人请用：/移交 SJB20260001 @同事"),
        ("协作 @赵六", "赵六"),
    ],
)
def test_t1_what_cannot_be_changed_like_that_is_explained(poster: Chat, typed: str, told: str) -> None:
    poster.says("张三", f"/任务 修改 {CODE} {typed}")
    poster.shows(GROUP, told)


def test_t1_a_title_that_begins_with_change_is_a_title(poster: Chat) -> None:
    poster.says("张三", "/任务 修改首页文案 @李四 3月6日")
    poster.shows(GROUP, "修改首页文案（SJB20260002）")


def test_t1_who_only_owns_a_task_does_not_change_what_it_asks_for(team: Chat) -> None:
    team.says("张三", "/任务 配图 @王五 3月6日")
    team.says("王五", "/任务 修改 配图 标准: 随便")
    team.shows(GROUP, "这一步需要由")
