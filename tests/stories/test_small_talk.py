"""What people say to the bot besides work: it is answered briefly, and a question never becomes a task (S3)."""

import pytest

from tests.chat import GROUP, Chat


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("谢谢", "不客气。"),
        ("好的，辛苦了！", "不客气。"),
        ("你好", "你好！可以直接这样告诉我："),
        ("在吗？", "全部命令：/帮助"),
        ("今天有什么事", "李四的任务：1 项未完成"),
        ("我手上还有哪些任务？", "李四的任务：1 项未完成"),
        ("What do I have today?", "李四的任务：1 项未完成"),
    ],
)
def test_small_talk_is_answered_and_own_work_is_shown(team: Chat, typed: str, answer: str) -> None:
    team.says("张三", "/任务 海报初稿 @李四 3月6日")
    team.tells("李四", typed)
    team.shows("dm:李四", answer)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("还有哪些没完成？", "1 项未完成任务"),
        ("进度怎么样了", "1 项未完成任务"),
        ("逾期的任务有哪些", "1 项未完成任务"),
        ("what's overdue?", "1 项未完成任务"),
        ("海报初稿是谁在做？", "负责人：李四"),
        ("谁负责海报的初稿", "负责人：李四"),
        ("who is working on 海报初稿?", "负责人：李四"),
        ("who owns the 海报初稿", "负责人：李四"),
        ("项目什么时候结束？", "周期：3月2日（周一） – 3月20日（周五）"),
        ("还剩多少天", "周期：3月2日（周一） – 3月20日（周五）"),
        ("when does the project end?", "周期：3月2日（周一） – 3月20日（周五）"),
        ("下周一放假吗", "3月9日（周一）要上班"),
        ("清明放假吗？", "清明节放假（中国大陆日历）"),
        ("谁卡住了", "1 项未完成任务"),
        ("项目成员有谁", "成员：张三、李四、王五"),
        ("谁还没更新", "今日小结 3月2日（周一）"),
        ("今天谁没交日报", "站会汇总 3月2日（周一）"),
        ("who hasn't posted the standup?", "站会汇总 3月2日（周一）"),
        ("今天谁请假了", "Q4宣传物料 今天没有人请假"),
        ("who is on leave?", "Q4宣传物料 今天没有人请假"),
        ("is Friday a holiday?", "3月6日（周五）要上班"),
    ],
)
def test_t6_a_question_that_a_command_answers_is_answered(team: Chat, typed: str, answer: str) -> None:
    team.says("张三", "/任务 海报初稿 @李四 3月6日")
    team.tells("张三", typed)
    team.shows("dm:张三", answer)


def test_who_is_on_leave_today_is_named_with_the_days(team: Chat) -> None:
    team.tells("李四", "/请假 今天 到 3月4日")
    team.tells("张三", "今天谁请假了")
    team.shows("dm:张三", "Q4宣传物料 今天请假的人：", "李四 请假：3月2日（周一） 到 3月4日（周三）")


def test_u4_a_stranger_does_not_learn_who_is_away_or_has_not_answered(team: Chat) -> None:
    for typed in ("今天谁请假了", "今天谁没交日报", "谁还没更新"):
        team.tells("孙六", typed)
    team.hides("dm:孙六", "请假的人", "李四", "Q4宣传物料")


