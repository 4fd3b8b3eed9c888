"""Who may do what (P1-P5, U4): one table over every command and button, held against the registry and tried out.

A admin, E executive above, L project lead, H head and I liaison of the task's department, O owner, C creator,
B collaborator, M member, - anybody else. What a stranger may do at all concerns only themselves.
"""

import pytest

from bot import commands, texts
from bot.commands.command import Action, Command
from bot.rules.access import Part
from bot.wire import Incoming
from tests.chat import Chat

LETTERS = {
    "A": Part.ADMIN,
    "E": Part.EXECUTIVE,
    "L": Part.LEAD,
    "H": Part.HEAD,
    "I": Part.LIAISON,
    "O": Part.OWNER,
    "C": Part.CREATOR,
    "B": Part.COLLABORATOR,
    "M": Part.MEMBER,
    "-": Part.PERSON,
}
PEOPLE = {
    "A": "管理员",
    "E": "赵总",
    "L": "张三",
    "H": "冯头",
    "I": "李四",
    "O": "王五",
    "C": "小吴",
    "B": "小郑",
    "M": "小钱",
    "-": "孙六",
}
TABLE = {
    "/project": "AELHIOCBM-",
    "/project new": "AELHIOCBM-",
    "/project show": "AELHIOCBM",
    "/project list": "AELHIOCBM-",
    "/project bind": "AELHIOCBM-",
    "/project guide": "AELHIOCBM-",
    "/project unbind": "AL",
    "/project role": "AL",
    "/project remove": "AL",
    "/project department": "AL",
    "/project edit": "AL",
    "/project close": "AL",
    "/project milestone": "AELHIOCBM",
    "/who": "AELHIOCBM-",
    "/who set": "A",
    "/who admin": "AELHIOCBM-",
    "/who link": "AELHIOCBM-",
    "/who unlinked": "A",
    "/my": "AELHIOCBM-",
    "/settings": "AELHIOCBM-",
    "/workday": "AELHIOCBM-",
    "/task": "AELHIOCBM",
    "/task new": "AELHIOCBM",
    "/task show": "AELHIOCBM",
    "/task list": "AELHIOCBM",
    "/done": "AELHIOC",
    "/progress": "AELHIOCB",
    "/block": "AELHIOCB",
    "/unblock": "AELHIOCB",
    "/redate": "AELHIOC",
    "/task start": "AELHIOCB",
    "/task cancel": "AELHIC",
    "/task edit": "AELHIC",
    "/task accept": "O",
    "/task object": "O",
    "/depends": "AELHIOCBM-",
    "/handover": "AELHIOCBM-",
    "/handover all": "AELHIOCBM-",
    "/urge": "AELHIOCBM",
    "/standup": "AELHIOCBM-",
    "/leave": "AELHIOCBM-",
    "/back": "AELHIOCBM-",
    "/explain": "AELHIOCBM",
    "/preview": "AELHIOCBM",
    "/minutes": "AELHIOCBM-",
    "/minutes list": "AELHIOCBM",
    "/minutes show": "AELHIOCBM",
    "/gantt": "AELHIOCBM",
    "/export": "AELHIOCBM",
    "/history": "AELHIOCBM",
    "/undo": "AELHIOCBM-",
    "/health": "A",
    "/help": "AELHIOCBM-",
    "project.new": "AELHIOCBM-",
    "project.edit": "AL",
    "project.close": "AL",
    "project.milestone": "AL",
    "project.reached": "AL",
    "guide.begin": "AELHIOCBM-",
    "guide.answer": "AELHIOCBM-",
    "guide.keep": "AELHIOCBM-",
    "guide.back": "AELHIOCBM-",
    "guide.change": "AELHIOCBM-",
    "guide.drop": "AELHIOCBM-",
    "guide.start": "AELHIOCBM-",
    "people.link": "AELHIOCBM-",
    "people.about": "AELHIOCBM-",
    "settings.change": "AELHIOCBM-",
    "settings.own": "AELHIOCBM-",
    "workday.set": "AELHIOCBM-",
    "task.new": "AELHIOCBM",
    "draft.name": "AELHIOCBM",
    "draft.one": "AELHIOCBM",
    "draft.words": "AELHIOCBM",
    "draft.owner": "AELHIOCBM",
    "draft.due": "AELHIOCBM",
    "task.done": "AELHIOC",
    "task.done_all": "AELHIOC",
    "task.progress": "AELHIOCB",
    "task.block": "AELHIOCB",
    "task.unblock": "AELHIOCB",
    "task.start": "AELHIOCB",
    "task.redate": "AELHIOC",
    "task.redate_to": "AELHIOC",
    "task.cancel": "AELHIC",
    "task.edit": "AELHIC",
    "task.accept": "O",
    "task.object": "O",
    "task.urge": "AELHIOCBM",
    "task.handover": "AELHIOC",
    "task.handover_all": "AELHIOCBM-",
    "standup.answer": "AELHIOCBM",
    "standup.blocker": "AELHIOCBM",
    "round.update": "AELHIOCBM",
    "round.progress": "AELHIOCBM",
    "leave.take": "AELHIOCBM-",
    "leave.back": "AELHIOCBM-",
    "overdue.explain": "AELHIOCBM",
    "overdue.date": "AELHIOCBM-",
    "overdue.resources": "AELHIOCBM-",
    "overdue.accept": "AELHIOCBM-",
    "overdue.cancel": "AELHIOCBM-",
    "minutes.read": "AELHIOCBM",
    "minutes.unread": "AELHIOCBM-",
    "minutes.keep": "AELHIOCBM",
    "minutes.drop": "AELHIOCBM",
    "minutes.check": "AELHIOCBM",
    "minutes.amend": "AELHIOCBM",
    "minutes.add": "AELHIOCBM",
    "plain.no": "AELHIOCBM-",
    "plain.standup": "AELHIOCBM",
    "plain.progress": "AELHIOCBM-",
    "plain.choose": "AELHIOCBM-",
    "plain.leave": "AELHIOCBM-",
    "plain.redate": "AELHIOCBM-",
    "plain.handover": "AELHIOCBM-",
    "plain.task": "AELHIOCBM",
    "task.several": "AELHIOCBM",
    "help.family": "AELHIOCBM-",
}


