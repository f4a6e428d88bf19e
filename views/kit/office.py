"""LibreOffice, if this machine has it."""

import shutil

PROGRAMS = ("soffice", "libreoffice")


def libreoffice() -> str | None:
    """The path of its program; None if it is not installed."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)
