"""What the bot says when it comes into a group: once, what it is for and what to do first."""

from bot.cards import Button, note, words
from bot.services import project_cards
from bot.services.work import Work
from storage import project as rows
from storage.outbox import Notice, Rank, ToChat
from storage.tables.project import Chat


def greet(work: Work, chat: Chat) -> None:
    """Greet a group that has no project yet; the key makes sure that nobody is greeted twice."""
    if rows.in_chat(work.db, chat.id or 0):
        return
    button = Button("project.new", words("project.button_new"), style="primary", form=project_cards.new_form())
    lines = words("project.greeting_first"), words("project.greeting_then")
    card = note(words("project.greeting"), *lines, buttons=(button,))
    work.send(Notice(ToChat(chat.id or 0), card, "J2", f"greeting:{chat.id}", Rank.REPLY))
