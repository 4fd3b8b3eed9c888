"""The shape of the house, read from the sources: which part may import which, where SQL, time and words may be."""

import ast
import importlib
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot import commands, texts
from bot.duties import DUTIES

ROOT = Path(__file__).parents[1]
LEAVES = ("bot.cards", "bot.wire", "bot.errors", "bot.clock", "bot.texts", "bot.masking")
CALENDAR = ("bot.calendars", "bot.dayfiles")
# Who may import what of ours; the longest matching name decides. A part may always import itself.
ARROWS = {
    "bot.rules": (),
    "bot.texts": (),
    "bot.cards": ("bot.texts",),
    "bot.wire": ("bot.cards",),
    "bot.errors": ("bot.cards", "bot.masking"),
    "bot.masking": (),
    "bot.clock": (),
    "bot.calendars": ("bot.rules", "bot.dayfiles"),
    "bot.dayfiles": ("bot.rules",),
    "bot.parser": ("bot.rules", "bot.wire"),
    "bot.charts": ("bot.texts", "bot.rules"),
    "storage": (*LEAVES, "bot.rules"),
    "bot.services": (*LEAVES, *CALENDAR, "bot.rules", "storage"),
    "bot.commands": (*LEAVES, "bot.rules", "bot.services", "bot.parser", "bot.calendars", "storage"),
    "bot.duties": (*LEAVES, "bot.rules", "bot.services", "bot.calendars", "bot.metrics", "storage"),
    "adapters": (*LEAVES,),
}
BUILDERS = ("bot.app", "bot.demo", "bot.platforms", "bot.rehearsal")
PLATFORMS = re.compile(r"slack|feishu|lark|dingtalk|钉钉|飞书", re.IGNORECASE)
KNOWS_PLATFORMS = (
    "bot/app.py",
    "bot/platforms.py",
    "bot/config.py",
    "bot/problems.py",
    "bot/check.py",
    "bot/cli.py",
    "bot/bootstrap.py",
)


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the product, parsed."""
    found = {}
    for top in ("bot", "adapters", "storage"):
        for path in sorted((ROOT / top).rglob("*.py")):
            if "versions" not in path.parts:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
                found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


@cache
def packages() -> frozenset[str]:
    """Whatever modules are in, with a file of its own or not."""
    return frozenset(name.rpartition(".")[0] for name in modules()) - {""}


def imports(name: str, tree: ast.Module) -> Iterator[str]:
    """Modules of ours that a module imports, also inside functions."""
    known = modules()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in packages() | known.keys():
            below = [f"{node.module}.{alias.name}" for alias in node.names]
            found = [module for module in below if module in known]
            yield from found
            if len(found) < len(below):
                yield node.module


def part_of(name: str) -> str | None:
    """The entry of ARROWS that a module belongs to."""
    fitting = [part for part in ARROWS if name == part or name.startswith(part + ".")]
    return max(fitting, key=len, default=None)


def inside(name: str, part: str) -> bool:
    return name == part or name.startswith(part + ".")


def test_arrows_point_from_the_rim_to_the_rules() -> None:
    wrong = [
        f"{name} imports {target}"
        for name, tree in modules().items()
        if (part := part_of(name)) is not None
        for target in imports(name, tree)
        if not inside(target, part) and not any(inside(target, allowed) for allowed in ARROWS[part])
    ]
    assert wrong == []


def test_rules_need_nothing_but_the_standard_library() -> None:
    allowed = {*sys.stdlib_module_names, "bot"}  # which of ours is for the arrows to say
    wrong = [
        f"{name} imports {module}"
        for name, tree in modules().items()
        if inside(name, "bot.rules")
        for module in all_imports(tree)
        if module.split(".")[0] not in allowed
    ]
    assert wrong == []


def all_imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_only_builders_know_the_adapters() -> None:
    wrong = [
        f"{name} imports {target}"
        for name, tree in modules().items()
        if name.startswith("bot") and not any(inside(name, builder) for builder in BUILDERS)
        for target in imports(name, tree)
        if inside(target, "adapters") and target != "adapters.base"
    ]
    assert wrong == []


SHARED = ("adapters.base", "adapters.downloads", "adapters.moments", "adapters.pacing", "adapters.presses")


def test_adapters_do_not_know_each_other() -> None:
    wrong = [
        f"{name} imports {target}"
        for name, tree in modules().items()
        if name.count(".") >= 2 and name.startswith("adapters.")
        for target in imports(name, tree)
        if inside(target, "adapters") and target not in SHARED
        if target.split(".")[1] != name.split(".")[1]
    ]
    assert wrong == []


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {name: set(imports(name, tree)) - {name} for name, tree in modules().items()}
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " -> ".join((*way[way.index(name) :], name))
        if name not in done:
            for target in graph[name]:
                visit(target, (*way, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_sql_is_written_in_storage_only() -> None:
    databases = {"sqlalchemy", "sqlmodel", "sqlite3", "psycopg", "alembic"}
    written = re.compile(r"\s*(?:SELECT|WITH|INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\w+\s+SET)\s")
    apart = ("storage", "adapters.console.store")  # the console's people and messages, as a platform keeps its own
    outside = {name: tree for name, tree in modules().items() if not any(inside(name, each) for each in apart)}
    imported = [f"{name}: {each}" for name, tree in outside.items() for each in all_names(tree)]
    assert [each for each in imported if each.split(": ")[1].split(".")[0] in databases - {"sqlmodel"}] == []
    assert [each for each in imported if ": sqlmodel" in each and not each.endswith(": sqlmodel.Session")] == []
    assert [name for name, tree in outside.items() if any(written.match(text) for text in texts_in(tree))] == []


def all_names(tree: ast.Module) -> Iterator[str]:
    """Everything imported, with the module it is from."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def texts_in(tree: ast.Module) -> Iterator[str]:
    return (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def test_the_core_names_no_platform() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for top in ("bot", "storage")
        for path in sorted((ROOT / top).rglob("*.py"))
        if str(path.relative_to(ROOT)) not in KNOWS_PLATFORMS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if PLATFORMS.search(line)
    ]
    assert wrong == []


