"""What is remembered of a group or of somebody's direct messages: choices offered, and where answers may go."""

import asyncio
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.base import Memory
from adapters.dingtalk import typed
from adapters.dingtalk.client import BEIJING
from adapters.dingtalk.outbound import Choice
from adapters.dingtalk.seal import Seal
from adapters.dingtalk.settings import DingTalkSettings
from adapters.dingtalk.verify import Robot, is_permanent, is_reply_address
from bot.clock import Clock

KEEP_CHOICES = 7 * 86400.0
KEEP_FILL = 2 * 86400.0
KEEP_ACTED = 600.0
KEEP_QUOTABLE = 30 * 86400.0
MOST_CHOICES = 12  # in one record; a number is looked for among the records that may hold it
HOOK_MARGIN = 60.0
HOOK_FRESH = 2700.0  # a stored reply address is replaced when less than this is left of it


def of_group(chat: str) -> str:
    """The key of a group; its own id is case-sensitive and may hold any sign."""
    return f"#{hashlib.sha256(chat.encode()).hexdigest()[:24]}"


def of_person(user: str) -> str:
    return f"@{user}"


@dataclass(frozen=True, slots=True)
class Offer:
    """Choices of one message. `card` is the key under which the message is updated, "" without."""

    first: int
    at: str
    language: str
    card: str
    choices: tuple[Choice, ...]

    def at_number(self, number: int) -> Choice | None:
        index = number - self.first
        return self.choices[index] if 0 <= index < len(self.choices) else None


