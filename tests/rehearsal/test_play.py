"""`duiqi rehearse`: transcripts, expectations that hold and fail, mistakes in a script."""

import json
from pathlib import Path

import pytest

from bot.rehearsal.play import main
from tests.chat import defaults

BEGINNING = """clock 2026-03-02 08:30 Asia/Shanghai
person 张三 dept=市场部 role=head
person 李四 dept=设计部
group 新品上市 = 张三 李四
[张三 @ 新品上市] /项目 新建 Q4宣传物料 2026-03-02 到 2026-03-20
"""


def played(tmp_path: Path, text: str, as_json: bool = False) -> tuple[int, list[str]]:
    script = tmp_path / "script.txt"
    script.write_text(text, encoding="utf-8")
    printed: list[str] = []
    return main(str(script), as_json, defaults(), printed.append), printed


def test_an_expectation_that_holds_ends_well(tmp_path: Path) -> None:
    code, printed = played(tmp_path, BEGINNING + 'expect group 新品上市 contains "Q4宣传物料"')
    assert (code, printed[-1]) == (0, "-- 1 of 1 expectations held")


def test_an_expectation_that_fails_ends_with_1_and_names_its_line(tmp_path: Path) -> None:
    code, printed = played(tmp_path, BEGINNING + 'expect group 新品上市 contains "火星" within 1h')
    assert code == 1
    assert any(line.startswith("!! line 6: expect group 新品上市") and "09:30" in line for line in printed)


def test_a_refutation_fails_when_the_text_is_there(tmp_path: Path) -> None:
    assert played(tmp_path, BEGINNING + 'refute group 新品上市 contains "Q4宣传物料"')[0] == 1


def test_json_prints_one_object_a_line_with_all_promised_keys(tmp_path: Path) -> None:
    code, printed = played(tmp_path, BEGINNING, as_json=True)
    card = next(line for line in map(json.loads, printed) if "XMQXC2026-001" in line["text"])
    assert code == 0
    assert set(card) == {"at", "to", "kind", "why", "key", "mentions", "text", "buttons"}
    assert (card["at"], card["to"], card["kind"], card["why"]) == (
        "2026-03-02T08:30:00+08:00",
        "group:新品上市",
        "post",
        "reply",
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[钱七] /我的", "there is no 钱七"),
        ("[李四 @ 别的群] hi", "there is no group 别的群"),
        ('press 李四 "接受"', "no button “接受”"),
        ('fill 李四 今天="a"', "the form has no field “今天”"),
        ("until 2026-03-01 09:00", "is over already"),
        ("person 张三", "there is a 张三 already"),
        ("person 钱七 role=king", "“king” is no role"),
    ],
)
def test_a_step_that_cannot_be_played_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, message: str
) -> None:
    assert played(tmp_path, BEGINNING.replace("[张三", "# [张三") + line)[0] == 2
    assert message in capsys.readouterr().err


def test_a_script_without_a_clock_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert played(tmp_path, "person 张三")[0] == 2
    assert "begin with the clock" in capsys.readouterr().err