def test_only_the_clock_asks_the_time_or_sleeps() -> None:
    asking = re.compile(
        r"datetime\.(?:now|today|utcnow)\(|date\.today\(|import (?:datetime|date) as|^\s*import datetime"
        r"|^\s*(?:import time\b|from time import)|loop(?:\(\))?\.time\(\)|asyncio(?:\.| import .*\b)sleep\b"
    )
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for top in ("bot", "adapters", "storage")
        for path in sorted((ROOT / top).rglob("*.py"))
        if path != ROOT / "bot/clock.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if asking.search(line)
    ]
    assert wrong == []


def test_a_reader_can_hold_every_file_and_function_in_mind() -> None:
    long_files = [name for name, tree in modules().items() if tree.body and (tree.body[-1].end_lineno or 0) > 500]
    long_functions = [
        f"{name}.{node.name}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 60
    ]
    assert long_files == []
    assert long_functions == []


def test_every_command_and_action_has_its_own_name() -> None:
    names = [name for command in commands.COMMANDS for name in (command.name, command.zh, *command.also)]
    assert sorted(names) == sorted(set(names))
    actions = [action.name for family in commands.FAMILIES for action in family.ACTIONS]
    assert sorted(actions) == sorted(set(actions))


def test_every_command_explains_itself_in_both_languages() -> None:
    for command in commands.COMMANDS:
        for language in texts.LANGUAGES:
            assert texts.template(command.usage, language)
            assert texts.template(command.help, language)


def test_due_rows_can_hold_the_name_of_every_duty() -> None:
    assert all(len(kind) <= 24 for kind in DUTIES)


