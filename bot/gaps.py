"""Shortens long blanks between the words of a message, so that nobody's reading of it can take long.

Expressions that look for words with blanks between them try each length of a blank, some of them at several places of
it at once: two hundred spaces after a number took seconds to be read, and thousands would take days.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from views.kit.screen import length

_TOO_LONG = re.compile(r"(?<=\s{8})\s+")
_TEXTS = (("text", "entities"), ("caption", "caption_entities"))
_INSIDE = ("reply_to_message", "quote")


def without_long_gaps(update: Mapping[str, Any]) -> Mapping[str, Any]:
    """The raw update, valid as Telegram's, with long blanks in its messages shortened; itself if there are none.

    Nothing that can be seen goes, a line that ends in a blank still ends there, and entities and a quote stay on their
    words.
    """
    changed = {kind: shorter for kind, body in update.items() if (shorter := _shortened(body)) is not body}
    return {**update, **changed} if changed else update


def _shortened(body: Any) -> Any:
    if not isinstance(body, Mapping):
        return body
    changed: dict[str, Any] = {
        name: shorter for name in _INSIDE if (shorter := _shortened(body.get(name))) is not body.get(name)
    }
    for text, entities in _TEXTS:
        said = body.get(text)
        if isinstance(said, str) and (cuts := _cuts(said)):
            changed[text] = _TOO_LONG.sub(_left, said)
            if entities in body:
                changed[entities] = [_moved_span(entity, cuts) for entity in body[entities]]
    changed |= _quote_moved(body, changed.get("quote", body.get("quote")))
    return {**body, **changed} if changed else body


def _quote_moved(body: Mapping[str, Any], quote: Any) -> dict[str, Any]:
    """The quote, where it stands in the shortened message that is quoted; empty if it stands where it stood."""
    answered = body.get("reply_to_message")
    if not (isinstance(answered, Mapping) and isinstance(quote, Mapping) and "position" in quote):
        return {}
    said = next((answered[text] for text, _ in _TEXTS if isinstance(answered.get(text), str)), "")
    position = _moved(int(quote["position"]), _cuts(said))
    return {} if position == quote["position"] else {"quote": {**quote, "position": position}}


def _cuts(said: str) -> list[tuple[int, int]]:
    """Where something is cut from the text, and how much (UTF-16 units)."""
    gaps = _TOO_LONG.finditer(said)
    return [(length(said[: gap.start()]), length(gap[0]) - length(_left(gap))) for gap in gaps]


def _left(gap: re.Match[str]) -> str:
    return "\n" if "\n" in gap[0] else ""


def _moved(place: int, cuts: Sequence[tuple[int, int]]) -> int:
    return place - sum(min(max(place - start, 0), units) for start, units in cuts)


def _moved_span(entity: Mapping[str, Any], cuts: Sequence[tuple[int, int]]) -> dict[str, Any]:
    start = int(entity["offset"])
    moved, end = _moved(start, cuts), _moved(start + int(entity["length"]), cuts)
    return {**entity, "offset": moved, "length": end - moved}