def declared() -> dict[str, frozenset[Part]]:
    return {f"/{command.name}": command.may for command in commands.COMMANDS} | {
        name: action.may for name, action in commands.ACTIONS.items()
    }


def test_the_table_is_what_the_registry_says() -> None:
    table = {name: frozenset(LETTERS[letter] for letter in letters) for name, letters in TABLE.items()}
    assert table == declared()


@pytest.fixture
def crew(chat: Chat) -> Chat:
    """Somebody of every part, and one task of 设计部 in the project."""
    for name, department in (("张三", "市场部"), ("冯头", "设计部"), ("李四", "设计部"), ("王五", "设计部")):
        chat.person(name, dept=department, role={"冯头": "head", "李四": "liaison"}.get(name, "member"))
    for name in ("小吴", "小郑", "小钱"):
        chat.person(name, dept="市场部")
    chat.person("赵总", role="executive", over="设计部")
    chat.person("管理员", role="admin")
    chat.person("孙六", dept="财务部")
    chat.group("新品上市", "张三", "冯头", "李四", "王五", "小吴", "小郑", "小钱")
    chat.says("张三", "/项目 新建 Q4宣传物料 2026-03-02 到 2026-03-20 编号 XMTEST2026-001")
    chat.says("小吴", "/任务 海报初稿 @王五 3月4日17:00前 协作 @小郑")
    return chat


def typed(chat: Chat, person: str, command: Command) -> str:
    """What the bot answers a person who types the command about the task or project alone with the bot."""
    subject = {"task": "SJB20260001", "project": "XMTEST2026-001", "nothing": ""}[command.needs]
    chat.tells(person, f"/{command.name} {subject}")
    return "\n".join(line.text for line in chat.fresh(to=f"dm:{person}"))


def pressed(chat: Chat, person: str, action: Action) -> str:
    """What the bot answers a person who sends the button's action, whether or not they can see the button."""
    event = Incoming(
        key=f"{action.name}:{person}",
        platform="console",
        kind="button",
        user=chat.stage.user(person),
        user_name=person,
        action=action.name,
        value={"task": "1"} if action.needs == "task" else {"project": "1"} if action.needs == "project" else {},
    )
    chat.receives(event)
    return "\n".join(line.text for line in chat.fresh(to=f"dm:{person}"))


def refused(answer: str) -> bool:
    beginning = texts.template("common.not_allowed", "zh").split("{")[0]
    return beginning in answer or "没有编号为" in answer


@pytest.mark.parametrize("command", [c for c in commands.COMMANDS if c.needs != "nothing"], ids=lambda c: c.name)
def test_p3_each_part_may_type_what_the_table_says(crew: Chat, command: Command) -> None:
    may = {letter for letter, person in PEOPLE.items() if not refused(typed(crew, person, command))}
    assert may == reached(TABLE[f"/{command.name}"])


@pytest.mark.parametrize("action", [a for a in commands.ACTIONS.values() if a.needs != "nothing"], ids=lambda a: a.name)
def test_p3_each_part_may_press_what_the_table_says(crew: Chat, action: Action) -> None:
    may = {letter for letter, person in PEOPLE.items() if not refused(pressed(crew, person, action))}
    assert may == reached(TABLE[action.name])


def reached(letters: str) -> set[str]:
    """The letters of the table as people of the crew: everybody inside is a member, too."""
    return set(letters) if "M" not in letters else set("AELHIOCBM") | set(letters)


@pytest.mark.parametrize("command", [c for c in commands.COMMANDS if c.needs != "nothing"], ids=lambda c: c.name)
def test_u4_a_stranger_learns_no_more_of_a_project_than_of_none(crew: Chat, command: Command) -> None:
    real = typed(crew, "孙六", command)
    subject = {"task": ("SJB20260001", "SJB20269999"), "project": ("XMTEST2026-001", "XMNONE2026-999")}[command.needs]
    crew.tells("孙六", f"/{command.name} {subject[1]}")
    assert real.replace(subject[0], subject[1]) == "\n".join(line.text for line in crew.fresh(to="dm:孙六"))


@pytest.mark.parametrize("command", [c for c in commands.COMMANDS if c.needs != "nothing"], ids=lambda c: c.name)
def test_u4_another_group_learns_nothing_even_from_a_member(crew: Chat, command: Command) -> None:
    crew.group("别的群", "张三", "孙六")
    subject = {"task": "SJB20260001", "project": "XMTEST2026-001"}[command.needs]
    crew.says("张三", f"/{command.name} {subject}", group="别的群")
    for line in crew.fresh(to="group:别的群"):
        assert "海报" not in line.text and "Q4" not in line.text
