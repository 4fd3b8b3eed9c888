"""Queries on people, accounts, departments, leave and settings."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import tuple_, update
from sqlmodel import Session, col, select

from storage.memo import remembered
from storage.moments import to_ms
from storage.session import UNSEEN, keeping
from storage.tables.people import Account, CalendarDay, Department, DepartmentRole, Leave, Person, Setting


def person_of(db: Session, platform: str, user: str) -> Person | None:
    """Who acts on a platform under this user id."""
    account = db.get(Account, (platform, user))
    return db.get(Person, account.person_id) if account else None


def person(db: Session, person_id: int) -> Person:
    """The person with this id, or whom they turned out to be. Raises KeyError: ids come from our own rows."""
    found = db.get(Person, person_id)
    if found is None:
        raise KeyError(person_id)
    return found if found.merged_id is None else person(db, found.merged_id)


def people(db: Session, ids: Sequence[int]) -> list[Person]:
    """Several people, by name."""
    if not ids:
        return []
    return list(db.exec(select(Person).where(col(Person.id).in_(ids)).order_by(Person.name)))


def named(db: Session, name: str) -> list[Person]:
    """Everybody of this exact name."""
    return list(db.exec(select(Person).where(Person.name == name, col(Person.active))))


@remembered("person")
def admins(db: Session) -> list[Person]:
    """Who administrates the workspace."""
    return list(db.exec(select(Person).where(col(Person.admin), col(Person.active)).order_by(col(Person.id))))


def accounts(db: Session, person_ids: Sequence[int], platform: str = "") -> list[Account]:
    """Platform identities of people, oldest first; of one platform when given."""
    found = [account for id in dict.fromkeys(person_ids) for account in _accounts_of(db, id)]
    return [account for account in found if platform in ("", account.platform)]


@remembered("account")
def _accounts_of(db: Session, person_id: int) -> list[Account]:
    query = select(Account).where(Account.person_id == person_id).order_by(Account.platform, Account.user)
    return list(db.exec(query))


def fetch(db: Session, names: Collection[tuple[str, str]]) -> None:
    """Read these accounts (platform, user id) and their people at once, as far as they are not known yet."""
    unknown = {name for name in names if not keeping(db).knows(Account, name)}
    if len(unknown) > 1:
        query = select(Account, Person).join(Person, col(Person.id) == col(Account.person_id))
        db.exec(query.where(tuple_(col(Account.platform), col(Account.user)).in_(unknown))).all()


def take_stranger(db: Session, platforms: Collection[str], now: datetime, again: datetime) -> Account | None:
    """The account whose platform should be asked next who it is, or None. It is taken up anew at `again`, unless
    `introduced` or `put_off` is called before."""
    query = (
        select(Account)
        .where(col(Account.ask_ms) <= to_ms(now), col(Account.platform).in_(platforms))
        .order_by(col(Account.ask_ms))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found = db.exec(query).first()
    if found is not None:
        _ask_at(db, found.platform, found.user, to_ms(again))
    return found


def _ask_at(db: Session, platform: str, user: str, ask_ms: int | None, taken_ms: int | None = None) -> None:
    """Set when a directory is asked about an account; with `taken_ms` only if nobody set another moment since."""
    # The moment is read from the database alone, so that no session has to read everybody anew because it moved.
    moved = update(Account).where(col(Account.platform) == platform, col(Account.user) == user)
    if taken_ms is not None:
        moved = moved.where(col(Account.ask_ms) == taken_ms)
    db.connection().execute(moved.values(ask_ms=ask_ms), execution_options=UNSEEN)


def put_off(db: Session, platform: str, user: str, taken: datetime, moment: datetime) -> None:
    """Ask the platform at `moment` who an account is that was taken until `taken`, unless somebody changed that."""
    _ask_at(db, platform, user, to_ms(moment), to_ms(taken))


def introduced(db: Session, platform: str, user: str, email: str = "", manager: str = "") -> None:
    """The platform told what it knows of an account: among others its e-mail address and the user id above it."""
    account = db.get(Account, (platform, user))
    if account is not None:
        account.email, account.manager = email, manager
    _ask_at(db, platform, user, None)


def introduced_of(db: Session, person_ids: Sequence[int]) -> list[Person]:
    """Of these people, those of whom their platforms told all they know."""
    waiting = select(Account.person_id).where(col(Account.ask_ms).is_not(None))
    query = select(Person).where(col(Person.id).in_(person_ids), col(Person.id).not_in(waiting))
    return list(db.exec(query.order_by(col(Person.id))))


def ask_again(db: Session, platform: str, user: str) -> None:
    """What the platform knows of an account has changed."""
    _ask_at(db, platform, user, 0)


def department_named(db: Session, name: str) -> Department | None:
    """A department by its exact name."""
    return db.exec(select(Department).where(Department.name == name)).first()


@remembered("department")
def departments(db: Session) -> list[Department]:
    """All departments, by id."""
    return list(db.exec(select(Department).order_by(col(Department.id))))


@remembered("person", "departmentrole")
def holders(db: Session, department_id: int, role: str) -> list[Person]:
    """Who is head, liaison or executive of a department by the company's own list."""
    query = (
        select(Person)
        .join(DepartmentRole, col(DepartmentRole.person_id) == col(Person.id))
        .where(DepartmentRole.department_id == department_id, DepartmentRole.role == role, col(Person.active))
        .order_by(col(Person.id))
    )
    return list(db.exec(query))


