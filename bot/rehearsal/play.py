"""Plays a script on the stage and prints what the bot did, so that a company sees what the rules do to its plan."""

import asyncio
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.rehearsal import script
from bot.rehearsal.script import (
    AddGroup,
    AddPerson,
    Expect,
    Fill,
    Pass,
    Press,
    Say,
    ScriptError,
    SetClock,
    Step,
    Until,
)
from bot.rehearsal.stage import Line, Stage, StageError
from bot.services.work import Defaults

Print = Callable[[str], None]


@dataclass(slots=True)
class _Play:
    """A rehearsal under way. `window`: where the latest action began in the transcript; `cursors`: what was matched."""

    defaults: Defaults
    out: Print
    as_json: bool
    stage: Stage | None = None
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    printed: int = 0
    window: int = 0
    cursors: dict[str, int] = field(default_factory=dict)
    failures: int = 0

    def on_stage(self, line: int) -> Stage:
        if self.stage is None:
            raise ScriptError(line, "begin with the clock, such as: clock 2026-03-02 08:30 Asia/Shanghai")
        return self.stage


def _complain(message: str) -> None:
    sys.stderr.write(message + "\n")


def main(path: str, as_json: bool, defaults: Defaults, out: Print) -> int:
    """Play a script: 0 when every expectation held, 1 when one did not, 2 when the script cannot be played."""
    try:
        steps = script.parse(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ScriptError) as error:
        _complain(f"{path}: {error}")
        return 2
    return asyncio.run(_run(path, steps, _Play(defaults, out, as_json)))


async def _run(path: str, steps: list[Step], play: _Play) -> int:
    try:
        for step in steps:
            await _do(play, step)
            _print_new(play)
    except (ScriptError, StageError) as error:
        where = "" if isinstance(error, ScriptError) else f"line {step.line}: "
        _complain(f"{path}: {where}{error}")
        return 2
    finally:
        if play.stage is not None:
            play.stage.close()
    if not play.as_json:
        wanted = sum(isinstance(step, Expect) for step in steps)
        play.out(f"-- {wanted - play.failures} of {wanted} expectations held")
    return 1 if play.failures else 0


async def _do(play: _Play, step: Step) -> None:
    if isinstance(step, SetClock):
        if play.stage is not None:
            raise ScriptError(step.line, "the clock is set once, at the beginning; use pass or until")
        play.zone, play.stage = step.zone, await Stage.open(step.at, play.defaults)
        return
    stage = play.on_stage(step.line)
    if isinstance(step, Expect):
        await _check(play, stage, step)
        return
    play.window = len(stage.lines)
    _print_done(play, stage, step)
    await act(stage, step)


async def act(stage: Stage, step: Step) -> None:
    """Do one step of a script that is no expectation."""
    match step:
        case AddPerson(name=name, details=details):
            await stage.add_person(name, details)
        case AddGroup(name=name, members=members):
            await stage.add_group(name, members)
        case Say(person=person, group=group, text=text):
            await stage.say(person, text, group)
        case Press(person=person, label=label):
            await stage.press(person, label)
        case Fill(person=person, fields=fields):
            await stage.fill(person, fields)
        case Pass(span=span):
            await stage.move_by(span)
        case Until(at=at):
            if at < stage.clock.now():
                raise StageError(f"{at:%Y-%m-%d %H:%M} is over already")
            await stage.move_to(at)


async def _check(play: _Play, stage: Stage, step: Expect) -> None:
    """See whether the message is there; with `within`, let time go by until it is, or until the span is over."""
    to = f"{step.kind}:{step.name}"
    (stage.user if step.kind == "dm" else stage.group)(step.name)
    begin = play.window if not step.wanted else min(play.window, play.cursors.get(to, 0))
    until = stage.clock.now() + step.within
    found = _find(stage, step, to, begin)
    while found is None and stage.clock.now() < until:
        await stage.move_to(min(until, stage.clock.now() + timedelta(minutes=1)))
        found = _find(stage, step, to, begin)
    if found is not None:
        play.cursors[to] = found
    if (found is not None) != step.wanted:
        play.failures += 1
        _print_new(play)
        _report(play, stage, step)


def _find(stage: Stage, step: Expect, to: str, begin: int) -> int | None:
    for number in range(begin, len(stage.lines)):
        line = stage.lines[number]
        if (
            line.to == to
            and all(text in line.text for text in step.contains)
            and (not step.why or line.why == step.why)
            and all(any(label in button for button in line.buttons) for label in step.buttons)
        ):
            return number
    return None


def _report(play: _Play, stage: Stage, step: Expect) -> None:
    verb = "expect" if step.wanted else "refute"
    wanted = " ".join([*(f'contains "{text}"' for text in step.contains), *([f"why {step.why}"] if step.why else [])])
    message = (
        f"line {step.line}: {verb} {step.kind} {step.name} {wanted} does not hold at {_stamp(play, stage.clock.now())}"
    )
    if play.as_json:
        _complain(message)
    else:
        play.out(f"!! {message}")


def _local(play: _Play, moment: datetime) -> datetime:
    return moment.astimezone(play.zone)


def _stamp(play: _Play, moment: datetime) -> str:
    return f"{_local(play, moment):%m-%d %a %H:%M}"


def _print_done(play: _Play, stage: Stage, step: Step) -> None:
    """What a person does, in the transcript for people; time steps and people entering are not worth a line."""
    match step:
        case Say(person=person, group=group, text=text):
            said = f"{person}{f' @ {group}' if group else ''}: {text}"
        case Press(person=person, label=label):
            said = f"{person}: [{label}]"
        case Fill(person=person, fields=fields):
            said = f"{person}: " + " ".join(f"{key}={value}" for key, value in fields.items())
        case _:
            return
    if not play.as_json:
        play.out(f"{_stamp(play, stage.clock.now())}  {said}")


def _print_new(play: _Play) -> None:
    if play.stage is None:
        return
    for line in play.stage.lines[play.printed :]:
        play.out(_as_json(play, line) if play.as_json else _as_text(play, line))
    play.printed = len(play.stage.lines)


def _as_json(play: _Play, line: Line) -> str:
    return json.dumps(
        {
            "at": _local(play, line.at).isoformat(),
            "to": line.to,
            "kind": line.kind,
            "why": line.why,
            "key": line.key,
            "mentions": list(line.mentions),
            "text": line.text,
            "buttons": list(line.buttons),
        },
        ensure_ascii=False,
    )


def _as_text(play: _Play, line: Line) -> str:
    mark = "~" if line.kind == "update" else ">"
    body = line.text.replace("\n", "\n" + " " * 18)
    pressed = f"\n{' ' * 18}[{'] ['.join(line.buttons)}]" if line.buttons else ""
    return f"{_stamp(play, line.at)}  {mark} {line.to} ({line.why})\n{' ' * 18}{body}{pressed}"
