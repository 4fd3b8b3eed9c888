"""Plays a script on the stage and prints what the bot did, so that a company sees what the rules do to its plan."""

import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.rehearsal import script
from bot.rehearsal.meaning import StageError
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
from bot.rehearsal.stage import Line, Stage
from bot.services.work import Defaults

Print = Callable[[str], None]


@dataclass(slots=True)
class _Play:
    """A rehearsal under way.

    window: where the latest action began in the transcript. cursors: what was matched. failures: expectations that do
    not hold, and impossible: steps that could not be played.
    """

    defaults: Defaults
    out: Print
    as_json: bool
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    printed: int = 0
    window: int = 0
    cursors: dict[str, int] = field(default_factory=dict)
    failures: int = 0
    impossible: int = 0


def _complain(message: str) -> None:
    sys.stderr.write(message + "\n")


def main(path: str, as_json: bool, defaults: Defaults, out: Print) -> int:
    """Play a script: 0 when every expectation held, 2 when the script cannot be read.

    1 when an expectation did not hold, or a step was impossible, such as a press on a button that is not there; the
    others are played all the same.
    """
    try:
        steps = script.parse(Path(path).read_text(encoding="utf-8"))
        if not (steps and isinstance(steps[0], SetClock)):
            raise ScriptError(1, "begin with the clock, such as: clock 2026-03-02 08:30 Asia/Shanghai")
    except (OSError, UnicodeDecodeError, ScriptError) as error:
        _complain(f"{path}: {error}")
        return 2
    return asyncio.run(_run(steps[0], steps[1:], _Play(defaults, out, as_json)))


async def _run(clock: SetClock, steps: Sequence[Step], play: _Play) -> int:
    play.zone, stage = clock.zone, await Stage.open(clock.at, play.defaults)
    try:
        for step in steps:
            try:
                await _do(play, stage, step)
            except StageError as error:
                play.failures += isinstance(step, Expect)
                play.impossible += not isinstance(step, Expect)
                _print_new(play, stage)
                _report(play, f"line {step.line}: {error}")
            _print_new(play, stage)
    finally:
        stage.close()
    if not play.as_json:
        wanted = sum(isinstance(step, Expect) for step in steps)
        skipped = f"; steps that could not be played: {play.impossible}" if play.impossible else ""
        play.out(f"-- {wanted - play.failures} of {wanted} expectations held{skipped}")
    return 1 if play.failures or play.impossible else 0


async def _do(play: _Play, stage: Stage, step: Step) -> None:
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
        case SetClock():
            raise StageError("the clock is set once; use pass or until")
        case Until(at=at):
            if at < stage.clock.now():
                raise StageError(f"{at:%Y-%m-%d %H:%M} is over already")
            await stage.move_to(at)


async def _check(play: _Play, stage: Stage, step: Expect) -> None:
    """See whether the message is there; with `within`, let time go by until it is, or until the span is over."""
    to = stage.place(step.kind, step.name)
    begin = play.window if not step.wanted else min(play.window, play.cursors.get(to, 0))
    await stage.wait(stage.clock.now() + step.within, lambda: _find(stage, step, to, begin) is not None)
    found = _find(stage, step, to, begin)
    if found is not None:
        play.cursors[to] = found
    if (found is not None) != step.wanted:
        play.failures += 1
        _print_new(play, stage)
        _report(play, _unmet(step, _stamp(play, stage.clock.now())))


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


def _unmet(step: Expect, at: str) -> str:
    clauses = [f'contains "{text}"' for text in step.contains]
    clauses += [f'button "{label}"' for label in step.buttons]
    clauses += [f"why {step.why}"] if step.why else []
    verb = "expect" if step.wanted else "refute"
    return f"line {step.line}: {' '.join([verb, step.kind, step.name, *clauses])} does not hold at {at}"


def _report(play: _Play, message: str) -> None:
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


def _print_new(play: _Play, stage: Stage) -> None:
    for line in stage.lines[play.printed :]:
        play.out(_as_json(play, line) if play.as_json else _as_text(play, line))
    play.printed = len(stage.lines)


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
