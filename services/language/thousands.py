"""Thousands written with a space: «1 001» is one number where that is what exists. Pure."""

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from services.language.tokens import Token, TokenKind

_GROUP = 3  # figures
_One = TypeVar("_One")


def thousands(first: Token, group: Token) -> int | None:
    """1001 of «1» and «001» with one space between them; None if they are not written like thousands."""
    apart = first.kind is group.kind is TokenKind.NUMBER and first.end + 1 == group.start and first.value > 0
    is_grouped = apart and len(first.text) <= _GROUP and len(group.text) == _GROUP
    return first.value * 1000 + group.value if is_grouped and (first.text + group.text).isdigit() else None


def with_thousands(tokens: Sequence[Token], known: Collection[int]) -> list[Token]:
    """The tokens with «1 001» as one number, if it is `known` and its groups are not.

    Nobody writes a number that is one by itself as «001».
    """
    return joined_thousands(tokens, known, lambda token: token, lambda _, whole: whole)


def joined_thousands(
    ones: Sequence[_One], known: Collection[int], token_of: Callable[[_One], Token], put: Callable[[_One, Token], _One]
) -> list[_One]:
    """The same of what has tokens; `put` is one of them with another token."""
    joined: list[_One] = []
    tokens = [token_of(one) for one in ones]
    place = 0
    while place < len(ones):
        whole = _whole_at(tokens, place, known)
        joined.append(ones[place] if whole is None else put(ones[place], whole))
        place += 1 if whole is None else 2
    return joined


def _whole_at(tokens: Sequence[Token], place: int, known: Collection[int]) -> Token | None:
    """The one number that the two tokens at `place` are; None if they are apart, or groups of a longer one."""
    first, group = tokens[place], tokens[place + 1] if place + 1 < len(tokens) else None
    whole = thousands(first, group) if group is not None else None
    if whole is None or group is None or whole not in known:
        return None
    is_longer = place + 2 < len(tokens) and thousands(group, tokens[place + 2]) is not None
    is_longer = is_longer or (place > 0 and thousands(tokens[place - 1], first) is not None)
    fits = group.text.startswith("0") or {first.value, group.value}.isdisjoint(known)
    return first._replace(end=group.end, text=str(whole), value=whole) if fits and not is_longer else None
