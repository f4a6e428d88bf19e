"""How people's words call the activities of several plans: «ИР-5», «баённома 12 3-банд», or by the number alone. Pure.

The readers of words know one number for each activity, short as people write them. So what is read has every activity
under an alias: its own number if no other plan's activity that may be meant has it too, else one that nobody writes;
and what the words call by a mark and a number stands in them as that alias. With one plan in force nothing is changed.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count

from services.language.amounts import MONTHS, UNITS
from services.plan.figures import ActivityFacts
from services.plan.marks import LINE, Mark, Marks, line_of, number_in_force, own_number, shown_number
from services.plan.papers import folded_mark

_FREE = range(901, 1000)  # aliases: figures as few as most numbers have, which leave no doubt in any words
_FIRST_BEYOND = LINE  # what no activity of a plan has; with a sign before it, it is read as well
_WIDEST = 100  # activities of one range
_LONGEST = 48  # characters before a number in which a mark may stand
_NUMBER = re.compile(r"\d{1,5}(?![\d]|[.,:/]\d|\s*(?:%|фоиз|foiz|процент|percent))", re.IGNORECASE)
_FIGURES = re.compile(r"\d{3,9}")
_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"\s*(?:,|;|\+|&|\b(?:ва|va|и|and|ҳам|ham|ҳамда|hamda)\b)\s*(?:№\s*)?$", re.IGNORECASE)
_LABELLED = re.compile(r"\s*-?\s*(?:банд|band|пункт|punkt|тадбир|tadbir|мероприяти|топшириқ|topshiriq)", re.IGNORECASE)
_UNTIL = re.compile(r"[-–—](\d{1,5})(?!\d|[.,:/]\d|\s*(?:%|фоиз|foiz|процент|percent))", re.IGNORECASE)  # «3-9»
_COUNTS = re.compile(rf"[-\s]*(?:{UNITS}|{MONTHS})", re.IGNORECASE)
_SIGN = re.compile(r"(?:№|#)\s*$")
# After a mark, folded: «баённома 12нинг 3-банди», «12-сонли баённомадаги 3-топшириқ».
_ENDING = r"(?:si|si?ning|ning|dagi|sidagi|dan|sidan|ga|siga|da|sida|boyicha|ni|sini|dagi|y)?"

_LABEL = r"(?:band|punkt|tadbir|topshiriq)?"  # «баённома 12, банд 3»
_SHORTEST_WORD = 2  # letters
_ANY_PLAN = frozenset({"reja", "plan"})
_ALSO_CALLED = {"bayonnoma": r"(?:bayonnoma|protokol(?:u|a|e|om)?)"}


@dataclass(frozen=True)
class Calling:
    """Words with aliases in the place of marked numbers, and what the aliases mean.

    `aliases` has each activity's by its number in force; `shared` the numbers in force that a number alone may mean;
    `swaps` each alias as it stands in the text, with what was written.
    """

    text: str
    aliases: Mapping[int, int] = field(default_factory=dict)
    shared: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    swaps: tuple[tuple[str, str], ...] = ()

    def called(self, activity: ActivityFacts) -> ActivityFacts:
        """The activity under its alias."""
        return replace(activity, number=self.alias(activity.number)) if self.aliases else activity

    def alias(self, number: int) -> int:
        """The alias of a number in force."""
        return self.aliases.get(number, number)

    def meant(self, alias: int) -> int:
        """The number in force that an alias stands for."""
        return next((number for number, one in self.aliases.items() if one == alias), alias)

    def doubtful(self, numbers: Collection[int]) -> tuple[int, ...]:
        """The numbers in force that some of these aliases may mean, if it is not clear which."""
        return tuple(dict.fromkeys(number for one in numbers for number in self.shared.get(one, ())))

    def as_written(self, words: str) -> str:
        """Words of the text as the person wrote them."""
        written = dict(reversed(self.swaps))  # of one alias the first
        if not written:
            return words
        # A longer number that begins or ends with an alias is another.
        aliases = "|".join(re.escape(alias) for alias in sorted(written, key=len, reverse=True))
        return re.sub(rf"(?<!\d)(?:{aliases})(?!\d)", lambda alias: written[alias[0]], words)


def calling(text: str, activities: Sequence[ActivityFacts], about: Collection[int] = ()) -> Calling:
    """How the words call these activities; of a number that several have, one that is spoken of is meant.

    `about` are the numbers in force of what is spoken of.
    """
    marks = next((one.marks for one in activities if one.marks), ())
    if not marks:
        return Calling(text)
    numbers = list(dict.fromkeys(one.number for one in activities))
    by_own: dict[int, list[int]] = {}
    for number in numbers:
        by_own.setdefault(own_number(number), []).append(number)
    figures = set(map(int, _FIGURES.findall(text)))
    free = (one for one in chain(_FREE, count(_FIRST_BEYOND)) if one not in by_own and one not in figures)
    aliases: dict[int, int] = {}
    shared: dict[int, tuple[int, ...]] = {}
    for own, those in by_own.items():
        spoken = [one for one in those if one in about]
        sole = those[0] if len(those) == 1 else spoken[0] if len(spoken) == 1 else None
        aliases |= {one: own if one == sole else next(free) for one in those}
        if sole is None:
            shared[own] = tuple(those)
    pieces: list[str] = []
    swaps: list[tuple[str, str]] = []
    done = 0
    for start, end, meant in _mentions(text, marks):
        written = text[start:end]
        if not meant:  # the paper itself: its number is no activity's
            said = re.sub(r"\d+", "", written)
        elif len(meant) > 1:
            said = ", ".join(f"№{aliases[one]}" for one in meant if one in aliases) or f"№{next(free)}"
        else:
            alias = aliases.setdefault(meant[0], next(free))
            said = str(alias) if alias < _FREE.stop and _LABELLED.match(text, end) else f"№{alias}"
        pieces += [text[done:start], said]
        swaps.append((said, written))
        if len(meant) > 1:  # words on one of a range
            swaps += [(f"№{aliases[one]}", shown_number(one, marks)) for one in meant if one in aliases]
        done = end
    return Calling("".join((*pieces, text[done:])), aliases, shared, tuple(swaps))


def with_own_number(text: str, activity: ActivityFacts) -> str:
    """Words that call the activity by its mark, calling it by its number alone."""
    if not activity.marks:
        return text
    for start, end, meant in reversed(list(_mentions(text, activity.marks))):
        if list(meant) == [activity.number]:
            text = f"{text[:start]}№{own_number(activity.number)}{text[end:]}"
    return text


def numbers_of(text: str, marks: Marks) -> tuple[int, ...]:
    """The numbers in force that the words call by their marks."""
    return tuple(meant for _, _, each in _mentions(text, marks) for meant in each)


def marked_numbers(text: str, marks: Marks) -> tuple[tuple[int, ...], str]:
    """The numbers in force that the words call by their marks, and the words without these."""
    called = [one for one in _mentions(text, marks) if one[2]]
    rest = text
    for start, end, _ in reversed(called):
        rest = f"{rest[:start]} {rest[end:]}"
    return tuple(number for _, _, each in called for number in each), rest


def papers_in(text: str, marks: Marks) -> tuple[frozenset[int], str]:
    """The lines of the plans that words name by their marks alone, and the words without these: «баённома кечикди».

    A mark before a number is an activity's. «Режа» is what people call any plan.
    """
    patterns = [(pattern, mark) for pattern, mark in _patterns(marks) if folded_mark(mark.text) not in _ANY_PLAN]
    taken = [(start, end) for start, end, meant in _mentions(text, marks) if meant]
    lines: set[int] = set()
    rest, place = [], 0
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        length, line = next(
            (
                (count, mark.line)
                for count in range(min(3, len(words) - at), 0, -1)
                for pattern, mark in patterns
                if pattern.fullmatch(_folded(text[words[at].start() : words[at + count - 1].end()]))
            ),
            (0, 0),
        )
        start, end = words[at].start(), words[at + max(length, 1) - 1].end()
        if length and _is_abbreviated(text, start, end):
            length = 0
        if length and not any(first < end and start < last for first, last in taken):
            lines.add(line)
            rest.append(text[place:start])
            place = end
        at += max(length, 1)
    return frozenset(lines), "".join((*rest, text[place:])).strip() if lines else text


def _is_abbreviated(text: str, start: int, end: int) -> bool:
    """«т.г.», «т/р», «А.Т. Юнусов»: a letter that is part of something shorter than a word, and no mark."""
    beside = {text[start - 1 : start], text[end : end + 1]}
    return end - start <= _SHORTEST_WORD and not beside.isdisjoint({".", "/"})


def _mentions(text: str, marks: Marks) -> Iterator[tuple[int, int, range]]:
    """Where the text calls activities by a mark and a number, and which; of a paper named without one, none.

    «ИР-5, 6»: a number that follows in a list is of the same plan, and so are those of «ИР 3-9».
    """
    if not marks:
        return
    patterns = _patterns(marks)
    found: list[tuple[int, int, range]] = []
    for number in _NUMBER.finditer(text):
        is_within = bool(found) and number.start() < found[-1][1]
        if is_within or (number.start() and text[number.start() - 1].isdigit()):
            continue
        named = _named_paper(text, number, patterns)
        marked = _before(text, number.start(), patterns) if named is None else None
        last = found[-1] if found else None
        if named is not None:
            found.append((named, number.end(), range(0)))
        elif marked is not None:
            start, line = marked
            if last is not None and last[1] > start:  # «баённома 12 3-банд»: 12 was taken for an activity of it
                found.pop()
            found.append(_numbered(text, start, number, line))
        elif last is not None and last[2] and _JOINED.fullmatch(text[last[1] : number.start()]):
            if _COUNTS.match(text, number.end()):
                continue  # «ИР-5, 2024 йилда», «ИР-5 ва 1200 нафар»
            start = number.start() - len(_sign_before(text, number.start()))
            found.append(_numbered(text, start, number, line_of(last[2][0])))
    yield from found


def _numbered(text: str, start: int, number: re.Match[str], line: int) -> tuple[int, int, range]:
    """The activities of this line that the number, or the range that it begins, calls."""
    first, further = int(number[0]), _UNTIL.match(text, number.end())
    last = int(further[1]) if further is not None else first
    length = last - first if last - first < _WIDEST else 0
    end = further.end() if further is not None and length > 0 else number.end()
    own = number_in_force(line, first)
    return start, end, range(own, own + max(length, 0) + 1)


def _folded(words: str) -> str:
    return folded_mark(re.sub(r"[№#]", " ", words))


def _sign_before(text: str, end: int) -> str:
    sign = _SIGN.search(text[:end])
    return sign[0] if sign is not None else ""


def _patterns(marks: Marks) -> Sequence[tuple[re.Pattern[str], Mark]]:
    """For each mark, folded, what may stand in its place: «баённома 12», «12-сонли баённома»; alone, if no other is."""
    found: list[tuple[re.Pattern[str], Mark]] = []
    marks = (*marks, *_former(marks))
    words = [re.sub(r"\d+", "", folded_mark(one.text)) for one in marks]
    for mark, word in zip(marks, words, strict=True):
        folded = folded_mark(mark.text)
        number = re.search(r"\d+", folded)
        ways = [re.escape(folded)]
        if number is not None and word:
            called = _ALSO_CALLED.get(word, word)
            ways += [f"{number[0]}(?:son|sonli)?{called}", f"{called}{number[0]}"]
            of_word = {one.line for one, own in zip(marks, words, strict=True) if own == word}
            ways += [called] if len(of_word) == 1 else []
        found.append((re.compile(rf"(?:{'|'.join(ways)}){_ENDING}{_LABEL}"), mark))
    return found


def _former(marks: Marks) -> Iterator[Mark]:
    """What plans were called before, as long as it does not mean another now, or two that were called so."""
    now = {folded_mark(one.text) for one in marks}
    before = Counter(name for one in marks for name in {folded_mark(former) for former in one.former})
    for mark in marks:
        own = {folded_mark(former): former for former in mark.former}
        yield from (Mark(mark.line, former) for name, former in own.items() if name not in now and before[name] == 1)


def _before(text: str, end: int, patterns: Sequence[tuple[re.Pattern[str], Mark]]) -> tuple[int, int] | None:
    """Where the mark that stands before a number begins (with a «№» before it), and its line."""
    begin = max(0, end - _LONGEST)
    before = text[begin:end]
    between = before[len(before.rstrip(" \t№#-–—.:/")) :]
    if "\n" in between:
        return None
    for word in _WORD.finditer(before):
        said = _folded(before[word.start() :])
        line = next((mark.line for pattern, mark in patterns if pattern.fullmatch(said)), None)
        if line is not None:  # the longest: «баённома 12» before «12»
            start = begin + word.start()
            return start - len(_sign_before(text, start)), line
    return None


def _named_paper(text: str, number: re.Match[str], patterns: Sequence[tuple[re.Pattern[str], Mark]]) -> int | None:
    """Where a paper begins that is named by its mark alone, which ends in this number; None if it is not one."""
    begin = max(0, number.start() - _LONGEST)
    before = text[begin : number.end()]
    for word in _WORD.finditer(before):
        said = _folded(before[word.start() :])
        if any(folded_mark(mark.text) == said and not said.isdigit() for _, mark in patterns):
            return begin + word.start()
    return None
