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


KINDS = ("post", "update")


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


def test_a_file_is_told_by_what_it_is_and_its_name(tmp_path: Path) -> None:
    talk = "[张三 @ 新品上市] /任务 初稿 @李四 3月4日17:00前\n[张三 @ 新品上市] /导出\n"
    lines = [json.loads(line) for line in played(tmp_path, BEGINNING + talk, as_json=True)[1]]
    [file] = [line for line in lines if line["kind"] == "file"]
    assert (file["to"], file["why"], file["key"], file["buttons"]) == ("group:新品上市", "reply", "", [])
    assert file["text"].splitlines()[-1] == "Q4宣传物料-2026-03-02-任务表.xlsx"


def test_an_update_names_its_post_by_key_and_what_is_never_updated_has_none(tmp_path: Path) -> None:
    talk = "[张三 @ 新品上市] /任务 初稿 @李四 3月4日17:00前\n[李四] /完成 初稿\n[李四] /帮助\n"
    lines = [json.loads(line) for line in played(tmp_path, BEGINNING + talk, as_json=True)[1]]
    post, update = (next(line for line in lines if line["kind"] == kind and "初稿（" in line["text"]) for kind in KINDS)
    assert post["to"] == update["to"] == "group:新品上市"
    assert post["key"] == update["key"] != ""
    assert lines[-1]["key"] == ""


IMPOSSIBLE = [
    ("[钱七] /我的", "there is no 钱七; people are 张三, 李四"),
    ("[李四 @ 别的群] hi", "there is no group 别的群; groups are 新品上市"),
    ('press 李四 "接受"', "no button “接受” to be seen; there are 开始设置"),
    ('fill 李四 价钱="3"', "no form with 价钱 to be seen"),
    ("until 2026-03-01 09:00", "is over already"),
    ("person 张三", "there is a 张三 already"),
    ("person 钱七 role=king", "“king” is no role"),
    ("person 钱七 tz=Moon", "“Moon” is no zone"),
    ("person 钱七 lang=fr", "“fr” is no language; languages are zh, en"),
    ("group 新品上市 = 钱七", "there is no 钱七"),
    ("clock 2026-03-02 08:30", "the clock is set once"),
]


@pytest.mark.parametrize(("line", "message"), IMPOSSIBLE)
def test_an_impossible_step_is_told_with_its_line_and_the_script_goes_on(
    tmp_path: Path, line: str, message: str
) -> None:
    rest = '\n[张三] /帮助\nexpect dm 张三 contains "/任务"'
    code, printed = played(tmp_path, BEGINNING.replace("[张三", "# [张三") + line + rest)
    assert code == 1
    assert any(told.startswith("!! line 6: ") and message in told for told in printed)
    assert printed[-1] == "-- 1 of 1 expectations held; steps that could not be played: 1"


