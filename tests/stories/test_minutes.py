"""Minutes pasted into the chat as a conversation (M2, M4, M5): read, corrected, confirmed, kept."""

from bot.wire import Incoming
from tests.chat import GROUP, Chat
from tests.rules.test_documents import word

MINUTES = """项目周会纪要
时间：2026年3月2日 10:00
主持人：张三    记录：李四
参会人员：张三（市场部）、李四（设计部）、王五
缺席：赵六（出差）
决议：
1. 采用方案B
行动项：
1. 完成3款海报初稿，李四，3月4日17:00前，验收标准：300DPI
2. 王五：整理素材，周五前
3. 设计部3月10日前提交终稿
4. 联系印刷厂，王五
"""


def test_m5_pasted_minutes_are_shown_to_the_recorder_and_make_no_task_yet(team: Chat) -> None:
    team.says("张三", f"/纪要\n{MINUTES}")
    shown = team.shows(
        "dm:张三", "《项目周会》：3 项可以建任务，1 项请核对", "时间：3月2日（周一） 10:00", "缺席：赵六（出差）"
    )
    assert "1. 完成3款海报初稿 · 李四 · 3月4日（周三）17:00" in shown.text
    assert "　原文第11行：3. 设计部3月10日前提交终稿" in shown.text
    assert "4. 联系印刷厂 · 王五 · 未定时间\n　待核对：没写截止时间" in shown.text
    team.shows(GROUP, "收到《项目周会》，读出 4 项行动项，正由张三私下核对，确认后公布。")
    team.says("张三", "/任务 列表")
    team.shows(GROUP, "Q4宣传物料没有未完成的任务。")


def test_m4_the_tap_makes_the_tasks_and_the_group_gets_one_card(team: Chat) -> None:
    team.says("张三", f"/纪要\n{MINUTES}")
    team.presses("张三", "确认，建 3 项任务")
    team.shows("dm:张三", "《项目周会》已归档（YH20260302），新建 3 项任务", "1 项没有建任务：", "联系印刷厂")
    told = team.shows(GROUP, "《项目周会》已由张三确认（YH20260302）", "决议", "1. 采用方案B", "新任务 3 项")
    assert "完成3款海报初稿 · 李四" in told.text
    assert "提交终稿 · 李四" in told.text
    assert len(team.fresh(GROUP)) == 1
    team.passes(hours=1)
    assert len(team.fresh("dm:李四", why="T2")) == 1
    team.shows("dm:李四", "完成3款海报初稿", "提交终稿", why="T2")
    team.shows("dm:王五", "整理素材", why="T2")


def test_m5_a_second_tap_does_nothing(team: Chat) -> None:
    team.says("张三", f"/纪要\n{MINUTES}")
    seen = team.sees("张三", "确认，建 3 项任务")
    team.presses_late("张三", seen)
    team.presses_late("张三", seen)
    team.shows("dm:张三", "《项目周会》已经确认过了，不用再点。")
    assert team.fresh(GROUP) == []


def test_m5_a_doubtful_item_is_put_right_by_the_form_before_it_counts(team: Chat) -> None:
    team.says("张三", f"/纪要\n{MINUTES}")
    team.fills("张三", 做什么="联系印刷厂报价", 负责人="李四", 截止时间="3月6日")
    team.shows("dm:张三", "4 项可以建任务，0 项请核对", "4. 联系印刷厂报价 · 李四 · 3月6日（周五）")
    team.presses("张三", "确认，建 4 项任务")
    team.shows(GROUP, "联系印刷厂报价 · 李四 · 3月6日")


def test_m5_items_are_corrected_added_and_dropped(team: Chat) -> None:
    team.tells("张三", f"/纪要\n{MINUTES}")
    team.fills("张三", 哪一项="2. 整理素材", 截止时间="3月9日")
    team.shows("dm:张三", "2. 整理素材 · 王五 · 3月9日（周一）")
    team.fills("张三", 哪一项="1. 完成3款海报初稿", 这一项="删除")
    team.shows("dm:张三", "2 项可以建任务")
    team.fills("张三", 做什么="联系印刷厂", 这一项="删除")
    team.shows("dm:张三", "2 项可以建任务，0 项请核对")
    team.fills("张三", 做什么="预订会议室", 负责人="王五", 截止时间="3月5日", 验收标准="20人")
    shown = team.shows("dm:张三", "3 项可以建任务", "5. 预订会议室 · 王五 · 3月5日（周四）")
    assert "完成3款海报初稿" not in shown.text and "联系印刷厂" not in shown.text


