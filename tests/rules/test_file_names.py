"""Names of the files the bot makes (K2)."""

from datetime import date

import pytest

from bot.rules.file_names import document_name

DAY = date(2026, 3, 2)


def test_k2_a_file_is_named_by_project_day_and_kind() -> None:
    assert document_name("Q4宣传物料", DAY, "任务表", "xlsx") == "Q4宣传物料-2026-03-02-任务表.xlsx"


@pytest.mark.parametrize(
    ("project", "named"),
    [
        ('a/b\\c:d*e?f"g<h>i|j', "abcdefghij"),
        ("../../etc/passwd", "etcpasswd"),
        ("上市\n\t计划\x00", "上市计划"),
        ("发票\u202egpj", "发票gpj"),
        (" 年会 . ", "年会"),
    ],
)
def test_k2_what_a_file_system_refuses_or_nobody_sees_is_left_out(project: str, named: str) -> None:
    assert document_name(project, DAY, "任务表", "xlsx") == f"{named}-2026-03-02-任务表.xlsx"


def test_k2_a_long_name_is_cut_between_characters_and_keeps_day_and_kind() -> None:
    name = document_name("长" * 100, DAY, "任务表", "xlsx")
    assert len(name.encode()) <= 200
    assert name.endswith("长-2026-03-02-任务表.xlsx")
