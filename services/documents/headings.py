"""How lines and cells of a plan begin and what they are: numbers, sections, months that separate, notes, approvals."""

import re
from dataclasses import dataclass
from functools import lru_cache

from services.language.script import bare

MONTHS = (
    "yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avgust",
    "sentyabr", "oktyabr", "noyabr", "dekabr",
)  # fmt: skip
MONTH = "(?:" + "|".join(
    ("yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avgust", "sentyabr", "sentabr", "oktyabr", "oktabr",
     "noyabr", "dekabr")
) + ")"  # fmt: skip

_LETTER = "[a-zа-яёўқғҳ]"
_KIND = r"(?:банд|band|модда|modda|пункт|punkt|топшириқ|topshiriq|тадбир|tadbir)"
_DIGITS = r"(?:[IVXІХ]{1,5}[.\-])?\d{1,4}(?:[.\-]\d{1,3}){0,4}"
_NUMBER_CELL = re.compile(
    rf"(?:№|N|п\.|п)?\s*({_DIGITS}|\d{{5}})\s*[.)]*\s*({_LETTER})?\s*[.)]*\s*(?:[-–]?\s*{_KIND}\w*)?\s*[.)*]*",
    re.IGNORECASE,
)
_LETTER_CELL = re.compile(rf"({_LETTER})\s*[.)]+", re.IGNORECASE)
_NUMBER_BEGINS = re.compile(
    rf"(?:({_DIGITS})\s*(?:[-–]\s*{_KIND}\w*\s*[.:)]*|[.)]+(?!\d))|(\d{{1,3}}(?:\.\d{{1,3}}){{1,4}})(?=\s))\s*(?=\D)",
    re.IGNORECASE,
)
_LETTER_BEGINS = re.compile(rf"({_LETTER})\)\s*", re.IGNORECASE)

_ROMAN_TWINS = str.maketrans("ІХVХЅМСL", "IXVXSMCL")
_ROMAN = r"[IVXІХ]{1,6}"
_PART = r"(?:бўлими?|bo.?limi?|боб|bob|қисм|qism|йўналиш|yo.?nalish|раздел|глава|часть|направление|блок|вазифа|мақсад)"
_SECTION_NAMED_FIRST = re.compile(
    rf"{_PART}\s*(?:№\s*)?({_ROMAN}|\d{{1,2}})\s*(?:[.:)\-–—]+\s*|\n\s*|\s+|$)(.*)", re.IGNORECASE | re.DOTALL
)
_SECTION_NAMED_AFTER = re.compile(
    rf"({_ROMAN}|\d{{1,2}})\s*[.\-–)]*\s*{_PART}\s*(?:[.:)]+\s*|\s[-–—]\s+|\n\s*|$)(.*)", re.IGNORECASE | re.DOTALL
)
_SECTION_ROMAN = re.compile(rf"({_ROMAN})(?:\s*[.)]+\s*|\s*[-–—]\s+|\s+)(?=\S)(.*)", re.DOTALL)
_SECTION_DIGITS = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)\s*[.)]+\s*(?=[^\W\d_]|\d+-)(.*)", re.DOTALL)
_SECTION_LETTER = re.compile(r"([A-ZА-ЯЎҚҒҲ])\s*[.)]\s+(.*)", re.DOTALL)

_YEAR = r"(?:20\d\d\W*(?:yil|y|god|goda|g)?\w*)"
_OF_MONTH = r"\w{0,4}(?:\W+(?:oyi|oy|mesyas)\w*)?"
_ORDINAL = r"(?:[ivx]{1,3}|[1-4]|birinchi|ikkinchi|uchinchi|to'?rtinchi|perviy|vtoroy|tretiy|chetvertiy|pervoe|vtoroe)"
_SEPARATOR = re.compile(
    rf"{_YEAR}?\W*(?:{MONTH}{_OF_MONTH}(?:\W+(?:va|i)?\W*{MONTH}{_OF_MONTH})?"
    rf"|{_ORDINAL}\W*(?:chorak|chorag|kvartal|yarim\W*yil|polugodi)\w*"
    rf"|(?:butun\W+)?yil\W+davomida|v\W+techenie\W+(?:vsego\W+)?goda)\W*{_YEAR}?\W*"
)


def _beginning(words: str) -> re.Pattern[str]:
    return re.compile(r"\W*(?:" + "|".join(bare(word) for word in words.split()) + ")")