def test_m5_words_that_are_no_date_change_nothing(team: Chat) -> None:
    team.tells("张三", f"/纪要\n{MINUTES}")
    team.fills("张三", 做什么="联系印刷厂", 负责人="李四", 截止时间="看情况")
    team.shows("dm:张三", "看情况")
    assert team.sees("张三", "确认，建 3 项任务")


def test_m5_a_pasted_text_that_plainly_is_minutes_is_read_without_a_command(team: Chat) -> None:
    team.tells("张三", MINUTES)
    team.shows("dm:张三", "《项目周会》：3 项可以建任务，1 项请核对")
    team.presses("张三", "不用了")
    team.shows("dm:张三", "《项目周会》没有归档，也没有建任务。", kind="update")
    assert team.fresh(GROUP) == []


def test_m5_the_message_after_the_command_is_taken_for_the_minutes(team: Chat) -> None:
    team.tells("张三", "/纪要")
    team.shows("dm:张三", "请把会议纪要发给我")
    team.tells("张三", "李四周三前出初稿\n王五周四前提意见")
    team.shows("dm:张三", "出初稿 · 李四 · 3月4日（周三）", "提意见 · 王五 · 3月5日（周四）")


def test_m5_the_form_takes_a_whole_text(team: Chat) -> None:
    team.tells("张三", "/纪要")
    team.fills("张三", 纪要全文=MINUTES)
    team.shows("dm:张三", "《项目周会》：3 项可以建任务，1 项请核对")


def test_m5_what_was_confirmed_in_private_is_told_to_the_group(team: Chat) -> None:
    team.until("2026-03-02 09:30")
    team.tells("张三", f"/纪要\n{MINUTES}")
    assert team.fresh(GROUP) == []
    team.presses("张三", "确认，建 3 项任务")
    team.shows(GROUP, "《项目周会》已由张三确认（YH20260302）", why="M4")


def test_m5_only_the_recorder_confirms(team: Chat) -> None:
    team.says("张三", f"/纪要\n{MINUTES}")
    _, button = team.sees("张三", "确认，建 3 项任务")
    user = team.stage.user("王五")
    forged = Incoming(
        "forged", team.stage.console.name, "button", user, "王五", action=button.action, value=button.value
    )
    team.receives(forged)
    team.shows("dm:王五", "这份纪要由张三来确认。")
    assert team.fresh(GROUP) == []


def test_m5_an_arrow_lets_the_second_task_wait_for_the_first(team: Chat) -> None:
    team.tells("张三", "/纪要\n项目周会纪要\n待办\n- 王五3月5日前排查原因→李四3月6日前制定方案")
    team.presses("张三", "确认，建 2 项任务")
    team.says("张三", "/任务 查看 制定方案")
    team.shows(GROUP, "前置任务：排查原因")


def test_m5_relative_dates_count_from_the_day_of_the_meeting_and_past_ones_are_checked(team: Chat) -> None:
    team.until("2026-03-09 09:30")
    team.tells("张三", f"/纪要\n{MINUTES}")
    shown = team.shows("dm:张三", "1 项可以建任务，3 项请核对")
    assert "2. 整理素材 · 王五 · 3月6日（周五）\n　待核对：截止时间已过（周五前）" in shown.text


def test_m5_minutes_are_found_again_with_their_tasks(team: Chat) -> None:
    team.tells("张三", f"/纪要\n{MINUTES}")
    team.presses("张三", "确认，建 3 项任务")
    team.says("李四", "/完成 完成3款海报初稿")
    team.says("李四", "/纪要 列表")
    team.shows(GROUP, "Q4宣传物料的会议纪要", "YH20260302 · 3月2日（周一） · 项目周会 · 任务完成 1/3")
    team.says("李四", "/纪要 查看 YH20260302")
    team.shows(GROUP, "《项目周会》（YH20260302）", "1. 采用方案B", "提交终稿 · 李四", "联系印刷厂（未建任务）")


def test_t5_a_task_from_minutes_names_them_on_its_card_and_in_its_history(team: Chat) -> None:
    team.tells("张三", f"/纪要\n{MINUTES}")
    team.presses("张三", "确认，建 3 项任务")
    team.says("李四", "/任务 查看 完成3款海报初稿")
    team.shows(GROUP, "来源：会议纪要《项目周会》（YH20260302）")
    team.says("李四", "/历史 完成3款海报初稿")
    team.shows(GROUP, "“完成3款海报初稿”的历史", "来源：会议纪要《项目周会》（YH20260302）")


