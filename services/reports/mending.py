"""What a correction puts in the place of what: «60 эмас, 40», «не 5, а 6». Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass

WHOLE = 100
_YEARS = range(1990, 2101)

_NUMBER = r"№?\s*(?P<{0}>\d{{1,9}})(?!\d)\s*-?\s*(?P<{0}_is>%|фоиз\w*|foiz\w*|процент\w*|[^\W\d_]{{0,12}})"
_WRONG, _RIGHT = _NUMBER.format("wrong"), _NUMBER.format("right")
_ONLY = r"ҳали|hali|хали|фақат|факат|faqat|атиги|atigi|пока|всего|только|ещё|еще"
_GAP = rf"[\s,;:.–—-]*(?:а|балки|balki|but|но)?\s*(?:(?:{_ONLY})\s+)?"
_MENDED = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_WRONG}\s*(?:эмас|emas|мас)(?:ди|эди|di|edi)?\b{_GAP}{_RIGHT}",
        rf"{_WRONG}\s*(?:ўрнига|урнига|o[‘'`ʻ’]?rniga)\s+{_RIGHT}",
        rf"\bвместо\s+{_WRONG}{_GAP}{_RIGHT}",
        rf"{_RIGHT}[\s,]*(?:а|and)?\s*\b(?:не|not)\s+{_WRONG}\s*[.!]*$",
        rf"\b(?:не|not)\s+{_WRONG}{_GAP}{_RIGHT}",
    )
]
_MAKE = (
    r"(?:деб|deb)?\s*(?:қил|кил|qil|ёз|yoz|қўй|куй|кўй|qo.?y|тузат|tuzat|тўғрила|тугрила|to.?g.?rila"
    r"|ўзгартир|узгартир|o.?zgartir|белгила|belgila)(?:инг|ing|нг|ng)\w*"
)
_MADE = re.compile(
    rf"{_WRONG}\s*(?:эди|edi|деган(?:\s*эди)?м?|был[оа]?)\b{_GAP}(?:энди\s+|endi\s+)?{_RIGHT}\s*(?:га|ga)?\s*{_MAKE}",
    re.IGNORECASE,
)
_ORDERED = re.compile(
    r"(?<!\d)(?P<right>\d{1,3})\s*-?\s*(?:%|фоиз|foiz|процент)\s*(?:га|ga|ни|ni)?\s*"
    rf"(?:{_MAKE})|(?:исправьте|поправьте|измените)\b.*?\bна\s+(?P<on>\d{{1,3}})\s*(?:%|процент)",
    re.IGNORECASE | re.DOTALL,
)
_OF_NUMBER = r"\d{1,9}\s*-?\s*(?:тадбир\w*|tadbir\w*|га|ga|ники|niki|чи|chi)?\s*"
_MISPLACED = re.compile(
    r"адаш|adash|янглиш|yanglish|чалкаш|chalkash|ошиб(?:ся|лась|очк)|перепут|спута|не\s+т(?:уда|о|ому)\b|имел"
    r"|к[ўу]чир|ko[‘'`ʻ’]?chir|перенес|[ўу]рнига|o[‘'`ʻ’]?rniga|вместо|демо[қк]чи|demoqchi|\bнадо\s+было"
    r"|(?:ёз|юбор|yoz|yubor)(?:дим|ибман|dim|ibman)|ввел\w*|wrong|meant|mistake|instead"
    rf"|{_OF_NUMBER}(?:эди|edi)\b|\b(?:это|то)\s+(?:был[оа]?\s+)?(?:по\s+)?№?\s*\d|\b(?:бу|bu)\s+№?\s*\d",
    re.IGNORECASE,
)
_RIGHT_ONE = re.compile(rf"{_OF_NUMBER}(?:эди|edi)\b", re.IGNORECASE)
_RIGHTLY = (
    "йўқ|йук|yo[‘'`ʻ’]?q|нет|no|тўғриси|тугриси|to[‘'`ʻ’]?g[‘'`ʻ’]?risi|аниқроғи|аниқроғ|аникроги|aniqrog[‘'`ʻ’]?i"
    "|аслида|aslida|вернее|точнее|правильно|исправ\\w*|на самом деле|actually|correction"
)
_PUT_RIGHT = re.compile(
    rf"\W*(?:{_RIGHTLY})(?:\W+(?:{_RIGHTLY}|бу|бўлди|это))*\W+(?P<right>\w.*)", re.IGNORECASE | re.DOTALL
)
_ALONE = re.compile(r"(\d{1,3})\s*-?\s*(?:%|фоиз\w*|foiz\w*|процент\w*|percent)?\W*", re.IGNORECASE)
_PERCENT = ("%", "фоиз", "foiz", "процент")
_ACTIVITY = ("тадбир", "tadbir", "банд", "band", "пункт", "мероприят")
# Days, spans and counts: «25-июн эмас 28», «15 эмас 20 апрель», «5 та эмас, 6 та» put no percent right.
_OF_TIME_OR_THINGS = re.compile(
    r"янв|фев|март|апр|ма[йя]|июн|июл|авг|сент|окт|нояб|дек|yan|fev|mart|apr|may|iyun|iyul|avg|sent|okt|noya|dek"
    r"|кун|ҳафта|хафта|ой(?:га|да|ни|дан)?$|йил|соат|сана|kun|hafta|oy(?:ga|da|ni|dan)?$|yil|soat|sana"
    r"|числ|дн[яейю]|день|недел|месяц|год|час(?:а|ов)?$|та(?:си)?$|дона|нафар|киши|ta(?:si)?$|dona|nafar|kishi"
    r"|штук|шт$|чел|сўм|сум|so.?m$|млн|mln|млрд",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Mended:
    """What was wrong and what is right; `is_percent` and `is_activity` if the words say so of either."""

    wrong: int
    right: int
    is_percent: bool
    is_activity: bool

    def percent_of(self, percent: int | None, numbers: Collection[int]) -> int | None:
        """The right percent for a report of this percent; None if the words can mean activities, of these numbers."""
        is_meant = self.is_percent or self.wrong == percent or not {self.wrong, self.right}.issubset(numbers)
        return self.right if is_meant and not self.is_activity and self.right <= WHOLE else None


def mended(text: str) -> Mended | None:
    """The two numbers of «60 эмас, 40», «не 60, а 40», «40, а не 60», «60 ўрнига 40»; None if there are no such."""
    for pattern in (*_MENDED, _MADE):
        if (found := pattern.search(text)) is not None:
            units = (found["wrong_is"].lower(), found["right_is"].lower())
            if any(map(_OF_TIME_OR_THINGS.match, units)) or _are_years(found):
                return None
            is_percent = any(one.startswith(_PERCENT) for one in units)
            is_activity = "№" in found[0] or any(one.startswith(_ACTIVITY) for one in units)
            return Mended(int(found["wrong"]), int(found["right"]), is_percent, is_activity and not is_percent)
    return None


def _are_years(found: re.Match[str]) -> bool:
    """«2023 эмас, 2024», unlike «№2023 эмас, №2024»."""
    return "№" not in found[0] and all(int(found[each]) in _YEARS for each in ("wrong", "right"))


def ordered(text: str) -> int | None:
    """The percent that the words tell to put down: 30 of «1 га 30 фоиз деб тузатинг», 35 of «20% эди, 35 қилинг»."""
    pair = mended(text) if _MADE.search(text) is not None else None
    found = _ORDERED.search(text)
    percent = pair.right if pair is not None else int(found["right"] or found["on"]) if found is not None else None
    return percent if percent is not None and percent <= WHOLE else None


def says_misplaced(text: str) -> bool:
    """Whether the words say that what was written belongs elsewhere: «адашибман, 6», «это по 6», «6-тадбирга эди»."""
    return mended(text) is not None or _MISPLACED.search(text) is not None


def names_the_right_one(text: str) -> bool:
    """Whether the number beside the correction is the right one, not what was wrong: «хато, 16 эди»."""
    return _RIGHT_ONE.search(text) is not None


def without_mending(text: str) -> str | None:
    """What is said instead, of words that begin as a correction does: «60%» of «тўғриси 60%»; None of other words."""
    found = _PUT_RIGHT.fullmatch(text)
    return found["right"] if found is not None else None


def put_right(text: str) -> int | None:
    """The percent that words put in the place of what was said before («йўқ, 30», «вернее 30%»), with nothing else."""
    found = _ALONE.fullmatch(without_mending(text) or "")
    percent = int(found[1]) if found is not None else None
    return percent if percent is not None and percent <= WHOLE else None
