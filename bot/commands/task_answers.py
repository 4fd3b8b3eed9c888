"""How commands about a task answer: its cards change in place, and whoever typed is told what was understood."""

from dataclasses import replace as replace_fields

from msgspec.structs import replace

from bot.cards import Button, Card, Section, Tone, Value, Words, note
from bot.commands.command import Context, Reply
from bot.services import task_cards
from storage import posted
from storage import project as project_rows
from storage.outbox import Notice, Rank, ToChat, lane_of
from storage.tables.project import Chat
from storage.tables.task import Task


def told(ctx: Context, title: Words, *lines: Value, news: bool = False, tone: Tone = "good") -> Reply | None:
    """Say what was done, unless the pressed card shows it. `news` reaches the project's other groups too (J2).

    Typed to the bot alone, it is said in short where the task's own card stands and has just changed.
    """
    card = note(title, *lines, task_cards.line(ctx.work, ctx.task), tone=tone)
    if news:
        pass_on(ctx, ctx.task, card)
    if ctx.value.get("on") == "card":
        return None
    if ctx.chat is None and posted.stands_with(ctx.work.db, task_cards.keys(ctx.task, ctx.me), ctx.me.id or 0):
        card = note(title, *lines, tone=tone)
    answer = answered(ctx, card)
    return answer if answer is None or lines or news else replace_fields(answer, still=_unless_shown(ctx))


def _unless_shown(ctx: Context) -> tuple[tuple[str | int, ...], ...]:
    """Where calls are few, a task's card that is posted anew beneath the words answers them; nothing is said twice."""
    if ctx.chat is None or ctx.chat.platform not in ctx.work.defaults.frugal:
        return ()
    chat_id = ctx.chat.id or 0
    place = posted.place(ctx.work.db, task_cards.card_key(ctx.task), lane_of(ToChat(chat_id)))
    return (("card_unmoved", ctx.task.id or 0, chat_id, place.ref),) if place else ()


def answered(ctx: Context, card: Card) -> Reply | None:
    """The answer, in the place of the question when there was one."""
    if "ask" in ctx.value:
        ctx.work.update(ctx.value["ask"], card)
        return None
    return Reply(card, privately=bool(ctx.event.action))


def ask(ctx: Context, title: Words, button: Button, *lines: Value) -> Reply | None:
    """Ask for what is missing with the form behind a button, laid open; the answer takes the question's place."""
    key = ctx.value.get("ask", f"ask:{ctx.work.source}")
    form = replace(button.form, value={**button.form.value, "ask": key}) if button.form else None
    card = Card(title, "warn", (Section(lines=lines, form=form),))
    return answered(ctx, card) if "ask" in ctx.value else Reply(card, key, privately=bool(ctx.event.action))


def elsewhere(ctx: Context, project_id: int) -> list[Chat]:
    """The project's groups but for the one this is said in."""
    here = ctx.chat.id if ctx.chat else None
    return [chat for chat in project_rows.chats(ctx.work.db, project_id) if chat.id != here]


def pass_on(ctx: Context, task: Task, card: Card) -> None:
    """Told in private or in one group, posted in working hours wherever else the project lives (J2)."""
    for chat in elsewhere(ctx, task.project_id):
        key = f"news:{task.id}:{task.version}:{chat.id}"
        named = task_cards.news_key(task, ctx.work.source)
        ctx.work.send(
            Notice(ToChat(chat.id or 0), card, "J2", key, Rank.NOTICE, named, "task.news", project_id=task.project_id)
        )