class Places:
    """Numbers run on through a day in each place, so that an answer never meets another message's choice."""

    def __init__(self, memory: Memory, settings: DingTalkSettings, clock: Clock) -> None:
        self._memory = memory
        self._settings = settings
        self._clock = clock
        self._seal = Seal(settings.client_secret)
        self._hooks: dict[str, tuple[str, float]] = {}

    async def offer(
        self, places: Sequence[str], offered: Sequence[Sequence[Choice]], language: str, cards: Sequence[str]
    ) -> tuple[int, ...]:
        """Numbers for the choices of a message, the same in all these places. Each has its own: what stands in a form
        already differs from person to person; `cards` has each one's card key."""
        choices = offered[0]
        if not choices:
            return ()
        day = f"{self._clock.now().astimezone(BEIJING):%m%d}"
        keys = [f"number:{place}:{day}" for place in places]
        ends = [await self._memory.add(key, len(choices), 2 * 86400.0) for key in keys]
        for key, end in zip(keys, ends, strict=True):
            if end < max(ends):
                await self._memory.add(key, max(ends) - end, 2 * 86400.0)
        first = max(ends) - len(choices) + 1
        await asyncio.gather(
            *(
                self._keep(place, first, own, language, card)
                for place, own, card in zip(places, offered, cards, strict=True)
            )
        )
        return tuple(range(first, first + len(choices)))

    async def _keep(self, place: str, first: int, choices: Sequence[Choice], language: str, card: str) -> None:
        at = self._clock.now().isoformat()
        for start in range(0, len(choices), MOST_CHOICES):
            kept = [typed.dump_choice(choice) for choice in choices[start : start + MOST_CHOICES]]
            record = {"first": first + start, "at": at, "language": language, "card": card, "choices": kept}
            text = json.dumps(record, ensure_ascii=False)
            await self._memory.put(f"choices:{place}:{first + start}", text, KEEP_CHOICES)
            if any(choice["open"] for choice in kept):
                await self._memory.put(f"fill:{place}", str(first + start), KEEP_FILL)

    async def find(self, place: str, number: int) -> tuple[Offer, Choice] | None:
        """What a number stands for now: of all that held it, the newest."""
        firsts = range(max(1, number - MOST_CHOICES + 1), number + 1)
        offers = await asyncio.gather(*(self._offer(place, first) for first in firsts))
        found = [(offer, choice) for offer in offers if offer and (choice := offer.at_number(number))]
        return max(found, key=lambda pair: pair[0].at, default=None)

    async def fillable(self, place: str) -> Offer | None:
        """The newest message with a form standing open in it."""
        first = await self._memory.get(f"fill:{place}")
        return await self._offer(place, int(first)) if first else None

    async def _offer(self, place: str, first: int) -> Offer | None:
        text = await self._memory.get(f"choices:{place}:{first}")
        if not text:
            return None
        raw = json.loads(text)
        kept = tuple(typed.load_choice(choice) for choice in raw["choices"])
        return Offer(raw["first"], raw["at"], raw["language"], raw["card"], kept)

    async def acted(self, place: str, card: str) -> None:
        """Somebody used a message's choices: what becomes of it is news to them, even where nothing can be replaced."""
        if card:
            await self._memory.put(f"acted:{place}:{card}", "1", KEEP_ACTED)

    async def was_acted_on(self, place: str, card: str) -> bool:
        return bool(card and await self._memory.get(f"acted:{place}:{card}"))

    async def keep_quotable(self, key: str, ref: str) -> None:
        """People who quote a message tell the key its sending was answered with, which is not how we know it."""
        if key:
            await self._memory.put(f"quotable:{key}", ref, KEEP_QUOTABLE)

    async def quotable(self, key: str) -> str:
        """The reference of a quoted message, "" where its key is all there is."""
        return await self._memory.get(f"quotable:{key}") or ""

    # Reply addresses are secrets: sealed in Memory, and never used beyond their end.

    async def remember_hook(self, place: str, url: str, ends_ms: int) -> None:
        """Keep a message's reply address, if it is one that may be used."""
        if not is_reply_address(url, self._settings.webhook_hosts):
            return
        ends, now = ends_ms / 1000 - HOOK_MARGIN, self._clock.now().timestamp()
        _, kept = self._hooks.get(place, ("", 0.0))
        if ends <= now or (kept - now > HOOK_FRESH and kept >= ends - HOOK_FRESH):
            return
        self._hooks[place] = (url, ends)
        sealed = self._seal.close(json.dumps({"url": url, "ends": ends}))
        await self._memory.put(f"hook:{place}", sealed, ends - now)

    async def hook(self, place: str) -> str:
        """A reply address that can still be used, "" without."""
        now = self._clock.now().timestamp()
        url, ends = self._hooks.get(place, ("", 0.0))
        if ends <= now:
            opened = self._seal.open(await self._memory.get(f"hook:{place}") or "")
            kept = json.loads(opened or "{}")
            url, ends = str(kept.get("url", "")), float(kept.get("ends", 0))
        return url if ends > now and not await self._memory.get(f"paused:{place}") else ""

    async def pause_hook(self, place: str, url: str, seconds: float) -> None:
        """Leave an address alone: it is over, or was used too often."""
        permanent = is_permanent(url)
        if seconds:
            await self._memory.put(f"{'resting' if permanent else 'paused'}:{place}", "1", seconds)
        else:
            await self._memory.put(f"{'robot' if permanent else 'hook'}:{place}", "", 1.0)
        if not permanent:
            self._hooks.pop(place, None)

    # A group's permanent address, entered by an administrator: besides cards the only way to mention out of turn.

    async def keep_robot(self, place: str, robot: Robot) -> None:
        kept = json.dumps({"token": robot.token, "secret": robot.secret})
        await self._memory.put(f"robot:{place}", self._seal.close(kept))
        await self._memory.put(f"resting:{place}", "", 1.0)  # which was about the one before

    async def robot(self, place: str) -> str:
        """The group's permanent address, "" when none was entered or it has to rest."""
        kept = self._seal.open(await self._memory.get(f"robot:{place}") or "")
        if not kept or await self._memory.get(f"resting:{place}"):
            return ""
        return Robot(**json.loads(kept)).address(self._settings.oapi_base_url, self._clock.now())