def test_who_handles_something_unknown_names_no_task(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @李四 3月6日")
    team.tells("李四", "谁负责抢红包")
    team.shows("dm:李四", "没看懂这句话")


@pytest.mark.parametrize("typed", ["明天几点开会？", "谁在会议室？", "when is the review on Friday?"])
def test_a_question_with_a_date_is_no_task(team: Chat, typed: str) -> None:
    team.tells("李四", typed)
    team.shows("dm:李四", "没看懂这句话")


def test_a_friendly_question_to_somebody_by_name_is_still_a_task(team: Chat) -> None:
    team.tells("张三", "@李四 周五前能把海报做完吗？")
    team.shows("dm:张三", "要新建任务")


def test_small_talk_in_english(team: Chat) -> None:
    team.tells("李四", "/settings language en")
    team.tells("李四", "thanks a lot!")
    team.shows("dm:李四", "You are welcome.")
    team.tells("李四", "Hello there")
    team.shows("dm:李四", "Hello! You can just tell me, for example:")


@pytest.mark.parametrize(
    ("typed", "cause"),
    [("海报初稿做了一半，等市场部的文案", "等市场部的文案"), ("海报初稿卡住了", "海报初稿卡住了")],
)
def test_t3_a_block_in_plain_words_is_caused_by_what_is_waited_for(team: Chat, typed: str, cause: str) -> None:
    team.says("张三", "/任务 海报初稿 @李四 3月6日")
    team.tells("李四", typed)
    team.presses("李四", "确认")
    assert f"阻塞原因：{cause}\n" in team.shows(GROUP, "状态：阻塞", kind="update").text + "\n"


def test_a_question_whether_somebody_can_do_something_is_a_task_in_english(team: Chat) -> None:
    team.tells("张三", "can @李四 review the API by Friday?")
    team.shows("dm:张三", "要新建任务“review the API”吗？", "负责人：李四")


def test_being_out_is_leave_in_english(team: Chat) -> None:
    team.tells("李四", "I'm out tomorrow, 王五 covers for me")
    team.shows("dm:李四", "要登记李四请假吗？3月3日（周二）", "代理：王五")


def test_t1_a_task_may_begin_with_update(team: Chat) -> None:
    team.says("张三", "/task update the FAQ @李四 Friday")
    team.shows(GROUP, "update the FAQ（SJB20260001）")


@pytest.mark.parametrize("typed", ["ok", "收到", "好的👌", "没问题", "got it", "sure, will do"])
def test_s3_seen_is_no_progress(team: Chat, typed: str) -> None:
    team.says("张三", "/任务 海报初稿 @李四 3月6日")
    team.tells("李四", typed)
    team.shows("dm:李四", "要接受任务，点任务卡上的“接受”")


@pytest.mark.parametrize("typed", ["打错了", "撤回", "刚才那个不算", "oops", "wrong person"])
def test_u1_a_slip_is_answered_with_the_way_back(team: Chat, typed: str) -> None:
    team.tells("李四", typed)
    team.shows("dm:李四", "撤回你的上一次改动：/撤销")


@pytest.mark.parametrize(
    "typed",
    ["海报什么时候能好", "李四的海报怎么样了", "海报做完了吗？", "when is the 海报 due?", "how's 海报 going?"],
)
def test_t6_how_a_task_stands_is_asked_by_a_part_of_its_title(team: Chat, typed: str) -> None:
    team.says("张三", "/任务 完成海报初稿 @李四 3月6日")
    team.says("张三", "/任务 场地合同 @张三 3月6日")
    team.tells("张三", typed)
    team.shows("dm:张三", "完成海报初稿", "负责人：李四", "状态：未开始")


@pytest.mark.parametrize("typed", ["李四手上有什么活", "李四最近忙不忙", "what's 李四 working on"])
def test_t6_what_somebody_does_is_shown_and_moves_no_task(team: Chat, typed: str) -> None:
    team.says("张三", "/任务 海报初稿 @李四 3月6日")
    team.says("张三", "/任务 场地合同 @张三 3月6日")
    team.tells("张三", typed)
    assert "场地合同" not in team.shows("dm:张三", "1 项未完成任务", "海报初稿").text


@pytest.mark.parametrize("typed", ["今天谁没交日报", "王五在忙什么呢", "今天天气怎么样"])
def test_a_question_without_a_mark_is_no_task(team: Chat, typed: str) -> None:
    team.tells("张三", typed)
    assert "要新建任务" not in team.shows("dm:张三").text


@pytest.mark.parametrize("typed", ["今天没进展", "都还没开始", "no updates today", "nothing new"])
def test_s3_no_news_is_no_task(team: Chat, typed: str) -> None:
    team.tells("李四", typed)
    team.shows("dm:李四", "好的，没有更新。")


@pytest.mark.parametrize("typed", ["/任务 列表 @王五", "王五在忙什么"])
def test_t6_whoever_has_no_task_is_named(team: Chat, typed: str) -> None:
    team.tells("张三", typed)
    team.shows("dm:张三", "王五没有未完成的任务")


def test_t1_a_task_typed_behind_the_list_is_not_lost(team: Chat) -> None:
    team.tells("张三", "/tasks write weekly report @李四 Fri")
    team.shows("dm:张三", "要新建任务，发：/任务 write weekly report", "Fri", "@李四")