def placeholders(entry: object) -> set[str]:
    forms = entry.values() if isinstance(entry, dict) else [entry]
    return {name for form in forms for _, name in texts.split(str(form)) if name} - {"n"}


def test_both_catalogues_say_the_same_things() -> None:
    zh, en = texts.catalogue("zh"), texts.catalogue("en")
    assert sorted(zh) == sorted(en)
    assert [key for key in zh if placeholders(zh[key]) != placeholders(en[key])] == []


@cache
def written_keys() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Text keys in the sources: written out, and as patterns where a part is put in."""
    exact, patterns = set(), []
    for tree in modules().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                exact.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"\w+" for p in node.values]
                if re.match(r"[a-z]+\\\.", parts[0]):
                    patterns.append(re.compile("".join(parts)))
    return frozenset(exact), tuple(patterns)


def used(key: str) -> bool:
    exact, patterns = written_keys()
    helps = {command.usage for command in commands.COMMANDS} | {command.help for command in commands.COMMANDS}
    return key in exact or key in helps or any(pattern.fullmatch(key) for pattern in patterns)


def test_every_text_is_used() -> None:
    # The console's page and the command line ask for their texts by short names within their own file.
    own = ("console.", "cli.", "config.", "check.")
    assert [key for key in texts.catalogue("zh") if not key.startswith(own) and not used(key)] == []


def test_every_key_in_the_sources_exists() -> None:
    wrong = []
    for name, tree in modules().items():
        for asked, _ in asking(name, tree):
            if isinstance(asked, ast.JoinedStr):
                parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"\w+" for p in asked.values]
                known = any(re.fullmatch("".join(parts), key) for key in texts.catalogue("zh"))
            else:
                known = not isinstance(asked, ast.Constant) or asked.value in texts.catalogue("zh")
            wrong += [] if known else [f"{name}: {ast.unparse(asked)}"]
    assert wrong == []


def test_every_text_is_given_what_it_shows() -> None:
    wrong = []
    for name, tree in modules().items():
        for asked, call in asking(name, tree):
            given = {each.arg for each in call.keywords}
            if isinstance(asked, ast.Constant) and len(call.args) == 1 and None not in given:
                missing = placeholders(texts.catalogue("zh")[str(asked.value)]) - given
                wrong += [f"{name}: {ast.unparse(asked)} {sorted(missing)}"] if missing else []
    assert wrong == []


def asking(name: str, tree: ast.Module) -> Iterator[tuple[ast.expr, ast.Call]]:
    """The texts a module asks for, each with the call; the command line puts the name of its file in front."""
    for node in ast.walk(tree) if not name.startswith("bot.cli") else ():
        if isinstance(node, ast.Call) and node.args:
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if called in ("words", "Words", "UserError"):
                asked = node.args[0]
                yield from ((each, node) for each in branches(asked))


def branches(asked: ast.expr) -> Iterator[ast.expr]:
    if isinstance(asked, ast.IfExp):
        yield from (*branches(asked.body), *branches(asked.orelse))
    else:
        yield asked


def test_every_duty_that_is_planned_is_known() -> None:
    planned = set()
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("due.put", "due_rows.put"):
                planned |= constants(name, node.args[1])
    assert planned == set(DUTIES)


def constants(module: str, expression: ast.expr) -> set[str]:
    """What a constant of a module is; nothing for what is only known when it runs."""
    try:
        return {eval(ast.unparse(expression), vars(importlib.import_module(module)))}
    except (NameError, AttributeError):
        return set()


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_texts_never_name_a_rule_of_the_handbook(language: str) -> None:
    rule = re.compile(r"(?<![A-Za-z0-9])[PJQTSWORXMVKGU]\d(?![A-Za-z0-9])")
    wrong = [key for key, entry in texts.catalogue(language).items() if rule.search(str(entry).replace("Q4", ""))]
    assert wrong == []
