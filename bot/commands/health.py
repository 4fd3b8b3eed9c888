"""`/health`, `/健康`: how the bot is. Answers administrators, and only in private."""

from bot.cards import Card, Many, Moment, Section, Value, Words, words
from bot.commands.command import Action, Command, Context, Reply
from bot.rules.access import ADMINS
from bot.services import health, workdays
from bot.services.health import Health, Link


def show(ctx: Context) -> Reply:
    """What is queued, late, failed, unreachable and missing."""
    return Reply(_card(health.look(ctx.work)), privately=True)


def _card(state: Health) -> Card:
    fields: list[tuple[Words, Value]] = [
        (words("health.label_waiting"), state.events_waiting),
        (words("health.label_late"), words("health.late", duties=state.duties_late, messages=state.messages_late)),
        (
            words("health.label_failed"),
            words(
                "health.failed",
                turns=state.turns_failed,
                messages=state.messages_failed,
                unsure=state.messages_unsure,
            ),
        ),
    ]
    if state.unlinked:
        fields.append((words("health.label_unlinked"), Many(tuple(person.name for person in state.unlinked))))
    if state.homeless:
        fields.append((words("health.label_homeless"), Many(tuple(project.name for project in state.homeless))))
    if state.vacancies:
        vacant = tuple(
            words("health.vacancy", role=words(f"project.role_{role}"), department=department.name)
            for role, department in state.vacancies
        )
        fields.append((words("health.label_vacant"), Many(vacant)))
    if state.years_missing:
        named = [(workdays.calendar_named(code), str(year)) for code, year in state.years_missing]
        years = tuple(words("health.year_of", calendar=calendar, year=year) for calendar, year in named)
        fields.append((words("health.label_years"), Many(years)))
    fields += [_link(each) for each in state.links]
    for quota in state.quotas:
        label = words(
            "health.label_quota",
            platform=words(f"health.platform_{quota.platform}"),
            pool=words(f"health.pool_{quota.pool}"),
        )
        key = "health.quota_used_up" if quota.spent else "health.quota" if quota.most else "health.quota_endless"
        fields.append((label, words(key, used=quota.used, most=quota.most)))
    title = words("health.well") if state.well else words("health.ailing")
    return Card(title, "good" if state.well else "warn", (Section(fields=tuple(fields)),))


def _link(link: Link) -> tuple[Words, Value]:
    """How a platform is connected, and since when."""
    label = words("health.label_link", platform=words(f"health.platform_{link.platform}"))
    if not link.down:
        return label, words("health.link_up", since=Moment(link.since))
    if link.processes == 1:
        return label, words("health.link_down", since=Moment(link.since))
    return label, words("health.link_partly", down=link.down, n=link.processes, since=Moment(link.since))


COMMANDS = (Command("health", "健康", "health.show", show, may=ADMINS),)
ACTIONS: tuple[Action, ...] = ()
