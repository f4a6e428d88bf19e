"""What a report in a person's own words says: which activity, how far, done or not.

The message is cut into tokens; each number gets a role (an activity, a percent, or neither); the mentions of activities
cut the message into parts; and the words of each part say what is done. What the words leave open is told as
not certain, so that the person is asked.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from services.mentions import ENDS, Mention, Mentions, Role
from services.number_words import SEVERAL, with_numbers
from services.progress import Progress, read_progress
from services.progress_words import STATEMENTS, sense_of
from services.tokens import Kind, Token, tokenize


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
    that share one statement («5 ва 6-тадбирлар бажарилди») share its words as their comment. Linear in `text`.
    """
    if not text.strip():
        return ()
    tokens = with_numbers(tokenize(text))
    mine = frozenset(known)
    mentions = Mentions(tokens, mine)
    message = _Message(text, tokens, mentions.roles)
    readings = [reading for part in message.parts(mentions.found) for reading in message.read(part, mine)]
    return tuple(_doubt_repeated(readings))


def _doubt_repeated(readings: Sequence[Reading]) -> Iterator[Reading]:
    """An activity that two parts of a message speak of is not certain in either."""
    times = Counter(reading.activity for reading in readings)
    for reading in readings:
        yield reading if times[reading.activity] == 1 else replace(reading, certain=False)


@dataclass(frozen=True)
class _Part:
    """Tokens from `start` to `end` (exclusive) that speak of `mentions`; none when no activity is named."""

    start: int
    end: int
    mentions: tuple[Mention, ...]

    def joined(self, other: "_Part") -> "_Part":
        return _Part(self.start, other.end, self.mentions + other.mentions)

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(number for mention in self.mentions for number in mention.numbers))


class _Message:
    """A message's text with its tokens and the roles of its numbers."""

    def __init__(self, text: str, tokens: Sequence[Token], roles: dict[int, Role]) -> None:
        self._text = text
        self._tokens = tokens
        self._roles = roles
        self._lines = [place for place, token in enumerate(tokens) if token.text == "\n"]
        self._clauses = [place for place, token in enumerate(tokens) if token.text in ENDS or token.text == ","]

    # Parts

    def parts(self, mentions: Sequence[Mention]) -> list[_Part]:
        """The parts in order; together they are the whole message."""
        if not mentions:
            return [_Part(0, len(self._tokens), ())]
        return self._merged(self._shared(self._cut(mentions)))

    def _cut(self, mentions: Sequence[Mention]) -> list[_Part]:
        starts = [
            0,
            *(self._start(mention, before) for before, mention in zip(mentions, mentions[1:], strict=False)),
        ]
        ends = [*starts[1:], len(self._tokens)]
        return [_Part(start, end, (one,)) for start, end, one in zip(starts, ends, mentions, strict=True)]

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
        for part in parts:
            if waiting is not None:
                if self._same_line(waiting, part):
                    part = waiting.joined(part)
                else:
                    joined.append(waiting)
                waiting = None
            if self._says_something(part.start, part.end):
                joined.append(part)
            elif joined and self._same_line(joined[-1], part) and self._says_before_naming(joined[-1]):
                joined[-1] = joined[-1].joined(part)
            else:
                waiting = part
        return joined if waiting is None else [*joined, waiting]

    def _merged(self, parts: Sequence[_Part]) -> list[_Part]:
        """Join neighbours that speak of the same activities."""
        merged: list[_Part] = []
        for part in parts:
            if merged and merged[-1].numbers == part.numbers:
                merged[-1] = merged[-1].joined(part)
            else:
                merged.append(part)
        return merged

    def _same_line(self, one: _Part, other: _Part) -> bool:
        first, last = one.mentions[-1].last, other.mentions[0].first
        return bisect_right(self._lines, first) == bisect_right(self._lines, last)

    def _says_something(self, start: int, end: int) -> bool:
        return any(self._says(place) for place in range(start, end))

    def _says(self, place: int) -> bool:
        token = self._tokens[place]
        return self._roles.get(place) is Role.PERCENT or (
            token.kind is Kind.WORD and sense_of(token.text) in STATEMENTS
        )

    def _says_before_naming(self, part: _Part) -> bool:
        named = part.mentions[0]
        return self._says_something(part.start, named.first) and not self._says_something(named.last + 1, part.end)

    # Readings

    def read(self, part: _Part, known: frozenset[int]) -> Iterator[Reading]:
        """One reading for each activity of `part`, or one without an activity."""
        progress = read_progress(self._tokens, self._roles, start=part.start, end=part.end, text=self._text)
        comment = self._comment(part)
        if not part.mentions:
            sure = progress.certain and not self._speaks_of_several(part)
            yield Reading(None, progress.percent, progress.done, comment, sure)
        elif lone := self._lone_percent(part, progress, known):
            yield Reading(None, lone, None, comment, certain=False)
        else:
            sure = (
                progress.certain and all(one.certain for one in part.mentions) and self._says_or_tells(part, progress)
            )
            for number in part.numbers:
                mine = not known or number in known
                yield Reading(number, progress.percent, progress.done, comment, certain=sure and mine)

    def _speaks_of_several(self, part: _Part) -> bool:
        """«Ҳамма тадбирлар бажарилди» names none of the activities that it speaks of."""
        texts = (self._tokens[place].text for place in range(part.start, part.end))
        return any(SEVERAL.fullmatch(text) for text in texts)

    def _comment(self, part: _Part) -> str:
        start = self._tokens[part.start].start if part.start else 0
        end = self._tokens[part.end].start if part.end < len(self._tokens) else len(self._text)
        return self._text[start:end].strip()

    def _lone_percent(self, part: _Part, progress: Progress, known: frozenset[int]) -> int | None:
        """A single bare number that is none of the person's activities («70») was meant as a percent."""
        named = part.mentions[0]
        lone = len(part.numbers) == 1 and not named.labelled
        number = part.numbers[0]
        fits = known and max(known) < number <= 100
        return number if lone and fits and progress.percent is None else None

    def _says_or_tells(self, part: _Part, progress: Progress) -> bool:
        """A number alone says nothing yet: it needs a statement or some other word."""
        named = {place for one in part.mentions for place in range(one.first, one.last + 1)}
        words = [place for place in range(part.start, part.end) if self._tokens[place].kind is Kind.WORD]
        return progress.said or len([place for place in words if place not in named]) > len(part.mentions)
