"""A file's bytes into blocks: its kind is told by what it holds, never by its name alone, and it is checked first."""

import zipfile
import zlib
from collections.abc import Callable
from xml.sax import SAXException

from services.documents import packages
from services.documents.blocks import Paper
from services.documents.refusals import Refusal, RefusedError

# What the libraries, and what is built on them, stumble over in a file that no office program wrote so.
_MALFORMED = (
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RecursionError,
    SAXException,
    SyntaxError,  # lxml's
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
Convert = Callable[[bytes, str], bytes | None]  # a .doc or .rtf, with its suffix, as .docx; None without LibreOffice


def opened(data: bytes, convert: Convert | None = None) -> Paper:
    """The blocks of a document. Raises RefusedError; takes seconds for a long one: to be called in a thread."""
    try:
        return _blocks(data, convert)
    except _MALFORMED as error:
        raise RefusedError(Refusal.CORRUPT) from error


def _blocks(data: bytes, convert: Convert | None) -> Paper:
    packages.check_size(data)
    if data.startswith(packages.ZIP):
        return _package(data)
    if data.startswith(packages.OLE):
        packages.check_ole(data)
        return _converted(data, ".doc", convert)
    if data.startswith(packages.RTF):
        return _converted(data, ".rtf", convert)
    if data.startswith(packages.PDF):
        from services.documents.pdf import read_pdf  # noqa: PLC0415 -- takes long to import, and few plans are PDFs

        return read_pdf(data)
    from services.documents.plain import read_plain  # noqa: PLC0415

    return read_plain(data)


def _package(data: bytes) -> Paper:
    names = set(packages.opened(data).namelist())
    if any(name.startswith("word/") for name in names):
        from services.documents.word import read_word  # noqa: PLC0415 -- as above

        return read_word(data)
    if any(name.startswith("xl/") for name in names):
        from services.documents.sheets import read_sheets  # noqa: PLC0415

        return read_sheets(data)
    if {"content.xml", "mimetype"} <= names:
        from services.documents.odf import read_odf  # noqa: PLC0415

        return read_odf(data)
    raise RefusedError(Refusal.CORRUPT)  # an archive of other things, under an office file's name


def _converted(data: bytes, suffix: str, convert: Convert | None) -> Paper:
    made = convert(data, suffix) if convert is not None else None
    if made is None:
        raise RefusedError(Refusal.NO_LIBREOFFICE)
    packages.check_size(made)
    return _package(made)
