"""`make messages`: bring the catalogs to what views/ say.

Messages are the English sentences given to `t(…)` and `t.many(…)`. New ones are added to every catalog, unused ones
are dropped. English is filled with the message itself; Uzbek in Latin letters is filled from the Cyrillic by the
project's own table, since the two say the same words.
"""

import io
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))

from babel.messages.catalog import Catalog, Message  # noqa: E402
from babel.messages.extract import extract_from_dir  # noqa: E402
from babel.messages.pofile import read_po, write_po  # noqa: E402

from services.translit import to_latin  # noqa: E402

KEYWORDS = {"t": None, "many": (1, 2)}
NOISE = (b'"POT-', b'"PO-', b'"Report', b'"Last-', b'"Language-Team', b'"Generated', b'"Project-Id')
LOCALES = ("uz_Cyrl", "uz_Latn", "ru", "en")
# Uzbek nouns have one form after a number.
PLURALS = {
    "uz_Cyrl": "nplurals=1; plural=0;",
    "uz_Latn": "nplurals=1; plural=0;",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "en": "nplurals=2; plural=(n != 1);",
}


def extracted() -> Catalog:
    """Every message that views/ say."""
    catalog = Catalog()
    views = FOLDER.parent / "views"
    for file, line, message, comments, _ in extract_from_dir(views, keywords=KEYWORDS, comment_tags=("TRANSLATORS:",)):
        catalog.add(message, locations=[(f"views/{file}", line)], auto_comments=comments)
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
    """Rewrite the four catalogs."""
    template = extracted()
    cyrillic = _merged(template, catalog_of("uz_Cyrl"), "uz_Cyrl")
    for locale in LOCALES:
        catalog = cyrillic if locale == "uz_Cyrl" else _merged(template, catalog_of(locale), locale)
        for message in catalog:
            if message.id:
                _fill(message, locale, cyrillic)
        path_of(locale).parent.mkdir(parents=True, exist_ok=True)
        path_of(locale).write_bytes(_written(catalog))


def _written(catalog: Catalog) -> bytes:
    """The catalog as a file, without header lines that change with the day or name nobody."""
    file = io.BytesIO()
    write_po(file, catalog, width=0, sort_output=True, include_lineno=False)
    lines = file.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(NOISE))


def _merged(template: Catalog, known: Catalog, locale: str) -> Catalog:
    merged = Catalog(locale=locale, project="Ijrochi", fuzzy=False, header_comment=f"# Ijrochi: {locale}")
    merged.mime_headers = [
        ("Language", locale),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", PLURALS[locale]),
    ]
    for message in template:
        if message.id:
            before = known.get(message.id)
            merged.add(
                message.id,
                string=before.string if before is not None else None,
                locations=message.locations,
                auto_comments=message.auto_comments,
            )
    return merged


def _fill(message: Message, locale: str, cyrillic: Catalog) -> None:
    if locale == "en":
        message.string = message.id
    elif locale == "uz_Latn":
        source = cyrillic.get(message.id).string
        message.string = tuple(to_latin(form or "") for form in source) if isinstance(source, tuple) else to_latin(source or "")


if __name__ == "__main__":
    update()
