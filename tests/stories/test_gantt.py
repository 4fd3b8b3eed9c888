"""The Gantt chart as a conversation (G1)."""

import struct

import pytest

from tests.chat import GROUP, Chat


@pytest.fixture
def busy(team: Chat) -> Chat:
    """The team with a late task, one that waits for it, and a milestone, on Thursday 5 March."""
    team.says("张三", "/任务 海报初稿 @李四 3月4日17:00前")
    team.says("张三", "/任务 渠道文案 @王五 3月13日前")
    team.says("张三", "/依赖 渠道文案 在 海报初稿 之后")
    team.says("张三", "/项目 里程碑 样稿确认 3月10日")
    team.until("2026-03-05 10:00")
    return team


def test_g1_the_plan_comes_as_a_picture_behind_its_counts_and_what_is_late(busy: Chat) -> None:
    busy.says("王五", "/甘特图")
    answer, picture = busy.fresh(to=GROUP, why="reply")
    assert answer.text.splitlines() == [
        "正在发送“Q4宣传物料”的甘特图",
        "2 项任务：已完成 0 项，逾期 1 项，阻塞 0 项",
        "🔴 逾期｜海报初稿 · 李四 · 3月4日（周三）17:00 · 未开始（SJB20260001）",
    ]
    assert picture.kind == "file"
    assert picture.text.splitlines() == [
        "Q4宣传物料 甘特图",
        "2 项任务：已完成 0 项，逾期 1 项，阻塞 0 项。逾期：海报初稿（李四）",
        "Q4宣传物料-2026-03-05-甘特图.png",
    ]


def test_g1_the_picture_is_a_png_to_be_shown(busy: Chat) -> None:
    busy.says("王五", "/甘特图")
    file = busy.files[-1]
    assert (file.picture, struct.unpack(">II", file.data[16:24])) == (True, (1440, 844))


def test_g1_alone_with_the_bot_the_project_is_named_by_its_code(busy: Chat) -> None:
    busy.tells("李四", "/gantt XMQXC2026-001")
    busy.shows("dm:李四", "Q4宣传物料 甘特图", kind="file")


def test_a_project_with_nothing_planned_has_nothing_to_draw(team: Chat) -> None:
    team.says("张三", "/甘特图")
    team.shows(GROUP, "还没有任务和里程碑，暂时画不出甘特图。")
    assert not team.fresh(kind="file")


def test_u4_strangers_get_no_picture(busy: Chat) -> None:
    busy.tells("孙六", "/甘特图 XMQXC2026-001")
    assert not busy.fresh(kind="file")
