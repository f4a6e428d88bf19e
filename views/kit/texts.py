"""Texts in the reader's language: Babel catalogs, dates, numbers, and the plan's own words in the reader's script."""

import html
import io
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from gettext import GNUTranslations
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from services.language.translit import to_latin
from views.kit.clean import clean, isolated
from views.kit.languages import LANGUAGES, Language

FOLDER = Path(__file__).resolve().parents[2] / "locales"
REPEATED = 80  # characters: names and numbers come again and again, people's own words hardly ever
_TAG = re.compile(r"</?[a-z-]+[^<>]*>")
# In Uzbek a month loses its soft sign before an ending: «апрель», but «апрелгача».
_BEFORE_ENDING = re.compile(r"\{(\w+)\}(?:гача|дан|га|да|даги|ни|нинг)\b")
_VALUE = re.compile(r"\{(\w+)\}")
_SOFT_SIGN = re.compile(r"ь((?:</b>)?)$")


class Html(str):
    """Text that is already HTML; any other string is escaped when it enters a text."""

    __slots__ = ()


class Texts:
    """Everything that is said, in one language.

    `t("Deadline: {day}", day=…)` gives the sentence in the reader's language with its values escaped for Telegram's
    HTML. Message ids are the English sentences. Local times are in `timezone`.
    """

    def __init__(self, language: Language, catalog: GNUTranslations, timezone: ZoneInfo) -> None:
        self.language = language
        self.timezone = timezone
        self._catalog = catalog
        self._babel = Locale.parse(language.code)
        # Each of a morning's reminders has the same dates and the same words without values.
        self._date = lru_cache(maxsize=2048)(self._dated)
        self._said = lru_cache(maxsize=4096)(self._bare)

    def __reduce__(self) -> tuple[object, ...]:
        """Another process reads the catalog for itself."""
        return _texts, (self.language.code, self.timezone)

    def __call__(self, message: str, /, **values: object) -> Html:
        """The message with its values, escaped."""
        return self._filled(message, values) if values else self._said(message)

    def many(self, one: str, many: str, number: int, /, **values: object) -> Html:
        """The message in the form that `number` requires; `{n}` is the number."""
        return _filled(self._catalog.ngettext(one, many, number), {"n": number, **values}, self.language.small)

    def day(self, day: date) -> Html:
        """«30 апрель»: a local day without its year."""
        return self._date(day, self.language.day)

    def long_day(self, day: date) -> Html:
        """«2024 йил 30 апрель»: a local day as letters write it."""
        return self._date(day, self.language.long_day)

    def weekday(self, day: date) -> Html:
        """«сешанба»."""
        return self._date(day, "EEEE")

    def month(self, day: date) -> Html:
        """«2024 йил апрель»: the month of a day."""
        return self._date(day, self.language.month)

    def month_name(self, day: date) -> Html:
        """«апрель»: the month of a day without its year."""
        return self._date(day, "LLLL")

    def short_month(self, day: date) -> Html:
        """«апр»: the month of a day, shortened."""
        return self._date(day, "LLL")

    def local_day(self, moment: datetime) -> date:
        """The local day on which a moment falls."""
        return moment.astimezone(self.timezone).date()

    def moment(self, moment: datetime) -> Html:
        """«30 апрель, 09:05»: a moment in local time."""
        local = moment.astimezone(self.timezone)
        return Html(f"{self.day(local.date())}, {format_datetime(local, 'HH:mm', locale=self._babel)}")

    def plan(self, text: str) -> Html:
        """The plan's own words: as written, in Latin letters for a Latin reader; escaped."""
        return escape(self.script(text))

    def script(self, text: str) -> str:
        """The plan's own words in the reader's script, not escaped (for pictures, files and buttons)."""
        return _latin(text) if self.language.latin else text

    def _bare(self, message: str) -> Html:
        return Html(self._catalog.gettext(message))

    def _filled(self, message: str, values: Mapping[str, object]) -> Html:
        return _filled(self._catalog.gettext(message), values, self.language.small)

    def _dated(self, day: date, pattern: str) -> Html:
        text = format_date(day, pattern, locale=self._babel)
        text = " ".join(self.language.months.get(word, word) for word in text.split(" "))
        return Html(text if self.language.capital_months else text.lower())