def _anywhere(words: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{bare(word)}" for word in words.split()))


_NOTE = _beginning("изоҳ эслатма примечани izoh eslatma сноска жами итого всего jami")
_CONTENTS = re.compile(r"\W*(?:mundarija|soderjanie|oglavlenie)\W*")
_APPROVAL = _beginning("тасдиқла tasdiqla утвержд келишилди келишилган kelishildi согласовано согласован")
_DECISION = _anywhere(
    "қарор буйру фармойиш баён постановлен решени приказ распоряжен протокол qaror buyru farmoyish bayon"
)
# Skeletons: «… 1347-сон қарорига 1-илова», «1-илова», «Приложение № 1 к решению …»: whose annex it is.
_ANNEX = re.compile(r"(?:.*\b)?ilova(?:si)?\W*(?:n?\W*\d{1,2}\W*)?|\W*prilojeni(?:e|ya)\b.*", re.DOTALL)
_SIGNATURE = re.compile(r"_{4,}")
_PRIORITIES = _anywhere("устувор приоритет ustuvor")
_AGENDA = _anywhere("масала вопрос masala")
_MEETING = _anywhere(
    "мажлис йиғилиш заседани кўриб рассмотр majlis yig'ilish ko'rib совещани ҳайъат коллеги kengash кенгаш"
)
_PLAN = re.compile(
    r"\b(?:reja(?:si|lari|larini|dan)?|dastur(?:i|lari)?|tadbirlar(?:i)?|yo'?l haritasi|grafig?k?i?|jadvali"
    r"|plan(?:a|om)?|programma?(?:i)?|meropriyati\w*|dorojnaya karta|kompleks\w* mer|ish reja\w*|topshiriqlar\w*)\b"
)
_PLAN_ENDS = re.compile(
    r"(?:reja(?:si|lari)?|dastur(?:i|lari)?|tadbirlar(?:i)?(?: rejasi)?|haritasi|jadvali|grafigi|meropriyatiya?|plan"
    r"|programma|karta|meri?|topshiriqlar\w*)\W*$"
)
_PLAN_BEGINS = re.compile(r"\W*(?:ish )?(?:plan|programma|dorojnaya karta|kompleks mer|grafik)\b(?! bo)")


@dataclass(frozen=True)
class Heading:
    """A section's number as written («I», «1», «А», empty) and its title."""

    number: str
    title: str


def cell_number(text: str) -> str | None:
    """The number in a cell that holds nothing else («1.», «1.1», «4-банд», «а)», «5а»); None if it is no number.

    A letter alone is returned as it is: it counts under the number above it.
    """
    text = text.strip()
    if found := _NUMBER_CELL.fullmatch(text):
        return found[1].rstrip(".") + (found[2] or "").lower()
    if found := _LETTER_CELL.fullmatch(text):
        return found[1].lower()
    return None


def split_number(text: str) -> tuple[str, str]:
    """The number with which a text begins, and the rest; an empty number where it begins with none."""
    if found := _NUMBER_BEGINS.match(text):
        return (found[1] or found[2]).rstrip("."), text[found.end() :]
    if found := _LETTER_BEGINS.match(text):
        return found[1].lower(), text[found.end() :]
    return "", text


def is_letter(number: str) -> bool:
    return len(number) == 1 and number.isalpha()


def section_heading(text: str) -> Heading | None:
    """The number and title of a section's heading; None where the text does not begin as one."""
    text = text.strip()
    for pattern in (
        _SECTION_NAMED_FIRST,
        _SECTION_NAMED_AFTER,
        _SECTION_ROMAN,
        _SECTION_DIGITS,
        _SECTION_LETTER,
    ):
        if found := pattern.fullmatch(text):
            return Heading(_roman_letters(found[1]), found[2].strip())
    return None


def is_roman_heading(text: str) -> bool:
    """Whether a text begins as a heading that no item of a list does: with a Roman number or a word for a part."""
    text = text.strip()
    return any(one.fullmatch(text) for one in (_SECTION_NAMED_FIRST, _SECTION_NAMED_AFTER, _SECTION_ROMAN))


def _roman_letters(number: str) -> str:
    return number.upper().translate(_ROMAN_TWINS) if not number[0].isdecimal() and len(number) >= 1 else number


def is_separator(text: str) -> bool:
    """Whether a row or heading is a month, a quarter or a half-year and nothing else."""
    return _SEPARATOR.fullmatch(_squeezed(text)) is not None


def is_note(text: str) -> bool:
    return text.lstrip().startswith(("*", "¹")) or _NOTE.match(bare(text)) is not None


def is_contents_heading(text: str) -> bool:
    return _CONTENTS.fullmatch(bare(text)) is not None


def is_approval(text: str) -> bool:
    return _APPROVAL.match(bare(text)) is not None


def is_signature(text: str) -> bool:
    return _SIGNATURE.search(text) is not None


def is_priorities(text: str) -> bool:
    return _PRIORITIES.search(bare(text)) is not None


def is_agenda(text: str) -> bool:
    folded = bare(text)
    return _AGENDA.search(folded) is not None and _MEETING.search(folded) is not None


def names_a_plan(text: str) -> bool:
    return _PLAN.search(_squeezed(text)) is not None


def is_annex(text: str) -> bool:
    """Whether a line says of which decision the plan is an annex."""
    return _ANNEX.fullmatch(_squeezed(text)) is not None


def ends_as_plan_title(text: str) -> bool:
    return _PLAN_ENDS.search(_squeezed(text)) is not None


def begins_as_plan_title(text: str) -> bool:
    return _PLAN_BEGINS.match(_squeezed(text)) is not None and len(text) < 200


def names_a_decision(text: str) -> bool:
    return _DECISION.search(bare(text)) is not None


def begins_small(text: str) -> bool:
    first = next((letter for letter in text if letter.isalpha()), "")
    return first.islower() and not text.lstrip().startswith(("«", "“", '"', "„"))


def ends_open(text: str) -> bool:
    """Whether a text goes on: it ends without the mark of a sentence's or an item's end."""
    return not text.rstrip().endswith((".", "!", "?", ";", ":", "»", "”", '"', ")"))


@lru_cache(maxsize=4096)
def _squeezed(text: str) -> str:
    return " ".join(bare(text).split())