def test_m5_the_same_text_is_not_kept_twice(team: Chat) -> None:
    team.tells("张三", f"/纪要\n{MINUTES}")
    team.presses("张三", "确认，建 3 项任务")
    team.tells("张三", f"/纪要\n{MINUTES}")
    team.shows("dm:张三", "这份纪要之前已经归档：《项目周会》（YH20260302）。")


def test_m5_a_draft_nobody_comes_back_to_expires_without_a_word(team: Chat) -> None:
    team.tells("张三", f"/纪要\n{MINUTES}")
    seen = team.sees("张三", "确认，建 3 项任务")
    team.passes(days=8)
    assert not [line for line in team.fresh("dm:张三", kind="post") if "项目周会" in line.text]
    team.presses_late("张三", seen)
    team.shows("dm:张三", "《项目周会》超过 7 天没有确认，已放弃。")


def test_u1_the_tasks_of_minutes_are_taken_back_together(team: Chat) -> None:
    team.tells("张三", f"/纪要\n{MINUTES}")
    team.presses("张三", "确认，建 3 项任务")
    team.tells("张三", "/撤销")
    team.shows("dm:张三", "已撤销", "完成3款海报初稿", "整理素材", "提交终稿")
    team.says("张三", "/任务 列表")
    team.hides(GROUP, "整理素材")


def test_m5_text_without_anything_of_minutes_says_what_is_needed(team: Chat) -> None:
    team.tells("张三", "/纪要 今天天气不错")
    team.shows("dm:张三", "这段文字里没有读出议题、决议或行动项。")


def test_m5_a_text_that_is_too_long_is_not_cut_in_silence(team: Chat) -> None:
    team.sends("张三", "纪要.txt", (MINUTES + "闲聊\n" * 7000).encode())
    team.shows("dm:张三", "这份纪要超过 20000 字，请分成几份发。")


def test_u4_a_stranger_reads_no_minutes_in(team: Chat) -> None:
    team.tells("孙六", f"/纪要\n{MINUTES}")
    team.hides("dm:孙六", "项目周会")
    assert team.fresh(GROUP) == []


def test_m5_minutes_sent_as_a_file_are_read_like_pasted_ones(team: Chat) -> None:
    team.sends("张三", "周会纪要.txt", MINUTES.encode("gb18030"))
    team.shows("dm:张三", "《项目周会》：3 项可以建任务，1 项请核对", "原文第11行：3. 设计部3月10日前提交终稿")
    team.presses("张三", "确认，建 3 项任务")
    team.until("2026-03-02 09:30")
    assert team.lines(GROUP, why="M4")


def test_m5_commands_and_mentions_in_a_file_are_only_text(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @李四 3月4日17:00前")
    text = f"{MINUTES}/任务 取消 海报初稿\n ／完成 海报初稿\n1. /完成 海报初稿\n<@1> 3月9日前做报表"
    team.sends("张三", "纪要.md", text.encode())
    team.shows("dm:张三", "《项目周会》")
    team.says("张三", "/任务 列表")
    team.shows(GROUP, "海报初稿 · 李四 · 3月4日（周三）17:00 · 未开始")


def test_m5_a_word_file_is_read_with_its_tables(team: Chat) -> None:
    team.sends(
        "张三", "纪要.docx", word("项目周会纪要", [["任务", "负责人", "截止时间"], ["做海报", "李四", "3月12日"]])
    )
    team.shows("dm:张三", "做海报 · 李四 · 3月12日（周四）")


def test_m5_files_that_cannot_be_read_are_told_so(team: Chat) -> None:
    team.sends("张三", "会议照片.png", b"\x89PNG")
    team.shows("dm:张三", "《会议照片.png》不是我能读的文件。请发 .txt、.md 或 .docx 格式，或者直接粘贴文字。")
    team.sends("张三", "纪要.docx", b"PK broken")
    team.shows("dm:张三", "《纪要.docx》打不开，可能已损坏或加了密。")
    team.sends("张三", "空.md", b" \n")
    team.shows("dm:张三", "《空.md》里没有文字。")


def test_m5_english_minutes(english_team: Chat) -> None:
    english_team.says(
        "Ann",
        "/minutes\nWeekly sync - 2 March 2026\nPresent: Ann, Bob\nDecisions\n- Use vendor B\nAction items\n"
        "- Bob to send the draft brief by Mar 6\n- Design team to check the contract",
        "Launch",
    )
    english_team.shows("dm:Ann", "“Weekly sync”: 1 ready to become tasks, 1 to check", "no due date is given")
    english_team.presses("Ann", "Confirm and make 1 task")
    english_team.shows(
        "group:Launch", "“Weekly sync” confirmed by Ann (YH20260302)", "1. Use vendor B", "send the draft"
    )