class Translator:
    """The texts of every language, read from the catalogs once."""

    def __init__(self, timezone: ZoneInfo, default: str, folder: Path = FOLDER) -> None:
        self.default = default
        self._texts = {code: Texts(language, _catalog(folder, code), timezone) for code, language in LANGUAGES.items()}

    def __getitem__(self, locale: str | None) -> Texts:
        """The texts of a locale, or of the default one if the bot does not speak it."""
        return self._texts.get(locale or self.default) or self._texts[self.default]

    @property
    def every(self) -> tuple[Texts, ...]:
        """The texts of all languages."""
        return tuple(self._texts.values())

    @property
    def of_strangers(self) -> tuple[Texts, ...]:
        """What is written to people whose language is not known: the default, and its other script if it has one."""
        default = self[None]
        pair = [
            texts
            for code, texts in self._texts.items()
            if default.language.code in (code, texts.language.transcribed_from)
            or code == default.language.transcribed_from
        ]
        return (default, *(one for one in pair if one is not default))


def escape(value: object) -> Html:
    """Any value as HTML text: the one place where people's and the plan's words are cleaned and escaped."""
    if isinstance(value, Html):
        return value
    text = str(value)
    return _escaped(text) if len(text) > REPEATED else _escaped_once(text)


def _escaped(text: str) -> Html:
    return Html(html.escape(isolated(clean(text)), quote=False))


_escaped_once = lru_cache(maxsize=4096)(_escaped)


def join(lines: list[Html] | list[str], between: str = "\n") -> Html:
    """Lines put together; plain strings among them are escaped."""
    return Html(between.join(escape(line) for line in lines))


def bold(text: object) -> Html:
    """In bold type."""
    return Html(f"<b>{escape(text)}</b>")


def italic(text: object) -> Html:
    """In italics."""
    return Html(f"<i>{escape(text)}</i>")


def quote(text: object) -> Html:
    """A person's own words, set apart; long ones can be folded."""
    return Html(f"<blockquote expandable>{escape(text)}</blockquote>")


def plain(text: str) -> str:
    """HTML text without its marks, for buttons and pictures."""
    return html.unescape(text)


def without_marks(text: str) -> str:
    """HTML text as plain text: its tags gone, its entities read."""
    return html.unescape(_TAG.sub("", text))


def _filled(template: str, values: Mapping[str, object], small: tuple[str, ...]) -> Html:
    if not values:
        return Html(template)
    escaped = {name: escape(value) for name, value in values.items()}
    for name in _before_ending(template):
        escaped[name] = Html(_SOFT_SIGN.sub(r"\1", escaped[name]))
    for word in small:
        for name in _inside_sentence(template) if any(word in value for value in escaped.values()) else ():
            escaped[name] = Html(re.sub(rf"^(<b>)?{word}", lambda found: found[0].lower(), escaped[name]))
    return Html(template.format(**escaped))


# The same few dates, plans' words and templates are in every message of a day.


@lru_cache(maxsize=1024)
def _latin(text: str) -> str:
    return to_latin(text)


@lru_cache(maxsize=2048)
def _before_ending(template: str) -> tuple[str, ...]:
    """The names of the values that an ending follows."""
    return tuple(_BEFORE_ENDING.findall(template))


@lru_cache(maxsize=2048)
def _inside_sentence(template: str) -> tuple[str, ...]:
    """The names of the values that do not begin a sentence."""
    before = ((name, template.partition(f"{{{name}}}")[0].rstrip()) for name in _VALUE.findall(template))
    return tuple(name for name, words in before if re.search(r"\w", words) and words[-1] not in ".!?")


def _texts(code: str, timezone: ZoneInfo) -> Texts:
    return Texts(LANGUAGES[code], _catalog(FOLDER, code), timezone)


@cache
def _catalog(folder: Path, locale: str) -> GNUTranslations:
    # Compiled in memory: a catalog that was edited but not compiled cannot be stale, and none is missing.
    path = folder / locale / "LC_MESSAGES" / "ijrochi.po"
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(cast(Any, file), locale=locale))
    compiled.seek(0)
    return GNUTranslations(compiled)