def test_with_json_an_impossible_step_is_told_beside_the_objects(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, printed = played(tmp_path, BEGINNING + 'press 李四 "接受"', as_json=True)
    assert (code, len([json.loads(line) for line in printed])) == (1, 3)
    assert "line 6: no button “接受”" in capsys.readouterr().err


def test_a_script_without_a_clock_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert played(tmp_path, "person 张三")[0] == 2
    assert "begin with the clock" in capsys.readouterr().err


DESIGN = """    clock 2026-03-02 08:30 Asia/Shanghai
    person 张三 dept=市场部 role=head
    person 李四 dept=设计部 role=liaison lang=en tz=Europe/Berlin
    person 赵总 role=executive over=市场部,设计部
    group 新品上市 = 张三 李四
    [张三 @ 新品上市] /项目 新建 Q4宣传物料 2026-03-02 到 2026-03-20
    [张三 @ 新品上市] /任务 完成3款海报初稿 @李四 3月4日17:00前 标准: 300DPI
    [李四] /我的                                  # a direct message to the bot
    press 李四 "接受"                              # newest button of that label that 李四 can see
    fill 李四 昨天="初稿" 今天="定稿" 阻碍="无"        # newest open form
    pass 3d 2h                                   # or: until 2026-03-06 09:01
    expect dm 赵总 contains "海报初稿" within 30m
    refute group 新品上市 contains "逾期"
"""


def test_every_step_of_the_design_s_example_can_be_played(tmp_path: Path) -> None:
    code, printed = played(tmp_path, DESIGN, as_json=True)
    lines = [json.loads(line) for line in printed]
    accepted = next(line for line in lines if line["kind"] == "update" and "SJB20260001" in line["text"])
    digest = next(line for line in lines if "站会汇总" in line["text"])
    assert ("已接受" in accepted["text"], "李四：昨天 初稿；今天 定稿" in digest["text"]) == (True, True)
    # By the handbook a task 18 hours late is told to its group and to nobody above.
    assert [line["to"] for line in lines if line["why"] in ("O2", "O3", "O4")] == ["group:新品上市"]
    assert code == 1


def test_expectations_of_the_handbook_about_the_design_s_example_hold(tmp_path: Path) -> None:
    wanted = DESIGN.replace('expect dm 赵总 contains "海报初稿"', "expect group 新品上市 why O2").replace(
        "逾期", "升级"
    )
    assert played(tmp_path, wanted)[0] == 0


def test_an_expectation_waits_no_longer_than_for_the_message(tmp_path: Path) -> None:
    _, printed = played(tmp_path, BEGINNING + "expect dm 李四 why S1 within 3d\n[李四] /帮助")
    assert next(line for line in printed if "李四: /帮助" in line).startswith("03-02 Mon 09:30")


@pytest.mark.parametrize("label", ["✅ 接受", "[接受]", "accept", "接"])
def test_a_button_is_found_in_either_language_with_signs_or_cut_short(tmp_path: Path, label: str) -> None:
    talk = f"[张三 @ 新品上市] /任务 初稿 @李四 3月4日17:00前\npress 李 “{label}”\n"
    assert played(tmp_path, BEGINNING + talk + 'expect group 新品上市 contains "已接受"')[0] == 0


def test_a_button_is_found_by_the_command_that_does_the_same(tmp_path: Path) -> None:
    talk = "[张三 @ 新品上市] /任务 初稿 @李四 3月4日17:00前\npress 李四 redate\nfill 李四 due=3月6日 reason=改稿\n"
    assert played(tmp_path, BEGINNING + talk + 'expect group 新品上市 contains "3月6日"')[0] == 0


def test_a_button_that_says_the_contrary_is_not_pressed(tmp_path: Path) -> None:
    talk = "[张三 @ 新品上市] /任务 初稿 @李四 3月4日17:00前\npress 李四 “可以接受”\n"
    assert played(tmp_path, BEGINNING + talk)[0] == 1


@pytest.mark.parametrize(
    "fields", ['昨日="初稿" 今日="定稿" 障碍="无"', 'Yesterday=初稿 "Today"="定稿" Blockers="none"']
)
def test_a_standup_is_answered_before_it_is_asked_in_anybody_s_words(tmp_path: Path, fields: str) -> None:
    told = 'pass 2h 1m\nexpect group 新品上市 contains "李四：昨天 初稿；今天 定稿"\nrefute dm 李四 why S1'
    assert played(tmp_path, f"{BEGINNING}fill 李四 {fields}\n{told}")[0] == 0


def test_the_form_a_press_opened_is_filled_before_any_other(tmp_path: Path) -> None:
    talk = "[张三 @ 新品上市] /任务 初稿 @李四 3月4日17:00前\npress 李四 改期\nfill 李四 新日期=2026-03-06 原因=改稿\n"
    assert played(tmp_path, BEGINNING + talk + 'expect group 新品上市 contains "3月6日"')[0] == 0


def test_a_field_that_is_nearly_named_so_is_found(tmp_path: Path) -> None:
    form = "press 李四 改期\nfill 李四 新截止时间=3月6日 改期的原因=改稿\n"
    talk = f"[张三 @ 新品上市] /任务 初稿 @李四 3月4日17:00前\n{form}"
    assert played(tmp_path, BEGINNING + talk + 'expect group 新品上市 contains "3月6日"')[0] == 0


def test_people_join_a_group_that_was_made_before_they_were_entered(tmp_path: Path) -> None:
    talk = BEGINNING.replace("person 李四 dept=设计部\n", "") + "person 李四 dept=设计部\n[李四 @ 新品上市] /任务\n"
    assert played(tmp_path, talk)[0] == 0


def test_a_script_of_another_editor_is_read(tmp_path: Path) -> None:
    text = "\ufeff" + BEGINNING.replace("\n", "\r\n\r\n").replace("person ", "person\t").replace(" = ", "\u3000=\t")
    assert played(tmp_path, text + 'EXPECT group 新品上市 contains "Q4宣传物料"')[0] == 0


def test_a_quote_in_an_expectation_is_part_of_what_is_looked_for(tmp_path: Path) -> None:
    assert played(tmp_path, BEGINNING + 'expect group 新品上市 contains "“没有的”"')[0] == 1
