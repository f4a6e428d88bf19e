"""The numbers that words write out and that can be activities': no percents, dates, sums, or counts. Pure."""

import re
from collections.abc import Collection, Sequence

from services.language.amounts import MONTHS, UNITS
from services.language.script import bare
from services.plan.calling import marked_numbers, papers_in
from services.plan.figures import ActivityFacts
from services.plan.marks import own_number

_NUMBER = re.compile(rf"(?<![\d.,:/\w])(\d{{1,9}})(?!\d|[.,:/]\d|[-\s]*(?:{UNITS}|{MONTHS}))", re.IGNORECASE)
_LONGEST_LABEL = 16  # characters before a number
LONG = 1000  # from here on it is sooner an amount or a year than an activity's, unless it is called that
_CALLED_BEFORE = re.compile(r"(?:№|#|пункт\w*|мероприяти\w*|тадбир|банд|\bп\.)[\s:-]*$", re.IGNORECASE)
_CALLED_AFTER = re.compile(
    r"\s*-\s*(?:ч?и?\s*)?(?:тадбир|tadbir|банд|band|пункт|мероприяти|топшири|topshiri)", re.IGNORECASE
)

_AT_A_HEAD = re.compile(r"(?:^|[,;.\n%]|фоиз\w*|foiz\w*|процент\w*|percent)\s*(?:№\s*)?$", re.IGNORECASE)
_LONGEST_HEAD = 64  # characters before a number
_BEFORE_WORDS = re.compile(r"[-–—:\s]*\s[-–—:\s]*\w")

_REASON = re.compile(r"\W*(?:сабаб|sabab|причин|reason|because|потому\s+что|чунки|chunki)\w*", re.IGNORECASE)

_NO = re.compile(r"(?:yo'?q|yuk|yoq|net|no|ne)\b")

_TELEPHONE = re.compile(
    r"(?<![\w.,])\+?\d{1,3}[\s(-]*(?:\d{2,3}[)\s-]+)\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)|(?<!\d)\d{3}-\d{2}-\d{2}(?!\d)"
)


def gives_telephone(text: str) -> bool:
    """Whether the words give a telephone number: «8 (71) 239-22-23», «+998 71 239-22-23»."""
    return _TELEPHONE.search(text) is not None


def gives_reason(text: str) -> bool:
    """Whether the words begin as a reason does: «сабаби …», «причина: …»."""
    return _REASON.match(text) is not None


def denies_first(text: str) -> bool:
    """Whether the words begin with a denial: «йўқ, 9 сигача», «нет, до 9»."""
    return _NO.match(bare(text).strip()) is not None


def written_numbers(text: str) -> tuple[int, ...]:
    """Each such number once, in the order in which they stand; of long ones, those that are called an activity's."""
    return numbers_written(text, ())


def numbers_written(text: str, own: Collection[int]) -> tuple[int, ...]:
    """The same, with the long ones that an activity in question has (`own`)."""
    return tuple(dict.fromkeys(int(one[1]) for one in _NUMBER.finditer(text) if _may_be_an_activitys(one, own)))


def _may_be_an_activitys(number: re.Match[str], own: Collection[int]) -> bool:
    value, text = int(number[1]), number.string
    if value < LONG or value in own:
        return True
    before = text[max(number.start() - _LONGEST_LABEL, 0) : number.start()]
    return bool(_CALLED_BEFORE.search(before) or _CALLED_AFTER.match(text, number.end()))


def heads_in(text: str) -> tuple[tuple[int, int], ...]:
    """Such numbers with which a part of the words begins, each with its place: «20 25%, 21 сервер келди»."""
    found = []
    for one in _NUMBER.finditer(text):
        place = one.start()
        is_head = _AT_A_HEAD.search(text, max(place - _LONGEST_HEAD, 0), place) is not None
        if is_head and _BEFORE_WORDS.match(text, one.end()) is not None:
            found.append((place, int(one[1])))
    return tuple(found)


def numbers_in(text: str, mine: Sequence[ActivityFacts], about: Sequence[ActivityFacts] = ()) -> tuple[int, ...]:
    """The numbers in force that the words write out.

    Where several plans are in force a number alone is that of each of the person's activities that have it; of the one
    alone that is spoken of (`about`), if there is one.
    """
    marks = next((one.marks for one in mine if one.marks), ())
    own = {own_number(one.number) for one in mine}
    if not marks:
        return numbers_written(text, own)
    marked, rest = marked_numbers(text, marks)
    alone: list[int] = []
    for number in numbers_written(papers_in(rest, marks)[1], own):
        spoken = {one.number for one in about if own_number(one.number) == number}
        those = {one.number for one in mine if own_number(one.number) == number}
        alone += sorted(spoken if len(spoken) == 1 else those)
    return tuple(dict.fromkeys([*marked, *alone]))


def names_other_number(text: str, activity: ActivityFacts) -> bool:
    """Whether the words write out a number that is not this activity's."""
    marked, rest = marked_numbers(text, activity.marks)
    alone = written_numbers(papers_in(rest, activity.marks)[1])
    return not {activity.number}.issuperset(marked) or not {own_number(activity.number)}.issuperset(alone)


_AS_WELL = re.compile(
    r"\W*(?:(?:и|ва|va|and|по|also)\s+)*№?\s*(\d{1,9})(?!\d)[-\s]*"
    r"(?:ни|ga|га|ning|нинг|ni|чи|chi|тадбир\w*|tadbir\w*|банд\w*|band\w*|пункт\w*|учун|uchun)*[-\s]*"
    r"(?:ҳам|хам|ham|тоже|также|too|as\s+well)(?:\s+(?:шундай|шунча|илтимос|iltimos|пожалуйста|please))?\W*",
    re.IGNORECASE,
)


def number_as_well(text: str) -> int | None:
    """The number of «13ни ҳам», «13 тоже», if the words say nothing else."""
    found = _AS_WELL.fullmatch(text)
    return int(found[1]) if found is not None else None
