"""From a rendered card to DingTalk's markdown or to the data of our card template. Pure."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import quote

from adapters.dingtalk import markdown
from adapters.dingtalk.markdown import NEWLINE, escape, flat
from bot import texts
from bot.cards import Ping, Rendered, RenderedButton, RenderedForm, RenderedInput, Rich, plain
from bot.wire import Target

PARAM_BYTES = 15_000  # msgParam; split well below, as long messages get lost in groups
TEXT_BYTES = 12_000
TITLE_BYTES = 200
VALUE_BYTES = 1_024  # one value of a card, as the page says; longer ones were seen to pass
BLOCKS = 6  # markdown blocks of the template
MOST_PINGS = 50
BY_KEY = {"updateCardDataByKey": True, "updatePrivateDataByKey": True}
_USER_ID = re.compile(r"[0-9A-Za-z_.\-]{1,64}")
_FIELD_TYPES = {"date": "DATE", "moment": "DATETIME", "select": "SELECT"}
_COLOURS = {"plain": "gray", "primary": "blue", "danger": "red"}
Mention = Callable[[Ping], str]
Mode = Literal["name", "token"]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a person can do with a message: press (`form` None) or fill in. `open` forms stand in the message."""

    action: str
    label: str
    value: Mapping[str, str]
    style: str = "plain"
    form: RenderedForm | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One markdown message: its title for notifications, its text, and who is really mentioned."""

    title: str
    text: str
    at: tuple[str, ...] = ()


def choices(content: Rendered) -> tuple[Choice, ...]:
    """What can be done with a message, in reading order."""
    found: list[Choice] = []
    for section in content.sections:
        if section.form:
            found.append(_fill(section.form))
        found.extend(_press(button) for button in section.buttons)
    return tuple(found)


def shared(content: Rendered, own: frozenset[int]) -> Rendered:
    """The message without mentions of these people, and with nothing in its open forms yet."""
    return replace(
        content,
        title=_without(content.title, own),
        sections=tuple(
            replace(section, lines=tuple(_without(line, own) for line in section.lines), form=_emptied(section.form))
            for section in content.sections
        ),
        pings=tuple(ping for ping in content.pings if ping.person not in own),
    )


def _without(text: Rich, own: frozenset[int]) -> Rich:
    left = [part for part in text if not (isinstance(part, Ping) and part.person in own)]
    if len(left) < len(text) and left and isinstance(left[0], str):
        left[0] = left[0].lstrip()
    return tuple(left)


def _emptied(form: RenderedForm | None) -> RenderedForm | None:
    return form and replace(form, inputs=tuple(replace(item, value="") for item in form.inputs))


def _press(button: RenderedButton) -> Choice:
    return Choice(button.action, button.label, button.value, button.style, button.form)


def _fill(form: RenderedForm) -> Choice:
    return Choice(form.action, form.title, form.value, "primary", form, open=True)


# ---------------------------------------------------------------------------------------------------------------------
# Markdown


def compose(
    content: Rendered,
    numbers: Sequence[int],
    *,
    direct: bool,
    mode: Mode = "name",
    accounts: Mapping[int, str] | None = None,
    most: int = TEXT_BYTES,
) -> tuple[Text, ...]:
    """The message as one or several markdown texts; `numbers` are what people type for its choices.

    mode: "token" writes real mentions as the reply and group addresses take them; elsewhere only names would be shown.
    """
    users = _mentioned(content, accounts or {})
    pinged = mode == "token"

    def mention(ping: Ping) -> str:
        return f" @{users[ping.person]} " if pinged and ping.person in users else f"＠{flat(ping.name)}"

    language = content.language
    title = markdown.cut(flat(plain(content.title)), TITLE_BYTES)
    rest = [*_body(content, mention), *_offers(choices(content), numbers, language, direct)]
    head = rich(content.title, mention, one_line=bool(rest)).split("\n")
    # One sentence alone is an answer, not a heading.
    lines = [f"### {head[0]}", *rest] if rest else head
    parts = markdown.split(lines, most, NEWLINE)
    at = tuple(dict.fromkeys(users[ping.person] for ping in content.pings if ping.person in users)) if pinged else ()
    if len(parts) == 1:
        return (Text(title, parts[0], at),)
    return tuple(
        Text(f"{title} ({index}/{len(parts)})", part, tuple(user for user in at if f"@{user} " in part))
        for index, part in enumerate(parts, start=1)
    )


def _mentioned(content: Rendered, accounts: Mapping[int, str]) -> dict[int, str]:
    """Who can be mentioned for real, by person; those beyond what one message takes are only named."""
    ids = ((ping.person, accounts.get(ping.person, "")) for ping in content.pings)
    users = dict((person, user) for person, user in ids if _USER_ID.fullmatch(user))
    return dict(list(users.items())[:MOST_PINGS])


def rich(text: Rich, mention: Mention, one_line: bool = False) -> str:
    """Rich text with everything people wrote made harmless."""
    safe = flat if one_line else escape
    parts = [mention(part) if isinstance(part, Ping) else _edges(part, safe(part)) for part in text]
    return "".join(parts)


def _edges(source: str, safe: str) -> str:
    """Flattening must not eat the blank between a name and its sentence."""
    return f"{' ' * source[:1].isspace()}{safe.strip(' ')}{' ' * source[-1:].isspace()}" if source.strip() else source


def _body(content: Rendered, mention: Mention) -> list[str]:
    lines: list[str] = []
    colon = texts.template("common.colon", content.language)
    for section in content.sections:
        written: list[str] = []
        for line in section.lines:
            written.extend(rich(line, mention).split("\n"))
        for label, value in section.fields:
            first, *more = rich(value, mention).split("\n")
            written.extend((f"**{flat(label)}**{colon}{first}", *more))
        if section.form:
            written.extend(_entries(section.form, colon))
        if written and lines:
            lines.append("")
        lines.extend(written)
    return lines


def _entries(form: RenderedForm, colon: str) -> list[str]:
    """An open form as lines: what is asked, and what stands there already."""
    written: list[str] = []
    for item in form.inputs:
        first, *more = escape(shown(item)).split("\n")
        written.extend((f"**{flat(item.label)}**{colon}{first}", *more))
    return written


def shown(item: RenderedInput) -> str:
    """What a field holds, in words."""
    return dict(item.options).get(item.value, item.value)


def _offers(offered: Sequence[Choice], numbers: Sequence[int], language: str, direct: bool) -> list[str]:
    """The choices with what to type; in direct messages they can be tapped as well."""
    if not offered:
        return []
    lines = ["", f"> {escape(texts.say('typed.answer_here' if direct else 'typed.answer_group', language))}"]
    for choice, number in zip(offered, numbers, strict=True):
        label = flat(choice.label)
        if direct:
            typed = quote(texts.say("typed.typed", language, number=number), safe="")
            label = f"[{label}](dtmd://dingtalkclient/sendMessage?content={typed})"
        lines.append(f"> **{number}** {label}")
    if any(choice.open for choice in offered):
        lines.append(f"> {escape(texts.say('typed.answer_lines', language))}")
    return lines


# ---------------------------------------------------------------------------------------------------------------------
# Cards


@dataclass(frozen=True, slots=True)
class CardData:
    """The values of our template, all strings, and what each id on the card stands for."""

    params: Mapping[str, str]
    acts: Mapping[str, Choice]
    at: Mapping[str, str]


def card(content: Rendered, accounts: Mapping[int, str], *, trim: bool = False) -> CardData | None:
    """The card, or None when it does not fit into the template's values and must go as text.

    trim: cut it instead, for a message that is already there as a card. A form too big to be drawn becomes a button.
    """
    users = _mentioned(content, accounts)

    def mention(ping: Ping) -> str:
        if ping.person not in users:
            return f"＠{flat(ping.name)}"
        return f"<a atId={users[ping.person]}>{flat(ping.name)}</a>"

    acts = {act_id(choice): choice for choice in choices(content)}
    opened = [name for name, choice in acts.items() if choice.open]
    shows = opened[0] if len(opened) == 1 and fits(acts[opened[0]].form, content.language) else ""
    blocks = markdown.split(_card_lines(content, mention, shows), VALUE_BYTES, NEWLINE)
    if len(blocks) > BLOCKS and trim:
        blocks = [*blocks[: BLOCKS - 1], markdown.cut(blocks[BLOCKS - 1] + NEWLINE, VALUE_BYTES - 8) + "…"]
    params = {
        "title": markdown.cut(flat(plain(content.title)), TITLE_BYTES),
        "tone": content.tone,
        "lastMessage": markdown.cut(flat(content.text), TITLE_BYTES),
        "buttons": json.dumps(_buttons(acts, shows), ensure_ascii=False, separators=(",", ":")),
        **{f"body{number}": "" for number in range(1, BLOCKS + 1)},
        **{f"body{number}": block for number, block in enumerate(blocks, start=1)},
        **form_params(shows, acts[shows].form if shows else None, content.language),
    }
    at = {users[ping.person]: ping.name for ping in content.pings if ping.person in users}
    if len(blocks) > BLOCKS or any(len(value.encode()) > VALUE_BYTES for value in params.values()):
        return None
    return CardData(params, acts, at)


def act_id(choice: Choice) -> str:
    """The id of a choice on a card: the same for the same deed, so that a late press never does another one."""
    deed = json.dumps([choice.action, sorted(choice.value.items()), choice.label], ensure_ascii=False)
    return f"a{hashlib.sha256(deed.encode()).hexdigest()[:10]}"


def fits(form: RenderedForm | None, language: str) -> bool:
    """Whether the template can draw a form."""
    return all(len(value.encode()) <= VALUE_BYTES for value in form_params("a", form, language).values())


def _card_lines(content: Rendered, mention: Mention, shows: str) -> list[str]:
    """The text of a card, below a title too long for its place the whole of it; the fields of a form that is drawn are
    not written as well."""
    short = markdown.size(flat(plain(content.title))) <= TITLE_BYTES
    whole = [] if short else rich(content.title, mention).split("\n")
    if not shows:
        return [*whole, *_body(content, mention)]
    sections = tuple(
        type(section)(section.lines, section.fields, section.buttons, None) for section in content.sections
    )
    bare = Rendered(content.title, content.tone, sections, content.language, content.text, content.pings)
    return [*whole, *_body(bare, mention)]


def _buttons(acts: Mapping[str, Choice], shows: str) -> list[dict[str, str]]:
    return [
        {"id": name, "text": markdown.cut(flat(choice.label), 60), "color": _COLOURS[choice.style]}
        for name, choice in acts.items()
        if name != shows
    ]


def form_params(name: str, form: RenderedForm | None, language: str) -> dict[str, str]:
    """The values that draw a form; without one, those that take it away."""
    fields = [_field(item) for item in form.inputs] if form else []
    return {
        "form": json.dumps({"fields": fields}, ensure_ascii=False, separators=(",", ":")),
        "form_id": name if form else "",
        "form_title": flat(form.title) if form else "",
        "form_submit": form.submit if form else texts.say("common.submit", language),
        "form_status": "normal" if form else "disabled",
        "has_form": "true" if form else "false",
    }


def _field(item: RenderedInput) -> dict[str, Any]:
    kind = _FIELD_TYPES.get(item.kind, "TEXT")
    field: dict[str, Any] = {"name": item.name, "label": item.label, "type": kind}
    values = [value for value, _ in item.options]
    if item.required:
        field["required"] = True
    if item.hint:
        field["placeholder"] = item.hint
    if kind == "SELECT":
        field["options"] = [{"value": value, "text": label} for value, label in item.options]
        if item.value in values:
            field["defaultValue"] = {"index": values.index(item.value), "value": item.value}
    elif item.value:
        field["defaultValue"] = item.value
    return field


def card_request(
    card: CardData, track: str, target: Target, template: str, robot: str, route: str = ""
) -> dict[str, Any]:
    """The body that creates and delivers a card (create-and-deliver-cards). `route`: of its presses over HTTP."""
    summary = {"ZH_CN": card.params["lastMessage"], "EN_US": card.params["lastMessage"]}
    space = {"supportForward": False, "lastMessageI18n": summary}
    body: dict[str, Any] = {
        "cardTemplateId": template,
        "outTrackId": track,
        **({"callbackType": "HTTP", "callbackRouteKey": route} if route else {"callbackType": "STREAM"}),
        "cardData": {"cardParamMap": dict(card.params)},
        "userIdType": 1,
    }
    if target.kind == "dm":
        deliver = {"spaceType": "IM_ROBOT", "robotCode": robot}
        space_id = f"dtv1.card//IM_ROBOT.{target.id}"
        return {**body, "openSpaceId": space_id, "imRobotOpenSpaceModel": space, "imRobotOpenDeliverModel": deliver}
    mentions = {"atUserIds": dict(card.at)} if card.at else {}
    if card.at:
        # Without it the names in the text would only look like mentions.
        body["cardAtUserIds"] = list(card.at)
    return {
        **body,
        "openSpaceId": f"dtv1.card//IM_GROUP.{target.id}",
        "imGroupOpenSpaceModel": space,
        "imGroupOpenDeliverModel": {"robotCode": robot, **mentions},
    }


def update_request(card: CardData, track: str) -> dict[str, Any]:
    """The body that replaces a card's values; without the options everything else would be lost."""
    return {
        "outTrackId": track,
        "cardData": {"cardParamMap": dict(card.params)},
        "cardUpdateOptions": BY_KEY,
    }
