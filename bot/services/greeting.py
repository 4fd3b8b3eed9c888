"""What the bot says when it comes into a group: once, what it is for and one button to begin."""

from bot.cards import Button, Card, Words, note, words
from bot.services.work import Work
from storage import project as rows
from storage.outbox import Notice, Rank, ToChat
from storage.tables.project import Chat


def greet(work: Work, chat: Chat) -> None:
    """Greet a group that has no project yet; the key makes sure that nobody is greeted twice."""
    if rows.in_chat(work.db, chat.id or 0):
        return
    button = Button("guide.begin", words("guide.button_begin"), style="primary")
    still = (("chat_free", chat.id or 0),)
    card = _card(words("guide.greeting_first"), words("guide.greeting_then"), buttons=(button,))
    work.send(Notice(ToChat(chat.id or 0), card, "reply", _key(chat), Rank.REPLY, _key(chat), still=still))


def take_off_button(work: Work, chat: Chat) -> None:
    """The group has begun, in whatever way: the greeting offers it no more."""
    work.update(_key(chat), _card(words("guide.greeting_later")))


def _card(*lines: Words, buttons: tuple[Button, ...] = ()) -> Card:
    return note(words("guide.greeting"), *lines, buttons=buttons)


def _key(chat: Chat) -> str:
    return f"greeting:{chat.id}"
