"""Files that were sent: what Telegram tells of them, and their bytes."""

from __future__ import annotations

import mimetypes
import re
import secrets
import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Literal

from sandbox.errors import Json, bad_request
from sandbox.params import Upload
from sandbox.store import Store

Kind = Literal["photo", "document", "voice", "video", "audio"]

MAX_UPLOAD = 50 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024

# The first letters of a real file_id tell the type; the rest here is random.
_PREFIX: dict[Kind, tuple[str, str, str]] = {
    "photo": ("AgACAgIAAxkB", "AQAD", "photos"),
    "document": ("BQACAgIAAxkB", "AgAD", "documents"),
    "voice": ("AwACAgIAAxkB", "AgAD", "voice"),
    "video": ("BAACAgIAAxkB", "AgAD", "videos"),
    "audio": ("CQACAgIAAxkB", "AgAD", "music"),
}
_DEFAULT_MIME: dict[Kind, str] = {
    "photo": "image/jpeg",
    "document": "application/octet-stream",
    "voice": "audio/ogg",
    "video": "video/mp4",
    "audio": "audio/mpeg",
}


@dataclass(frozen=True)
class StoredFile:
    """One file; `content` is the key of its bytes (a photo's sizes share them: nothing here draws)."""

    id: str
    unique_id: str
    kind: Kind
    name: str
    mime: str
    size: int
    path: str
    content: str
    width: int = 0
    height: int = 0
    duration: int = 0
    title: str = ""
    performer: str = ""

    def described(self) -> Json:
        """The fields of Telegram's object for it."""
        shape: Json = {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size}
        if self.kind in ("photo", "video"):
            shape |= {"width": self.width, "height": self.height}
        if self.kind in ("voice", "video", "audio"):
            shape["duration"] = self.duration
        if self.kind != "photo":
            shape["mime_type"] = self.mime
        if self.kind in ("document", "video", "audio") and self.name:
            shape["file_name"] = self.name
        return shape | {key: value for key in ("title", "performer") if (value := getattr(self, key))}


@dataclass(frozen=True)
class Media:
    """What a message shows: one file, or a photo's sizes from the smallest to the largest."""

    kind: Kind
    files: tuple[StoredFile, ...]

    def content(self) -> Json:
        """The message's part about it."""
        shapes = [file.described() for file in self.files]
        return {self.kind: shapes if self.kind == "photo" else shapes[-1]}


