"""`python -m bot …`, the same as `duiqi …`."""

import sys


def main() -> None:
    """Make sure that everything is installed, then obey the command line."""
    if sys.version_info < (3, 11):
        sys.exit("Duiqi needs Python 3.11 or newer. 需要 Python 3.11 或更高版本。")
    # Imported late: an older Python cannot read the sources, and a bare one has nothing installed.
    from bot.bootstrap import prepare

    prepare(["-m", "bot", *sys.argv[1:]])

    from bot.cli import cli

    cli(prog_name="duiqi")


if __name__ == "__main__":
    main()
