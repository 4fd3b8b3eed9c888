"""The buttons of a task and the forms behind them; which there are follows from its state (T3, T4)."""

from msgspec.structs import replace

from bot.cards import Button, Form, Input, Style, words
from bot.rules.states import OPEN
from storage.tables.task import Task


def buttons(task: Task) -> tuple[Button, ...]:
    """What can be done with a task now, for its own card; nothing once it is over."""
    return tuple(_on_card(button) for button in _applying(task))


def _on_card(button: Button) -> Button:
    """A press on the task's own card needs no answer, because the card itself changes."""
    value = {**button.value, "on": "card"}
    return replace(button, value=value, form=replace(button.form, value=value) if button.form else None)


def _applying(task: Task) -> tuple[Button, ...]:
    if task.status not in OPEN:
        return ()
    if task.status == "awaiting":
        return (_redate(task),)
    asked = (*accepting(task), *((_plain(task, "start"),) if task.status == "not_started" else ()))
    moves = (
        (_unblock(task), _done(task))
        if task.status == "blocked"
        else (_progress(task), _done(task), block_button(task))
    )
    return (*asked, *moves, _redate(task))


def accepting(task: Task) -> tuple[Button, ...]:
    """What the owner is asked when somebody else set the task: to accept, or to say what stands against it (T2)."""
    if task.accepted_at is not None:
        return ()
    return (_plain(task, "accept", "primary"), object_button(task))


def _value(task: Task) -> dict[str, str]:
    return {"task": str(task.id)}


def _plain(task: Task, name: str, style: Style = "plain") -> Button:
    return Button(f"task.{name}", words(f"task.button_{name}"), _value(task), style)


def _done(task: Task) -> Button:
    return _plain(task, "done", "plain" if task.accepted_at is None else "primary")


def _unblock(task: Task) -> Button:
    return _plain(task, "unblock")


def _with_form(task: Task, name: str, *inputs: Input) -> Button:
    form = Form(f"task.{name}", words(f"task.form_{name}", title=task.title), inputs, value=_value(task))
    return Button(f"task.{name}", words(f"task.button_{name}"), _value(task), form=form)


def _progress(task: Task) -> Button:
    return _with_form(
        task,
        "progress",
        Input("percent", words("task.input_percent"), "number", str(task.percent)),
        Input("next", words("task.input_next"), "line", task.next_step),
        Input("note", words("task.input_note"), "text"),
    )


def block_button(task: Task, need: str = "") -> Button:
    """Asks for the cause and for what is needed; what was said already stands there."""
    return _with_form(
        task,
        "block",
        Input("cause", words("task.input_cause"), "text", required=True),
        Input("need", words("task.input_need"), "line", need),
    )


def object_button(task: Task) -> Button:
    """Asks what stands against the task as it was set."""
    return _with_form(task, "object", Input("reason", words("task.input_objection"), "text", required=True))


def _redate(task: Task) -> Button:
    return redate_button(task)


def redate_button(task: Task, typed: str = "", reason: str = "") -> Button:
    """Asks for the new date and the reason; what was typed stands in them at first."""
    return _with_form(
        task,
        "redate",
        Input("due", words("task.input_due"), "line", typed, required=True, hint=words("task.hint_due")),
        Input("reason", words("task.input_reason"), "text", reason, required=True),
    )


def cancel_button(task: Task) -> Button:
    """Asks why the task is given up."""
    return _with_form(task, "cancel", Input("reason", words("task.input_cancel"), "text", required=True))


def reports(task: Task) -> tuple[Button, ...]:
    """What somebody who is asked for news can answer."""
    return (_progress(task), _done(task), block_button(task))
