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

    Nothing that can be seen goes, a line that ends in a blank still ends there, and entities stay on their words.
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
        if isinstance(said, str) and (gaps := list(_TOO_LONG.finditer(said))):
            changed[text] = _TOO_LONG.sub(_left, said)
            if entities in body:
                changed[entities] = _moved(body[entities], said, gaps)
    return {**body, **changed} if changed else body


def _left(gap: re.Match[str]) -> str:
    return "\n" if "\n" in gap[0] else ""


def _moved(entities: Sequence[Mapping[str, Any]], said: str, gaps: Sequence[re.Match[str]]) -> list[dict[str, Any]]:
    cuts = [(length(said[: gap.start()]), length(gap[0]) - length(_left(gap))) for gap in gaps]

    def moved(place: int) -> int:
        return place - sum(min(max(place - start, 0), units) for start, units in cuts)

    spans = [(int(entity["offset"]), int(entity["offset"]) + int(entity["length"])) for entity in entities]
    return [
        {**entity, "offset": moved(start), "length": moved(end) - moved(start)}
        for entity, (start, end) in zip(entities, spans, strict=True)
    ]
