#!/usr/bin/env python3
"""Django's command line, which also finds its own virtual environment and servers."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path


def main() -> None:
    python = Path(__file__).resolve().parent / ".venv" / "bin" / "python"
    if not find_spec("django"):
        if not python.exists() or sys.prefix == str(python.parent.parent):
            raise SystemExit("liaison: Django is not installed here: run make packages")
        os.execv(python, [str(python), *sys.argv])
    from liaison import embedded  # noqa: PLC0415 - only where the packages are

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liaison.settings")
    embedded.ensure()
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - as above

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
