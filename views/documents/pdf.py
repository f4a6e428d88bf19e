"""A Word file as PDF, and older documents as Word files, by LibreOffice if it is installed."""

import contextlib
import os
import signal
import subprocess
import tempfile
from pathlib import Path

from services.apart.limits import MEGABYTE, taking_along
from services.documents.refusals import Refusal, RefusedError
from views.kit.office import libreoffice

TIMEOUT = 120  # seconds; a plan of a thousand activities takes about ten
MOST_MEMORY = 1024 * MEGABYTE  # of LibreOffice, which takes some 300 for a plan
_WITHIN = f'ulimit -d {MOST_MEMORY // 1024}; ulimit -t {TIMEOUT}; exec "$0" "$@"'


class NoPdfError(Exception):
    """There is no file; the text says why, for the log."""


class NoLibreOfficeError(NoPdfError):
    """LibreOffice is not installed on this machine."""


def pdf(word: bytes, *, timeout: float = TIMEOUT) -> bytes:
    """The PDF of a .docx file. Takes seconds: to be called in a process of its own.

    LibreOffice runs with a profile of its own, gone afterwards, so that it neither meets another one that runs nor
    leaves anything behind. Raises NoLibreOfficeError if it is not installed, NoPdfError if it fails or takes
    longer than `timeout` seconds; it is ended then, with all that it started.
    """
    return _made(word, ".docx", "pdf:writer_pdf_Export", timeout)


def docx_of(document: bytes, suffix: str, *, timeout: float = TIMEOUT) -> bytes:
    """The .docx of an older document (`suffix`: «.doc» or «.rtf»); otherwise as `pdf`."""
    return _made(document, suffix, "docx:MS Word 2007 XML", timeout)


def opened_as_docx(document: bytes, suffix: str) -> bytes | None:
    """An older document as .docx; None without LibreOffice, which alone reads it. Raises RefusedError if it fails."""
    try:
        return docx_of(document, suffix)
    except NoLibreOfficeError:
        return None
    except NoPdfError as error:
        raise RefusedError(Refusal.CORRUPT) from error


def _made(document: bytes, suffix: str, target: str, timeout: float) -> bytes:
    program = libreoffice()
    if program is None:
        raise NoLibreOfficeError("LibreOffice is not installed")
    with tempfile.TemporaryDirectory(prefix="office-") as name:
        folder = Path(name)
        source = folder / f"document{suffix}"
        source.write_bytes(document)
        _convert(program, source, folder / "profile", target, timeout)
        made = source.with_suffix(f".{target.partition(':')[0]}")
        if not made.exists():
            raise NoPdfError("LibreOffice made no file")
        return made.read_bytes()


def _convert(program: str, source: Path, profile: Path, target: str, timeout: float) -> None:
    command = [
        *("/bin/sh", "-c", _WITHIN),
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        target,
        "--outdir",
        str(source.parent),
        str(source),
    ]
    process = subprocess.Popen(  # noqa: S603 -- a fixed command; the words are in the file
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # a group of its own, to be ended as one
    )
    try:
        with taking_along(process.pid):
            code = process.wait(timeout)
    except subprocess.TimeoutExpired as error:
        raise NoPdfError(f"LibreOffice took longer than {timeout} seconds") from error
    finally:
        _end(process)
    if code != 0:
        raise NoPdfError(f"LibreOffice ended with {code}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process group, including anything that outlived the process."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
