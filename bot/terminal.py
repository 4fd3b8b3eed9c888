"""The language of whoever sits at the terminal. Needs the standard library only, so that set-up can use it."""

from collections.abc import Mapping


def language(environ: Mapping[str, str], otherwise: str = "") -> str:
    """By the locale; where it names no language, as in a container, `otherwise` or English."""
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "C")
    named = locale.split(".")[0].split("_")[0].lower()
    if named in {"c", "posix"}:
        return otherwise or "en"
    return "zh" if named == "zh" else "en"
