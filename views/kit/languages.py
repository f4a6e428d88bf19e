"""The bot's languages. A new one is an entry here and its catalog, which locales/update.py creates."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# gettext's rules of which form of a message goes with a number.
ONE_FORM = "nplurals=1; plural=0;"  # Turkic nouns stay the same after a number
TWO_FORMS = "nplurals=2; plural=(n != 1);"
RUSSIAN_FORMS = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"


@dataclass(frozen=True)
class Language:
    """A language and script, and what is written differently in it.

    `code` is Babel's name of the locale and the catalog's folder; `name` is the language's own, for those who read no
    other; `tag` is how Word and the web call it (BCP 47). `day`, `long_day` (with its year) and `month` are patterns of
    Babel's. To readers of `latin` letters the plan's words are shown in them. `plurals` is gettext's Plural-Forms.
    `transcribed_from` is the Cyrillic language whose catalog this one is, in Latin letters. `months` corrects CLDR's
    names of months. `small` are the beginnings of words that have a capital only where a sentence begins.
    """

    code: str
    name: str
    tag: str
    day: str
    long_day: str
    month: str
    latin: bool = True
    plurals: str = ONE_FORM
    capital_months: bool = False
    transcribed_from: str | None = None
    months: Mapping[str, str] = field(default_factory=dict)
    small: tuple[str, ...] = ()


# CLDR spells the Cyrillic months of Uzbek without ь («апрел»); the orthography in force, and the plan itself, write it.
_SOFT = {
    "январ": "январь",
    "феврал": "февраль",
    "апрел": "апрель",
    "июн": "июнь",
    "июл": "июль",
    "сентябр": "сентябрь",
    "октябр": "октябрь",
    "ноябр": "ноябрь",
    "декабр": "декабрь",
}

# Dates as official letters write them.
_SPOKEN = (
    Language(
        "uz_Cyrl",
        "Ўзбекча (кирилл)",
        "uz-Cyrl-UZ",
        "d MMMM",
        "y 'йил' d MMMM",
        "y 'йил' LLLL",
        latin=False,
        months=_SOFT,
    ),
    Language(
        "uz_Latn",
        "Oʻzbekcha (lotin)",
        "uz-Latn-UZ",
        "d-MMMM",
        "y-'yil' d-MMMM",
        "y-'yil' LLLL",
        transcribed_from="uz_Cyrl",
    ),
    Language(
        "ru",
        "Русский",
        "ru-RU",
        "d MMMM",
        "d MMMM y 'г.'",
        "LLLL y 'г.'",
        latin=False,
        plurals=RUSSIAN_FORMS,
        small=("Мероприятие", "Поручение"),
    ),
    Language("en", "English", "en-GB", "d MMMM", "d MMMM y", "LLLL y", plurals=TWO_FORMS, capital_months=True),
)
LANGUAGES = {language.code: language for language in _SPOKEN}
"""Every language by its code, in the order in which they are offered."""
