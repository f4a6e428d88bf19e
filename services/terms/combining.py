"""A grammar put together from small parsers, each of which gives every way to read what begins at a place.

All ways are kept: where a term can be read in two ways, it is not certain.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from services.language.script import bare
from services.terms.tokens import TermKind, Token
from services.terms.words import Cat, Sense

Found = tuple[tuple[object, int], ...]
"""The ways to read: of each, what it means and the place after it."""


class Row(tuple[Any, ...]):
    """The values of parsers that follow each other."""

    __slots__ = ()


@dataclass
class Tape:
    """The tokens that are read, and what has been found at their places."""

    source: str
    tokens: tuple[Token, ...]
    known: dict[tuple[int, int], Found] = field(default_factory=dict)


class Parser:
    """Gives every way to read the tokens from a place on."""

    def __init__(self, read: Callable[[Tape, int], Iterable[tuple[object, int]]]) -> None:
        self._read = read

    def at(self, tape: Tape, place: int) -> Found:
        """The ways to read what begins at `place`, each once."""
        key = (id(self), place)
        if key not in tape.known:
            tape.known[key] = ()  # what reads itself at the same place adds nothing
            tape.known[key] = tuple(dict.fromkeys(self._read(tape, place)))
        return tape.known[key]

    def to(self, make: Callable[..., object]) -> "Parser":
        """The same, meaning what `make` makes of the value (of several, as arguments); None is no tape."""

        def read(tape: Tape, place: int) -> Iterable[tuple[object, int]]:
            for value, after in self.at(tape, place):
                made = make(*value) if isinstance(value, Row) else make(value)
                if made is not None:
                    yield made, after

        return Parser(read)

    def means(self, value: object) -> "Parser":
        """The same, meaning `value`."""
        return Parser(lambda tape, place: ((value, after) for _, after in self.at(tape, place)))


def either(*parsers: Parser) -> Parser:
    """What any of the parsers reads."""
    return Parser(lambda tape, place: (found for parser in parsers for found in parser.at(tape, place)))


def row(*parsers: Parser) -> Parser:
    """One parser after the other; their values as a row, without those that are None or an empty row."""

    def read(tape: Tape, place: int) -> Iterable[tuple[object, int]]:
        ways = [(Row(), place)]
        for parser in parsers:
            ways = [
                (values if value is None or value == () else Row((*values, value)), after)
                for values, start in ways
                for value, after in parser.at(tape, start)
            ]
            if not ways:
                break
        return ways

    return Parser(read)


def maybe(parser: Parser, default: object = None) -> Parser:
    """What the parser reads, or nothing: then it means `default`."""
    return Parser(lambda tape, place: (*parser.at(tape, place), (default, place)))


def skip(parser: Parser) -> Parser:
    """The same, without a value."""
    return parser.means(None)


def some(item: Parser, separator: Parser, least: int = 2) -> Parser:
    """`least` or more items with separators between them, as a tuple."""

    def read(tape: Tape, place: int) -> Iterable[tuple[object, int]]:
        ways: list[tuple[tuple[object, ...], int]] = [((value,), after) for value, after in item.at(tape, place)]
        if least == 1:
            yield from ways
        while ways:
            ways = [
                ((*values, value), after)
                for values, end in ways
                for _, start in separator.at(tape, end)
                for value, after in item.at(tape, start)
            ]
            yield from (way for way in ways if len(way[0]) >= least)

    return Parser(read)


nothing = Parser(lambda tape, place: ((None, place),))
"""Between items that need no separator."""


def noun(cat: Cat, *cases: str, value: int | str | None = None, is_adjective: bool = False) -> Parser:
    """A word of `cat`, in one of `cases` if any are given; its sense."""

    def read(tape: Tape, place: int) -> Iterable[tuple[Sense, int]]:
        if place < len(tape.tokens):
            for sense in tape.tokens[place].senses:
                fits = sense.cat is cat and sense.is_adjective is is_adjective
                if fits and (not cases or sense.case in cases) and value in (None, sense.value):
                    yield sense, place + 1

    return Parser(read)


def word(*cats: Cat, value: int | str | None = None) -> Parser:
    """A word of one of `cats`, without a value."""
    return skip(either(*(noun(cat, value=value) for cat in cats)))


def texts(*folds: str) -> Parser:
    """One of these words or signs as they are, without a value."""
    wanted = frozenset(map(bare, folds))

    def read(tape: Tape, place: int) -> Iterable[tuple[None, int]]:
        if place < len(tape.tokens) and tape.tokens[place].text in wanted:
            yield None, place + 1

    return Parser(read)


def token(*kinds: TermKind) -> Parser:
    """A token of one of `kinds`, which is its value."""

    def read(tape: Tape, place: int) -> Iterable[tuple[Token, int]]:
        if place < len(tape.tokens) and tape.tokens[place].kind in kinds:
            yield tape.tokens[place], place + 1

    return Parser(read)