class Files:
    """Every file by its ids and path."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._by_id: dict[str, StoredFile] = {}
        self._by_unique: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._by_content: dict[str, list[StoredFile]] = {}
        for body in sorted(store.all("files"), key=lambda body: (body["size"], body["width"])):
            self._remember(StoredFile(**body))

    def add(self, kind: Kind, upload: Upload, **known: int | str) -> Media:
        """Keep an upload. BotApiError 400 where it is empty, or a photo Telegram could not read.

        `known`: duration (seconds), width, height, title, performer.
        """
        if not upload.content:
            raise bad_request("file must be non-empty")
        if kind == "photo":
            return self._add_photo(upload)
        key = secrets.token_urlsafe(12)
        self._store.put_content(key, upload.content)
        mime = _mime(kind, upload)
        return Media(kind, (self._create(kind, key, upload.name, mime, len(upload.content), **known),))

    def _add_photo(self, upload: Upload) -> Media:
        size = len(upload.content)
        if size > MAX_PHOTO:
            raise bad_request(
                f"file of size {size} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes"
            )
        dimensions = image_size(upload.content)
        if dimensions is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        if sum(dimensions) > 10_000 or max(dimensions) > 20 * min(dimensions):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        key = secrets.token_urlsafe(12)
        self._store.put_content(key, upload.content)
        mime = _mime("photo", upload)
        files = [
            self._create("photo", key, "", mime, size * width // dimensions[0], width=width, height=height)
            for width, height in _photo_sizes(*dimensions)
        ]
        return Media("photo", tuple(files))

    def _create(self, kind: Kind, key: str, name: str, mime: str, size: int, **known: int | str) -> StoredFile:
        prefix, unique_prefix, folder = _PREFIX[kind]
        suffix = PurePosixPath(name).suffix if name else mimetypes.guess_extension(mime) or ""
        file = StoredFile(
            id=prefix + secrets.token_urlsafe(36),
            unique_id=unique_prefix + secrets.token_urlsafe(9),
            kind=kind,
            name=name,
            mime=mime,
            size=size,
            path=f"{folder}/file_{len(self._by_id)}{re.sub(r'[^.A-Za-z0-9]', '', suffix)}",
            content=key,
            **known,  # type: ignore[arg-type]  # the caller's names are the fields'
        )
        self._remember(file)
        self._store.put("files", file.unique_id, asdict(file))
        return file

    def _remember(self, file: StoredFile) -> None:
        self._by_id[file.id] = file
        self._by_unique[file.unique_id] = file
        self._by_path[file.path] = file
        self._by_content.setdefault(file.content, []).append(file)

    def again(self, kind: Kind, file_id: str) -> Media:
        """A file sent before, by its id. BotApiError 400 where it is none, or is of another type."""
        if file_id.lower().startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")  # the sandbox stays on this machine
        file = self._by_id.get(file_id)
        if file is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if file.kind != kind:
            raise bad_request(f"can't use file of type {file.kind.capitalize()} as {kind.capitalize()}")
        return Media(kind, tuple(self._by_content[file.content]))

    def get(self, file_id: str) -> StoredFile | None:
        """By the id a bot knows."""
        return self._by_id.get(file_id)

    def unique(self, unique_id: str) -> StoredFile | None:
        """By the id that is the same for everyone."""
        return self._by_unique.get(unique_id)

    def at(self, path: str) -> StoredFile | None:
        """By the path getFile gave."""
        return self._by_path.get(path)

    def content(self, file: StoredFile) -> bytes:
        """Its bytes."""
        return self._store.content(file.content) or b""

    def forget(self) -> None:
        """All of them; their bytes go with the store's own wiping."""
        for index in (self._by_id, self._by_unique, self._by_path, self._by_content):
            index.clear()


def _mime(kind: Kind, upload: Upload) -> str:
    guessed, _ = mimetypes.guess_type(upload.name)
    given = upload.mime if upload.mime != "application/octet-stream" else ""
    return given or guessed or _DEFAULT_MIME[kind]


def _photo_sizes(width: int, height: int) -> Iterator[tuple[int, int]]:
    """Telegram's ladder of sizes: those smaller than the picture, then the picture (at most 1280)."""
    longest = max(width, height)
    for side in (90, 320, 800):
        if side < longest:
            yield _scaled(width, height, side)
    yield _scaled(width, height, min(longest, 1280))


def _scaled(width: int, height: int, side: int) -> tuple[int, int]:
    longest = max(width, height)
    return max(1, width * side // longest), max(1, height * side // longest)


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF, JPEG or WebP in pixels; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        return _nonzero(*struct.unpack(">II", content[16:24]))
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        return _nonzero(*struct.unpack("<HH", content[6:10]))
    if content.startswith(b"\xff\xd8"):
        return _jpeg_size(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP" and len(content) >= 30:
        return _webp_size(content)
    return None


def _nonzero(width: int, height: int) -> tuple[int, int] | None:
    return (width, height) if width and height else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Walk the segments to the frame header (SOF), which holds the size."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return _nonzero(width, height)
        at += 1 if marker == 0xFF else 2 + length
    return None


def _webp_size(content: bytes) -> tuple[int, int] | None:
    match content[12:16]:
        case b"VP8 ":
            width, height = struct.unpack("<HH", content[26:30])
            return _nonzero(width & 0x3FFF, height & 0x3FFF)
        case b"VP8L":
            bits = int.from_bytes(content[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    return None
