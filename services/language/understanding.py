"""What a report in a person's own words says: which activity, how far, done or not.

The message is cut into tokens; each number gets a role (an activity, a percent, or neither); the mentions of activities
cut the message into parts; and the words of each part say what is done. What the words leave open is told as
not certain, so that the person is asked.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from services.language.mentions import ENDS, Mention, Mentions, Role
from services.language.number_words import LABEL, SEVERAL, is_how_many, with_numbers
from services.language.progress import Progress, read_progress
from services.language.progress_words import CROSSES, STATEMENTS, TICKS, Sense, sense_of
from services.language.tokens import Kind, tokenize


@dataclass(frozen=True)
class Reading:
    """What one part of a message says of one activity.

    `activity` is the number named. `percent` is 0–100; of a range it is the lower end, since a report must not
    claim more than the person surely said. `done` is True when the words say finished, False when they say not
    finished, None when they say nothing on it (or only a part of the whole). `comment` is that part as the person wrote
    it, whole. `certain` is False when the person should confirm the reading before it is relied on.
    """

    activity: int | None
    percent: int | None
    done: bool | None
    comment: str
    certain: bool


def read_report(text: str, *, known: Collection[int] = ()) -> tuple[Reading, ...]:
    """The readings of a message: one for each activity it names, one when it names none; none for a blank text.

    `known` are the numbers of the person's own activities; a number outside them is read, but not certain. Activities
    that share one statement («5 ва 6-тадбирлар бажарилди») share its words as their comment. Linear in `text`; of a
    text longer than eight full messages the rest is kept in the comment, not read, and nothing is certain.
    """
    if not text.strip():
        return ()
    return tuple(_doubt_repeated(list(_Message(text, frozenset(known)).readings())))


def _doubt_repeated(readings: Sequence[Reading]) -> Iterator[Reading]:
    """An activity that two parts of a message speak of is not certain in either."""
    times = Counter(reading.activity for reading in readings)
    for reading in readings:
        yield reading if times[reading.activity] == 1 else replace(reading, certain=False)


_SAYING = STATEMENTS | {Sense.DENIAL_AFTER, Sense.DENIAL_BEFORE, Sense.NOTHING}
_LONGEST_READ = 8 * 4096  # characters: several messages of Telegram's greatest length, sent in a row as one report


@dataclass(frozen=True)
class _Part:
    """Tokens from `start` to `end` (exclusive), and the mentions of activities there, `first` to `last` (exclusive)."""

    start: int
    end: int
    first: int = 0
    last: int = 0

    def joined(self, other: "_Part") -> "_Part":
        return _Part(self.start, other.end, self.first, other.last)


class _Message:
    """A message's text with its tokens, the roles of its numbers and the activities that it mentions."""

    def __init__(self, text: str, known: frozenset[int]) -> None:
        self._text = text
        self._known = known
        self._is_whole = len(text) <= _LONGEST_READ
        self._tokens = with_numbers(tokenize(text[:_LONGEST_READ]))
        found = Mentions(self._tokens, known)
        self._roles, self._mentions = found.roles, found.found
        self._lines = [place for place, token in enumerate(self._tokens) if token.text == "\n"]
        self._clauses = [place for place, token in enumerate(self._tokens) if token.text in ENDS or token.text == ","]
        self._said = [0, *accumulate(self._says(place) for place in range(len(self._tokens)))]

    def readings(self) -> Iterator[Reading]:
        for part in self._parts():
            yield from self._read(part)

    # Parts

    def _parts(self) -> Sequence[_Part]:
        """The parts in order; together they are the whole message."""
        if not self._mentions:
            return [_Part(0, len(self._tokens))]
        return self._merged(self._shared(self._cut()))

    def _cut(self) -> list[_Part]:
        starts = [0, *(self._start(mention, before) for before, mention in pairwise(self._mentions))]
        ends = [*starts[1:], len(self._tokens)]
        return [_Part(start, end, one, one + 1) for one, (start, end) in enumerate(zip(starts, ends, strict=True))]

    def _start(self, mention: Mention, before: Mention) -> int:
        """Where the part of `mention` begins: with its line or its clause, unless `before` is there already."""
        for breaks in (self._lines, self._clauses):
            place = bisect_right(breaks, mention.first - 1)
            start = breaks[place - 1] + 1 if place else 0
            if start > before.last:
                return start
        return mention.first

    def _shared(self, parts: Sequence[_Part]) -> list[_Part]:
        """Join the parts of a list: «5, 6 ва 7 бажарилди», «бажарилди: 5, 6, 7»."""
        joined: list[_Part] = []
        waiting: _Part | None = None
        for one in parts:
            if waiting is not None and not self._same_line(waiting, one):
                joined.append(waiting)
                waiting = None
            part = waiting.joined(one) if waiting is not None else one
            waiting = None
            if self._says_something(one.start, one.end):
                joined.append(part)
            elif joined and self._same_line(joined[-1], part) and self._says_before_naming(joined[-1]):
                joined[-1] = joined[-1].joined(part)
            else:
                waiting = part
        return joined if waiting is None else [*joined, waiting]

    def _merged(self, parts: Sequence[_Part]) -> list[_Part]:
        """Join neighbours that speak of the same activities."""
        merged: list[_Part] = []
        spoken_of: tuple[int, ...] = ()
        for part in parts:
            numbers = self._numbers(part)
            if numbers == spoken_of:
                merged[-1] = merged[-1].joined(part)
            else:
                merged.append(part)
                spoken_of = numbers
        return merged

    def _numbers(self, part: _Part) -> tuple[int, ...]:
        mentions = self._mentions[part.first : part.last]
        return tuple(dict.fromkeys(number for mention in mentions for number in mention.numbers))

    def _same_line(self, one: _Part, other: _Part) -> bool:
        places = (self._mentions[one.last - 1].last, self._mentions[other.first].first)
        first, last = (bisect_right(self._lines, place) for place in places)
        return first == last

    def _says(self, place: int) -> bool:
        token = self._tokens[place]
        if self._roles.get(place) is Role.PERCENT or token.text in TICKS | CROSSES:
            return True
        return token.kind is Kind.WORD and sense_of(token.text) in _SAYING

    def _says_something(self, start: int, end: int) -> bool:
        return self._said[end] > self._said[start]

    def _says_before_naming(self, part: _Part) -> bool:
        named = self._mentions[part.first]
        return self._says_something(part.start, named.first) and not self._says_something(named.last + 1, part.end)

    # Readings

    def _read(self, part: _Part) -> Iterator[Reading]:
        """One reading for each activity of `part`, or one without an activity."""
        progress = read_progress(self._tokens, self._roles, start=part.start, end=part.end, text=self._text)
        comment = self._comment(part)
        if part.first == part.last:
            sure = self._is_whole and progress.certain and not self._speaks_of_several(part)
            yield Reading(None, progress.percent, progress.done, comment, sure)
        elif lone := self._lone_percent(part, progress):
            yield Reading(None, lone, None, comment, certain=False)
        else:
            sure = progress.certain and self._names_surely(part) and self._says_or_tells(part, progress)
            sure = sure and self._is_whole
            for number in self._numbers(part):
                mine = not self._known or number in self._known
                yield Reading(number, progress.percent, progress.done, comment, certain=sure and mine)

    def _comment(self, part: _Part) -> str:
        start = self._tokens[part.start].start if part.start else 0
        end = self._tokens[part.end].start if part.end < len(self._tokens) else len(self._text)
        return self._text[start:end].strip()

    def _names_surely(self, part: _Part) -> bool:
        return all(mention.certain for mention in self._mentions[part.first : part.last])

    def _speaks_of_several(self, part: _Part) -> bool:
        """«Ҳамма тадбирлар бажарилди» names none of the activities that it speaks of."""
        texts = [self._tokens[place].text for place in range(part.start, part.end)]
        counted = any(is_how_many(one) and LABEL.fullmatch(other) for one, other in pairwise(texts))
        return counted or any(SEVERAL.fullmatch(text) for text in texts)

    def _lone_percent(self, part: _Part, progress: Progress) -> int | None:
        """A single bare number above all the person's activities («70») was meant as a percent."""
        named, numbers = self._mentions[part.first], self._numbers(part)
        if named.labelled or len(numbers) != 1 or not self._known or progress.percent is not None:
            return None
        return numbers[0] if max(self._known) < numbers[0] <= 100 else None

    def _says_or_tells(self, part: _Part, progress: Progress) -> bool:
        """A number alone says nothing yet: it needs a statement or some other word."""
        mentions = self._mentions[part.first : part.last]
        named = {place for one in mentions for place in range(one.first, one.last + 1)}
        words = (place for place in range(part.start, part.end) if self._tokens[place].kind is Kind.WORD)
        return progress.said or len([place for place in words if place not in named]) > len(mentions)
