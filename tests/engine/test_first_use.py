"""The first use by events that no story can show: arrivals nobody tells, directories, forged presses (J2, P2, U4)."""

from bot.services import introductions
from bot.services.introductions import Told
from bot.services.work import Work
from bot.wire import Incoming
from tests.chat import GROUP, Chat
from tests.stories.test_guide import WORDS, begun, crew

__all__ = ["crew"]


def test_j2_a_group_whose_platform_tells_nothing_of_the_bots_coming_is_greeted_at_its_first_words(crew: Chat) -> None:
    crew.stage.console.store.add_group("g9", "设计群")
    crew.receives(Incoming("1", "console", "message", "u1", "张三", "g9", "设计群", "/帮助", True))
    assert crew.shows("group:设计群", "大家好").buttons == ("开始设置",)


def test_j2_words_that_were_not_for_the_bot_are_not_answered_with_a_greeting(crew: Chat) -> None:
    crew.stage.console.store.add_group("g9", "设计群")
    crew.receives(Incoming("1", "console", "message", "u1", "张三", "g9", "设计群", "大家早"))
    assert crew.fresh() == []
    crew.receives(Incoming("2", "console", "message", "u1", "张三", "g9", "设计群", "/帮助", True))
    crew.shows("group:设计群", "大家好")


def test_j2_where_the_first_words_make_the_project_no_greeting_follows(crew: Chat) -> None:
    crew.stage.console.store.add_group("g9", "设计群")
    text = "/项目 新建 改版 3月2日到3月20日"
    crew.receives(Incoming("1", "console", "message", "u1", "张三", "g9", "设计群", text, True))
    crew.hides("group:设计群", "大家好")


def test_u4_a_forged_button_learns_nothing_of_a_foreign_project(team: Chat) -> None:
    team.group("财务群", "孙六")
    team.says("孙六", "/项目 引导", "财务群")
    value = {"step": "project", "bind": "1"}
    user, group = team.stage.user("孙六"), team.stage.group("财务群")
    team.receives(Incoming("f", "console", "button", user, "孙六", group, "财务群", action="guide.answer", value=value))
    team.shows("dm:孙六", "没有编号为 1 的项目")


def told(chat: Chat, name: str, told: Told) -> None:
    """The directory tells of somebody."""
    with chat.stage.database.transaction() as db:
        work = Work(db, chat.stage.clock.now(), chat.stage.defaults, source=f"directory:{name}")
        introductions.introduce(work, "console", chat.stage.user(name), told)


def test_p2_what_the_directory_tells_is_filled_in(crew: Chat) -> None:
    head = crew.stage.user("孙六")
    told(crew, "小赵", Told("小赵", zone="Europe/Berlin", department="技术部", head=head))
    told(crew, "孙六", Told("孙六", manager=crew.stage.user("赵总")))
    begun(crew, *WORDS[:3])
    crew.shows(GROUP, "技术部：负责人 孙六、接口人 空缺、分管领导 赵总")
