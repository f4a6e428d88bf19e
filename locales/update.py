"""`make messages`: bring the catalogs to what views/ say.

Messages are the English sentences given to `t(…)` and `t.many(…)`. New ones are added to every catalog, unused ones
are dropped. English is filled with the message itself; a language transcribed from another (Uzbek in Latin letters)
is filled from that one by the project's own table, since the two say the same words. The languages are those of
views/kit/languages.py; one that has no catalog yet is given one to be translated.
"""

import ast
import io
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
VIEWS = FOLDER.parent / "views"
sys.path.insert(0, str(FOLDER.parent))

from babel.messages.catalog import Catalog, Message  # noqa: E402
from babel.messages.pofile import read_po, write_po  # noqa: E402

from services.language.translit import to_latin  # noqa: E402
from views.kit.languages import LANGUAGES, Language  # noqa: E402

NOISE = (b'"POT-', b'"PO-', b'"Report', b'"Last-', b'"Language-Team', b'"Generated', b'"Project-Id')


@dataclass(frozen=True)
class Said:
    """A message of views/: one form, or the forms for one and for many."""

    forms: tuple[str, ...]
    file: str


def said_in(source: str, file: str) -> Iterator[Said]:
    """The messages that a module says. ValueError where a message is no literal: it could not be translated."""
    # By syntax, not by Babel's extractor: that one loses a message whose arguments pass `t` on, or inside an f-string.
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and (count := _messages_in(call.func)):
            literals = [node.value for node in call.args[:count] if isinstance(node, ast.Constant)]
            forms = tuple(literal for literal in literals if isinstance(literal, str))
            if len(forms) != count:
                raise ValueError(f"{file}:{call.lineno}: the message is no literal")
            yield Said(forms, file)


def _messages_in(called: ast.expr) -> int:
    """How many of a call's arguments are messages: one of `t(…)`, two of `t.many(…)`, none of others."""
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "t":
        return 2 if called.attr == "many" else 0
    return 1 if isinstance(called, ast.Name) and called.id == "t" else 0


def extracted() -> Catalog:
    """Every message that views/ say."""
    catalog = Catalog()
    for path in sorted(VIEWS.rglob("*.py")):
        for said in said_in(path.read_text(encoding="utf-8"), path.relative_to(VIEWS.parent).as_posix()):
            catalog.add(said.forms if len(said.forms) > 1 else said.forms[0], locations=[(said.file, 0)])
    return catalog


def path_of(locale: str) -> Path:
    """A locale's catalog file."""
    return FOLDER / locale / "LC_MESSAGES" / "ijrochi.po"


def catalog_of(locale: str) -> Catalog:
    """A locale's catalog as it stands; an empty one where there is none."""
    path = path_of(locale)
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def update() -> None:
    """Rewrite the catalogs."""
    template = extracted()
    catalogs = {code: _merged(template, catalog_of(code), language) for code, language in LANGUAGES.items()}
    for code, catalog in catalogs.items():
        source = LANGUAGES[code].transcribed_from
        for message in catalog:
            if message.id:
                _fill(message, code, catalogs[source] if source else None)
        path_of(code).parent.mkdir(parents=True, exist_ok=True)
        path_of(code).write_bytes(_written(catalog))


def _written(catalog: Catalog) -> bytes:
    """The catalog as a file, without header lines that change with the day or name nobody."""
    file = io.BytesIO()
    write_po(file, catalog, width=0, sort_output=True, include_lineno=False)
    lines = file.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(NOISE))


def _merged(template: Catalog, known: Catalog, language: Language) -> Catalog:
    code = language.code
    merged = Catalog(locale=code, project="Ijrochi", fuzzy=False, header_comment=f"# Ijrochi: {code}")
    merged.mime_headers = [
        ("Language", code),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", language.plurals),
    ]
    for message in template:
        if message.id:
            before = known.get(message.id)
            # A message that has got forms for one and many is translated anew.
            is_known = before is not None and before.pluralizable == message.pluralizable
            now = merged.add(message.id, before.string if before and is_known else None, locations=message.locations)
            now.flags.discard("python-format")  # «{percent}% done» is no format of %
    return merged


def _fill(message: Message, locale: str, cyrillic: Catalog | None) -> None:
    source = cyrillic.get(message.id) if cyrillic is not None else None
    if locale == "en":
        message.string = message.id
    elif source is not None:
        message.string = in_latin(source.string)


def in_latin(said: str | Sequence[str] | None) -> str | tuple[str, ...]:
    """A Cyrillic message, or its forms, in Latin letters; what is not translated stays empty."""
    return to_latin(said or "") if said is None or isinstance(said, str) else tuple(to_latin(form) for form in said)


if __name__ == "__main__":
    update()
