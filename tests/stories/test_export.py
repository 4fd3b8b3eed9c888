"""The task list and progress as a sheet (G2)."""

import re
import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from python_calamine import load_workbook

from tests.chat import GROUP, Chat

HEADINGS = [
    "编号", "任务", "负责人", "协作人", "部门", "阶段", "优先级", "红黄绿灯", "状态", "进度", "计划开始", "截止",
    "完成时间", "最近更新", "下一步", "阻塞原因", "需要支持", "验收标准", "交付物", "所需资源",
]  # fmt: skip


@pytest.fixture
def busy(team: Chat) -> Chat:
    """Three tasks: one under way, one blocked and late, one done."""
    team.says("张三", "/任务 海报初稿 @李四 3月4日17:00前 标准: 300DPI 协作 @王五 优先级 高")
    team.says("张三", "/任务 拍摄 @王五 3月3日")
    team.says("张三", "/任务 预算 @张三 3月6日")
    team.until("2026-03-04 09:30")
    team.says("李四", "/进度 海报初稿 60% 下一步: 定稿")
    team.says("王五", "/阻塞 拍摄 原因: 场地没定 需要: 行政协调")
    team.says("张三", "/完成 预算")
    return team


def rows(chat: Chat) -> list[list[Any]]:
    """The sheet that was sent last, its heading first; real days and moments as text."""
    sheet = load_workbook(BytesIO(chat.files[-1].data)).get_sheet_by_index(0).to_python()
    return [[cell.isoformat(" ") if isinstance(cell, datetime) else _day(cell) for cell in each] for each in sheet]


def _day(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, date) else cell


def xml(chat: Chat) -> str:
    """The sheet as it is written."""
    with zipfile.ZipFile(BytesIO(chat.files[-1].data)) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def row(chat: Chat, title: str) -> dict[str, Any]:
    """One task of the sheet, by heading."""
    heading, *below = rows(chat)
    return next(found for each in below if (found := dict(zip(heading, each, strict=True)))["任务"] == title)


def test_the_same_tasks_are_the_same_file_later_on_the_day_and_need_not_be_handed_in_again(busy: Chat) -> None:
    busy.says("张三", "/导出")
    busy.until("2026-03-04 09:50")
    busy.says("张三", "/导出")
    earlier, later = busy.files[-2:]
    assert earlier.data == later.data


def test_g2_the_sheet_holds_every_task_with_its_progress(busy: Chat) -> None:
    busy.says("张三", "/导出")
    heading, *below = rows(busy)
    assert (heading, [each[1] for each in below]) == (HEADINGS, ["海报初稿", "拍摄", "预算"])
    assert below[0] == [
        "SJB20260001", "海报初稿", "李四", "王五", "设计部", "", "高", "🟡 临期", "进行中", 0.6, "",
        "2026-03-04 17:00:00", "", "2026-03-04 09:30:00", "定稿", "", "", "300DPI", "", "",
    ]  # fmt: skip


def test_g2_the_sheet_holds_whatever_else_a_task_was_given(busy: Chat) -> None:
    busy.says("张三", "/任务 印刷 @李四 3月9日 阶段: 制作 交付物: 样册 资源: 外协印厂")
    busy.says("张三", "/导出")
    task = row(busy, "印刷")
    assert (task["阶段"], task["交付物"], task["所需资源"]) == ("制作", "样册", "外协印厂")


def test_g2_a_blocked_and_late_task_shows_why_and_what_it_needs(busy: Chat) -> None:
    busy.says("张三", "/导出")
    task = row(busy, "拍摄")
    assert (task["红黄绿灯"], task["状态"], task["截止"]) == ("🔴 逾期", "阻塞", "2026-03-03")
    assert (task["阻塞原因"], task["需要支持"]) == ("场地没定", "行政协调")


def test_g2_a_finished_task_shows_when(busy: Chat) -> None:
    busy.says("张三", "/导出")
    task = row(busy, "预算")
    assert (task["红黄绿灯"], task["进度"], task["完成时间"]) == ("✅ 已完成", 1.0, "2026-03-04 09:30:00")


def test_g2_the_file_says_what_it_is_and_how_things_stand(busy: Chat) -> None:
    busy.says("张三", "/导出")
    assert busy.fresh(GROUP, kind="file")[0].text.splitlines() == [
        "Q4宣传物料 任务表",
        "3 项任务：已完成 1 项，逾期 1 项，阻塞 1 项",
        "Q4宣传物料-2026-03-04-任务表.xlsx",
    ]
    assert busy.files[-1].name == "Q4宣传物料-2026-03-04-任务表.xlsx"


def test_g2_what_was_cancelled_stays_in_the_sheet_and_out_of_the_counts(busy: Chat) -> None:
    busy.says("张三", "/任务 预备会 @王五 3月9日")
    busy.says("张三", "/任务 取消 预备会 不办了")
    busy.says("张三", "/导出")
    assert row(busy, "预备会")["状态"] == "已取消"
    busy.shows(GROUP, "正在发送“Q4宣传物料”的任务表", "3 项任务：已完成 1 项，逾期 1 项，阻塞 1 项")


def test_g2_the_file_goes_where_it_was_asked_for(busy: Chat) -> None:
    busy.tells("李四", "导出")
    assert [line.to for line in busy.fresh(kind="file")] == ["dm:李四"]


def test_g2_what_people_typed_is_never_a_formula_or_a_link(busy: Chat) -> None:
    busy.says("张三", '/任务 =HYPERLINK("http://a.example","点我") @李四 3月9日')
    busy.says("张三", "/导出")
    assert any(str(each[1]).startswith("=HYPERLINK(") for each in rows(busy))
    assert "<f>" not in xml(busy)
    assert "<hyperlink" not in xml(busy)


def test_g2_the_heading_stays_in_sight_and_filters(busy: Chat) -> None:
    busy.says("张三", "/导出")
    assert re.search(r'<pane xSplit="2" ySplit="1" topLeftCell="C2"[^>]* state="frozen"', xml(busy))
    assert '<autoFilter ref="A1:T4"/>' in xml(busy)


def test_g2_a_reader_abroad_reads_the_teams_dates_and_which_zone_they_are_of(busy: Chat) -> None:
    busy.tells("李四", "/设置 语言 英文")
    busy.tells("李四", "/设置 时区 Europe/Berlin")
    busy.tells("李四", "/export")
    heading, first, *_ = rows(busy)
    assert (heading[11], first[11]) == ("Due (Asia/Shanghai)", "2026-03-04 17:00:00")
    assert (heading[8], first[8]) == ("State", "in progress")
    assert busy.files[-1].name == "Q4宣传物料-2026-03-04-Tasks.xlsx"


def test_g2_a_project_without_tasks_has_nothing_to_export(team: Chat) -> None:
    team.says("张三", "/导出")
    team.shows(GROUP, "“Q4宣传物料”还没有任务")
    assert team.files == []


def test_k2_a_closed_project_can_still_be_exported(busy: Chat) -> None:
    busy.says("张三", "/项目 结项")
    busy.presses("张三", "仍然结项")
    busy.says("张三", "/导出")
    assert len(rows(busy)) == 4


def test_u4_a_stranger_gets_no_file(busy: Chat) -> None:
    busy.tells("孙六", "/导出")
    assert busy.fresh(kind="file") == []
