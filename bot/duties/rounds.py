"""What the 17:00 round does when it opens and when its window is over (S2)."""

from datetime import date, timedelta

from bot.cards import Card, Moment
from bot.rules.standup import midnight_after
from bot.services import daily, round_cards, rounds
from bot.services.rounds import Picture
from bot.services.work import Work
from storage import due as due_rows
from storage import outbox
from storage import project as project_rows
from storage import rounds as rows
from storage.due import Due
from storage.tables.project import Project
from storage.tables.standup import Round


def open_round(work: Work, due: Due) -> None:
    """Ask the group, or tell it at once how the day went when there is nothing to ask or it is too late for that."""
    project = project_rows.project(work.db, int(due.subject))
    norms = work.norms(project)
    if project.status != "active" or not norms.round:
        return
    due_rows.put(work.db, rounds.KIND, project.id, rounds.next_opening(work, project))
    day = due.at.astimezone(norms.zone).date()
    if day != work.today(norms):
        _skipped(work, project, due)
        return
    picture = rounds.picture(work, project, day)
    if rows.of_day(work.db, project.id or 0, day) or not _worth_telling(picture):
        return
    closes = due.at + timedelta(minutes=norms.round_window_minutes)
    row = Round(project_id=project.id or 0, day=day, opened_at=work.now, closes_at=closes)
    work.db.add(row)
    if picture.asked and work.now < closes:
        _post(work, picture, round_cards.question(work, picture, Moment(closes)), "question")
    else:
        _finish(work, row, picture)
        _post(work, picture, round_cards.summary(work, picture), "summary")
    if work.now < closes:
        due_rows.put(work.db, rounds.CLOSING, f"{project.id}:{day}", closes)


def close_round(work: Work, due: Due) -> None:
    """Put the summary in the place of the question, or bring an early one up to date; that of a past day is dropped."""
    project_id, _, day = due.subject.partition(":")
    project = project_rows.project(work.db, int(project_id))
    row = rows.of_day(work.db, project.id or 0, date.fromisoformat(day))
    if row is None or project.status != "active":
        return
    early = row.closed_at is not None
    if row.closed_at is not None and row.closed_at >= row.closes_at:
        return
    if row.day != work.today(work.norms(project)):
        _skipped(work, project, due)
        return
    picture = rounds.picture(work, project, row.day)
    if early and row.counts == picture.whole.counts():
        return
    _finish(work, row, picture)
    card, key = round_cards.summary(work, picture), rounds.card_key(project, row.day)
    if early or rows.stands(work.db, key):
        work.update(key, card, "S2", news=not early)
    else:
        # The question never went out, because nothing could be sent while it was open.
        outbox.drop_waiting(work.db, key, "its window is over")
        _post(work, picture, card, "summary")


def _worth_telling(picture: Picture) -> bool:
    """Whether anybody is asked, or anything has begun at all."""
    return bool(picture.asked or picture.begun or any(picture.whole.counts().values()))


def _finish(work: Work, row: Round, picture: Picture) -> None:
    row.closed_at, row.counts = work.now, picture.whole.counts()


def _post(work: Work, picture: Picture, card: Card, what: str) -> None:
    project = picture.project
    key = rounds.card_key(project, picture.day)
    until = midnight_after(work.now, work.norms(project).zone)
    daily.post(work, project, "S2", f"{key}:{what}", key, card, "round.rounds", until)


def _skipped(work: Work, project: Project, due: Due) -> None:
    span = {"since": due.at.isoformat(), "until": work.now.isoformat()}
    work.record(f"project:{project.id}", "round.skipped", project.id, after=span)
