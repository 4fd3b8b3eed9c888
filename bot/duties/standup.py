"""What a project's standup does when one of its moments has come: ask, remind, publish (S1).

One row a project stands for its next moment; everything between that moment and now is looked at once, so that after a
downtime nothing is done for windows that are over.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from bot.rules import standup as rules
from bot.services import daily, standup, standup_asking, standup_cards, standup_team
from bot.services.standup_team import Asked, Sheet
from bot.services.work import Work
from storage import due as due_rows
from storage import outbox
from storage import people as people_rows
from storage import project as project_rows
from storage import rounds as round_rows
from storage import standup as rows
from storage.due import Due
from storage.outbox import Notice, Rank, ToPerson
from storage.tables.people import Person
from storage.tables.project import Project
from storage.tables.standup import StandupDay

LATER: Final = "standup_publish"
FAILED: Final = timedelta(hours=1)
PUNCTUAL: Final = timedelta(minutes=15)
"""A digest that comes later than this after its window keeps to the group's working hours."""


def run(work: Work, due: Due) -> None:
    """Take the steps that fell between the row's moment and now, and set the next one."""
    project = project_rows.project(work.db, int(due.subject))
    if project.status != "active" or not work.norms(project).standup:
        return
    team = standup_team.team(work, project)
    # A row that failed was pushed ahead; nothing is asked or published twice, so looking further back does no harm.
    since = due.at - FAILED * due.tries
    to_ask, to_remind, skipped = _steps(work, project, team, since)
    for day, people in to_ask.items():
        standup_asking.ask(work, project, day, people)
    for day, people in to_remind.items():
        _remind(work, project, day, people)
    for day, closed in _closing(work, project, team, since).items():
        skipped |= not _close(work, project, day, closed)
    if skipped or work.now - due.at > timedelta(days=2):
        span = {"since": due.at.isoformat(), "until": work.now.isoformat()}
        work.record(f"project:{project.id}", "standup.skipped", project.id, after=span)
    due_rows.put(work.db, standup.KIND, project.id, standup.next_step(work, project, team))


def _steps(
    work: Work, project: Project, team: Iterable[Asked], since: datetime
) -> tuple[dict[date, list[Person]], dict[date, list[Person]], bool]:
    """Who is to be asked and who reminded, by the day's name; and whether a question came too late to be asked."""
    to_ask: dict[date, list[Person]] = {}
    to_remind: dict[date, list[Person]] = {}
    skipped = False
    for each in team:
        for window in rules.recent(each.habit, work.now, project.starts_on):
            if since <= window.opens <= work.now:
                if work.now < window.closes:
                    to_ask.setdefault(window.day, []).append(each.person)
                skipped |= work.now >= window.closes
            elif since <= window.reminds <= work.now < window.closes:
                to_remind.setdefault(window.day, []).append(each.person)
    return to_ask, to_remind, skipped


def _closing(work: Work, project: Project, team: Iterable[Asked], since: datetime) -> dict[date, dict[int, datetime]]:
    """The days of which a window closed, with whose (the group's own under 0) and when."""
    closed: dict[date, dict[int, datetime]] = {}
    habits = {0: standup_team.group_habit(work, project)} | {each.person.id or 0: each.habit for each in team}
    for whose, habit in habits.items():
        for window in rules.recent(habit, work.now, project.starts_on):
            if since <= window.closes <= work.now:
                closed.setdefault(window.day, {})[whose] = window.closes
    return closed


# ---------------------------------------------------------------------------------------------------------------------
# Reminding


def _remind(work: Work, project: Project, day: date, people: list[Person]) -> None:
    """Remind those who were asked before and are silent, each once a day for all their projects."""
    ids = [person.id or 0 for person in people]
    away = people_rows.away_on(work.db, ids, day)
    answered = {(row.person_id, row.project_id) for row in rows.answers_of(work.db, ids, day, day)}
    waiting: dict[int, list[int]] = {}
    for row in rows.asks_of(work.db, ids, day):
        if (row.person_id, row.project_id) not in answered and row.at < work.now and row.person_id not in away:
            waiting.setdefault(row.person_id, []).append(row.project_id)
    every = {each for found in waiting.values() for each in found}
    projects = {each.id or 0: each for each in project_rows.projects(work.db, sorted(every))} if every else {}
    for person in people:
        missing = [projects[each] for each in waiting.get(person.id or 0, [])]
        window = standup_team.window_of(work, project, person, day)
        if window is None or not any(each.id == project.id for each in missing):
            continue
        key = standup_team.reminder_key(person.id or 0, day)
        work.send(
            Notice(
                ToPerson(person.id or 0),
                standup_cards.reminder(work, person, day, missing, window.closes),
                "S1",
                key,
                Rank.ROUND,
                key,
                project_id=project.id,
                expires=window.closes,
                still=(("unanswered", project.id or 0, day.toordinal(), person.id or 0),),
            )
        )


# ---------------------------------------------------------------------------------------------------------------------
# Publishing


def _close(work: Work, project: Project, day: date, closed: Mapping[int, datetime]) -> bool:
    """Publish the digest, or bring it up to date; False when its day has passed and it is dropped."""
    sheet = standup_team.sheet(work, project, day)
    if rows.published(work.db, project.id or 0, day):
        if any(person.id in closed for person in sheet.missing):
            work.update(standup_team.digest_key(project, day), standup_cards.digest(work, sheet), "S1")
        return True
    own = rules.window(standup_team.group_habit(work, project), day)
    if own is None or own.closes > work.now or not (sheet.answers or sheet.missing):
        return True
    norms = work.norms(project)
    late = work.now - own.closes > PUNCTUAL
    moment = norms.calendar.next_in_hours(work.now, norms.zone) if late else work.now
    days = {each.astimezone(norms.zone).date() for each in (moment, work.now, max(closed.values()))}
    if len(days) > 1:
        return False
    if moment > work.now:
        due_rows.put(work.db, LATER, f"{project.id}:{day}", moment)
    else:
        _publish(work, sheet)
    return True


def publish_later(work: Work, due: Due) -> None:
    """Publish a digest that waited for the group's working hours, if it is still the same day."""
    project_id, _, day = due.subject.partition(":")
    project = project_rows.project(work.db, int(project_id))
    zone = work.norms(project).zone
    published = rows.published(work.db, project.id or 0, date.fromisoformat(day))
    same_day = due.at.astimezone(zone).date() == work.now.astimezone(zone).date()
    if project.status == "active" and not published and same_day:
        _publish(work, standup_team.sheet(work, project, date.fromisoformat(day)))


def _publish(work: Work, sheet: Sheet) -> None:
    project = sheet.project
    key = standup_team.digest_key(project, sheet.day)
    card = standup_cards.digest(work, sheet)
    if round_rows.stands(work.db, key):
        work.update(key, card, "S1", news=True)
    else:
        # A question that could not be sent while the window was open must not come after it.
        outbox.drop_waiting(work.db, key, "its window is over")
        midnight = rules.midnight_after(work.now, work.norms(project).zone)
        daily.post(work, project, "S1", key, key, card, "standup.digests", midnight)
    work.db.add(StandupDay(project_id=project.id or 0, day=sheet.day, published_at=work.now))
