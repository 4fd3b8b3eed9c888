"""Plain words that are neither work nor a command: thanks, "seen", where somebody is, slips, and questions (S3)."""

from bot.cards import note, words
from bot.commands import leave, plain_questions
from bot.commands.command import Context, Reply
from bot.rules.small_talk import read_small_talk


def read(ctx: Context, text: str) -> Reply | None:
    """A short answer to small talk, and to a question the answer of its command; None for anything else."""
    said = read_small_talk(text)
    if said is None:
        return plain_questions.read(ctx, text)
    if said == "back" and leave.is_coming(ctx):
        ctx.rest = ""
        return Reply(leave.leave(ctx))
    return Reply(note(words(f"record.{said}")))