@remembered("departmentrole")
def _all_roles(db: Session) -> list[DepartmentRole]:
    return list(db.exec(select(DepartmentRole)))


def department_roles(db: Session, person_id: int) -> list[DepartmentRole]:
    """The parts a person has in departments by the company's own list."""
    return [row for row in _all_roles(db) if row.person_id == person_id]


@remembered("leave")
def leaves_coming(db: Session, day: date) -> dict[int, list[Leave]]:
    """Leaves that are not over on that day, by person, in the order in which they were entered."""
    query = select(Leave).where(Leave.last_day >= day, col(Leave.ended_at).is_(None)).order_by(col(Leave.id))
    found: dict[int, list[Leave]] = {}
    for leave in db.exec(query):
        found.setdefault(leave.person_id, []).append(leave)
    return found


@remembered("leave")
def absent_on(db: Session, day: date) -> dict[int, Leave]:
    """Who is on leave that day, by person; the latest wins when two overlap."""
    coming = (leave for leaves in leaves_coming(db, day).values() for leave in leaves)
    return {leave.person_id: leave for leave in coming if leave.first_day <= day}


def leave_on(db: Session, person_id: int, day: date) -> Leave | None:
    """The leave a person is on that day, or None."""
    return absent_on(db, day).get(person_id)


def away_on(db: Session, person_ids: Sequence[int], day: date) -> dict[int, Leave]:
    """Of these people, those on leave that day."""
    query = select(Leave).where(
        col(Leave.person_id).in_(person_ids),
        Leave.first_day <= day,
        Leave.last_day >= day,
        col(Leave.ended_at).is_(None),
    )
    return {leave.person_id: leave for leave in db.exec(query)}


def leaves_from(db: Session, person_id: int, day: date) -> list[Leave]:
    """A person's leaves that are not over on that day, earliest first."""
    query = (
        select(Leave)
        .where(Leave.person_id == person_id, Leave.last_day >= day, col(Leave.ended_at).is_(None))
        .order_by(col(Leave.first_day))
    )
    return list(db.exec(query))


@remembered("setting")
def settings(db: Session) -> dict[str, dict[str, str]]:
    """All changed settings: scope -> key -> value."""
    found: dict[str, dict[str, str]] = {}
    for row in db.exec(select(Setting)):
        found.setdefault(row.scope, {})[row.key] = row.value
    return found


def set_setting(db: Session, scope: str, key: str, value: str | None) -> None:
    """Change a setting; None takes it back to the default."""
    row = db.get(Setting, (scope, key))
    if value is None:
        if row:
            db.delete(row)
    elif row:
        row.value = value
    else:
        db.add(Setting(scope=scope, key=key, value=value))


@remembered("calendarday")
def calendar_days(db: Session) -> list[CalendarDay]:
    """All days set by command, of the workspace and of projects."""
    return list(db.exec(select(CalendarDay).order_by(col(CalendarDay.day))))


def add(db: Session, name: str, now: datetime) -> Person:
    """A new person, with an id."""
    row = Person(name=name, created_at=now)
    db.add(row)
    db.flush()
    return row


@remembered("person")
def everybody(db: Session) -> list[Person]:
    """Everybody who is active, oldest first."""
    return list(db.exec(select(Person).where(col(Person.active)).order_by(col(Person.id))))


def of_department(db: Session, department_id: int) -> list[Person]:
    """Active people of a department, oldest first."""
    query = select(Person).where(Person.department_id == department_id, col(Person.active))
    return list(db.exec(query.order_by(col(Person.id))))


def roles_in(db: Session, department_ids: Sequence[int]) -> list[DepartmentRole]:
    """Who is what in these departments by the company's list."""
    query = select(DepartmentRole).where(col(DepartmentRole.department_id).in_(department_ids))
    return list(db.exec(query.order_by(DepartmentRole.role, col(DepartmentRole.person_id))))


def leaves_of(db: Session, person_id: int, first: date, last: date) -> list[Leave]:
    """A person's leaves that share a day with a period, earliest first."""
    return [leave for leave in _leaves_from(db, first).get(person_id, []) if leave.first_day <= last]


@remembered("leave")
def _leaves_from(db: Session, day: date) -> dict[int, list[Leave]]:
    """Leaves that last to a day or longer, by person, earliest first."""
    query = select(Leave).where(Leave.last_day >= day, col(Leave.ended_at).is_(None)).order_by(col(Leave.first_day))
    found: dict[int, list[Leave]] = {}
    for leave in db.exec(query):
        found.setdefault(leave.person_id, []).append(leave)
    return found


def calendar_day(db: Session, scope: str, day: date) -> CalendarDay | None:
    """The day as set by command in this scope, or None."""
    return db.exec(select(CalendarDay).where(CalendarDay.scope == scope, CalendarDay.day == day)).first()
