"""/who link: a person's accounts on several platforms become one; /who unlinked: who is not there yet (P1)."""

import re
from typing import Final

from bot.cards import Button, Card, Many, Section, Value, note, words
from bot.commands.command import Action, Command, Context, Reply
from bot.rules.access import ADMINS, ANYONE
from bot.rules.fold import fold
from bot.services import linking
from storage import linking as rows

_CODE: Final = re.compile(r"(?<![A-Z0-9])[A-Z0-9]{6}(?![A-Z0-9])")
_MOST: Final = 30


def link(ctx: Context) -> Reply:
    """`/谁 关联` gives a code; `/谁 关联 K7M2QX`, sent privately on another platform, asks for the tap."""
    typed = _CODE.search(fold(ctx.rest).upper())
    if typed is None:
        code = linking.offer(ctx.work, ctx.me, ctx.event.platform)
        lines = words("people.link_how", code=code, minutes=linking.CODE_MINUTES), words("people.link_why")
        return Reply(note(words("people.link_code", code=code), *lines), privately=True)
    code = typed[0]
    if ctx.chat is not None:
        # Everybody there has read it.
        linking.revoke(ctx.work, code)
        return Reply(note(words("people.link_in_private"), tone="warn"), privately=True)
    found = linking.find(ctx.work, code, ctx.me, ctx.event.platform)
    if found is None:
        return Reply(note(words("people.link_wrong"), words("people.link_again"), tone="warn"))
    button = Button("people.link", words("people.button_link"), {"code": code}, "primary")
    who = words("people.link_who", name=found.person.name, platform=linking.platform_name(found.platform))
    card = note(words("people.link_asks"), who, words("people.link_why"), buttons=(button,))
    return Reply(card, _card_key(ctx))


def confirm(ctx: Context) -> None:
    """The tap that makes both one person."""
    key = _card_key(ctx)
    ctx.me = linking.confirm(ctx.work, ctx.value["code"], ctx.me, ctx.event.platform)
    found = tuple(linking.platform_name(each) for each in sorted(rows.platforms_of(ctx.work.db, ctx.me.id or 0)))
    ctx.work.update(key, note(words("people.linked", name=ctx.me.name, platforms=Many(found)), tone="good"))


def _card_key(ctx: Context) -> str:
    """The latest question on this account; the account stays when the person behind it changes."""
    return f"link:{ctx.event.platform}:{ctx.event.user}"[:80]


def unlinked(ctx: Context) -> Reply:
    """`/谁 未关联`: people who are perhaps the same, and members missing on one of their project's platforms."""
    twins = rows.namesakes_apart(ctx.work.db)
    halves = rows.half_there(ctx.work.db)
    sections = []
    if twins:
        lines: list[Value] = [words("people.unlinked_twins")]
        for found in twins[:_MOST]:
            places = sorted({each for person in found for each in rows.platforms_of(ctx.work.db, person.id or 0)})
            names = Many(tuple(linking.platform_name(each) for each in places))
            lines.append(words("people.unlinked_line", name=found[0].name, platforms=names))
        sections.append(Section(lines=tuple(lines)))
    if halves:
        lines = [words("people.unlinked_halves", n=len(halves))]
        lines += [
            words("people.unlinked_line", name=person.name, platforms=linking.platform_name(platform))
            for person, platform in halves[:_MOST]
        ]
        sections.append(Section(lines=tuple(lines)))
    if not sections:
        return Reply(note(words("people.unlinked_none"), tone="good"), privately=True)
    sections.append(Section(lines=(words("people.unlinked_next"),)))
    return Reply(Card(words("people.unlinked_title"), sections=tuple(sections)), privately=True)


COMMANDS = (
    Command("who link", "谁 关联", "people.link", link, may=ANYONE, also=("关联账号", "link account")),
    Command("who unlinked", "谁 未关联", "people.unlinked", unlinked, may=ADMINS),
)
ACTIONS = (Action("people.link", confirm, may=ANYONE),)
