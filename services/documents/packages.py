"""Is a file safe to be read? Asked of its bytes before any of it is parsed."""

import io
import zipfile
import zlib
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import olefile  # type: ignore[import-untyped]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.expatreader import DefusedExpatParser  # type: ignore[import-untyped]

from services.documents.refusals import Refusal, RefusedError

LARGEST_FILE = 20 * 2**20  # what Telegram hands to a bot
LARGEST_XML = 16 * 2**20  # all that is parsed, unpacked; a plan of 1,500 rows has two
LARGEST_PACKAGE = 100 * 2**20  # with its pictures
MOST_PARTS = 5_000

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF = b"%PDF-"
RTF = b"{\\rtf"

_MEDIA = (
    *(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".webp"),
    *(".ttf", ".odttf", ".fntdata"),
)
_MACRO_PARTS = ("vbaproject.bin", "xl/macrosheets/", "basic/", "scripts/", "vbadata.xml")
_ENCRYPTED_FLAG = 0x1
_MANIFEST = "META-INF/manifest.xml"  # of an OpenDocument, which encrypts each part by itself


def check_size(data: bytes) -> None:
    """Refuse a file that is larger than any plan."""
    if len(data) > LARGEST_FILE:
        raise RefusedError(Refusal.TOO_BIG)


def opened(data: bytes) -> zipfile.ZipFile:
    """The package of a .docx, .xlsx or .odt after the checks: whole, of bearable size, no macros, no XML entities."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise RefusedError(Refusal.CORRUPT) from error
    parts = package.infolist()
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise RefusedError(Refusal.ENCRYPTED)
    parsed = [part for part in parts if not part.filename.lower().endswith(_MEDIA)]
    if (
        len(parts) > MOST_PARTS
        or sum(part.file_size for part in parsed) > LARGEST_XML
        or sum(part.file_size for part in parts) > LARGEST_PACKAGE
    ):
        raise RefusedError(Refusal.TOO_BIG)
    if any(place in part.filename.lower() for part in parts for place in _MACRO_PARTS):
        raise RefusedError(Refusal.MACROS)
    for part in parsed:
        content = _read(package, part)
        if part.filename == _MANIFEST and b":encryption-data" in content:
            raise RefusedError(Refusal.ENCRYPTED)
        if content.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
            _check_xml(content)
    return package


def _read(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    try:
        return package.read(part)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise RefusedError(Refusal.CORRUPT) from error


class _RootReachedError(Exception):
    """The root element begins: what declares entities comes before it."""


class _Prolog(ContentHandler):
    def startElement(self, name: str, attrs: object) -> None:  # noqa: N802 -- SAX names it
        raise _RootReachedError


def _check_xml(content: bytes) -> None:
    """Refuse XML that declares a document type: entities that grow, or files and addresses to be fetched."""
    parser = DefusedExpatParser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.setContentHandler(_Prolog())
    try:
        parser.parse(io.BytesIO(content))
    except _RootReachedError:
        return
    except DefusedXmlException as error:
        raise RefusedError(Refusal.UNSAFE_XML) from error
    except SAXException as error:
        raise RefusedError(Refusal.CORRUPT) from error


def check_ole(data: bytes) -> None:
    """Refuse what an OLE container (.doc, or a locked .docx or .xlsx) may hide: a password, macros, a broken file."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            names = ["/".join(path).lower() for path in container.listdir(streams=True, storages=True)]
            head = container.openstream("WordDocument").read(32) if container.exists("WordDocument") else b""
            is_old_workbook = container.exists("Workbook") or container.exists("Book")
    except OSError as error:
        raise RefusedError(Refusal.CORRUPT) from error
    if any(name in ("encryptedpackage", "encryptioninfo") for name in names):
        raise RefusedError(Refusal.ENCRYPTED)
    if any(name.split("/")[0] in ("macros", "_vba_project_cur", "vba") for name in names):
        raise RefusedError(Refusal.MACROS)
    if is_old_workbook:
        raise RefusedError(Refusal.NO_LIBREOFFICE)
    if not head:
        raise RefusedError(Refusal.CORRUPT)
    if head[0x0B] & 0x01:  # FibBase.fEncrypted ([MS-DOC] 2.5.2)
        raise RefusedError(Refusal.ENCRYPTED)
