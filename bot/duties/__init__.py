"""The duties: what is done by itself when its time has come. One line each; the moment is a row in the due queue.

A duty is a plain function of the work and the claimed row; it sets its own next moment with `storage.due.put`.
"""

from collections.abc import Callable, Mapping

from bot.duties import calendar_watch, ending, milestones, minutes, overdue, renewals, rounds, standup
from bot.services.work import Work
from storage.due import Due

Duty = Callable[[Work, Due], None]

DUTIES: Mapping[str, Duty] = {
    "round": rounds.open_round,
    "round_close": rounds.close_round,
    "standup": standup.run,
    "standup_publish": standup.publish_later,
    "overdue": overdue.run,
    "milestone_soon": milestones.remind,
    "milestone_missed": milestones.report,
    "project_end": ending.ask,
    "calendar_watch": calendar_watch.look,
    "minutes_expiry": minutes.expire,
    "renewal": renewals.renew,
}
