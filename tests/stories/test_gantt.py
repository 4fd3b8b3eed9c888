"""The Gantt chart as a conversation (G1)."""

import struct
from datetime import date

import pytest

from bot.rules.gantt import Plan
from bot.services import gantt
from bot.services.work import Work
from storage import project as projects
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


def planned(chat: Chat) -> Plan:
    """The plan of the project as it would be drawn now."""
    engine = chat.stage.engine
    with engine.database.transaction() as db:
        return gantt.plan(Work(db, chat.now, engine.defaults), projects.project(db, 1))


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


def test_g1_a_person_reads_the_picture_in_their_own_language(busy: Chat) -> None:
    busy.tells("李四", "/设置 语言 英文")
    busy.tells("李四", "/gantt")
    busy.shows("dm:李四", "2 tasks: 0 done, 1 late, 0 blocked. Late: 海报初稿 (李四)", kind="file")
    assert busy.files[-1].name == "Q4宣传物料-2026-03-05-Gantt chart.png"


def test_g1_of_many_late_tasks_eight_are_named(busy: Chat) -> None:
    for number in range(9):
        busy.says("张三", f"/任务 物料{number} @李四 3月5日11:00前")
    busy.until("2026-03-05 12:00")
    busy.says("张三", "/甘特图")
    lines = busy.fresh(to=GROUP, why="reply")[0].text.splitlines()
    assert (len(lines), lines[-1]) == (11, "另有 2 项逾期")


def test_j4_a_task_without_a_start_begins_on_the_workday_after_the_one_it_waits_for(busy: Chat) -> None:
    busy.says("张三", "/改期 海报初稿 3月6日 原因: 等产品图")
    assert [(bar.start, bar.end) for bar in planned(busy).bars] == [
        (date(2026, 3, 2), date(2026, 3, 6)),
        (date(2026, 3, 9), date(2026, 3, 13)),
    ]


def test_g1_cancelled_tasks_are_not_drawn(busy: Chat) -> None:
    busy.says("张三", "/任务 取消 渠道文案 原因: 并入海报")
    assert [bar.title for bar in planned(busy).bars] == ["海报初稿"]
