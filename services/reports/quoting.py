"""Which activity a quoted part of one of the bot's messages is about. Pure."""

import re

# As the views name activities, in any language and script.
_NUMBER = r"((?:[^\W\d_]+(?: \d+)?-)?\d+)"  # with the mark of its plan where several are in force
_NAMED = re.compile(
    rf"№\s?{_NUMBER}|\b{_NUMBER}-(?:тадбир|tadbir)|\b(?:activity|мероприяти\w+)\s{_NUMBER}", re.IGNORECASE
)


def activity_of_part(text: str, part: str, position: int) -> str | None:
    """The number, as it is written, of the activity on whose lines `part` stands in `text`.

    It stands near `position` (UTF-16 units).

    An activity's lines run from the one that names it to the next that names another; on a line that names several, the
    numbers themselves tell them apart. None if `part` lies on lines of no activity or of several, or occurs more than
    once with different meanings and not at `position`.
    """
    part = part.strip()
    if not part:
        return None
    place = len(text.encode("utf-16-le")[: 2 * position].decode("utf-16-le", "ignore"))
    starts = [located.start() for located in re.finditer(re.escape(part), text)]
    exact = [start for start in starts if abs(start - place) <= 1]
    meant = {_between(text, start, start + len(part)) for start in exact or starts}
    return meant.pop() if len(meant) == 1 else None


def _between(text: str, start: int, end: int) -> str | None:
    named = [
        (mention.start(), text.rfind("\n", 0, mention.start()) + 1, next(filter(None, mention.groups())))
        for mention in _NAMED.finditer(text)
    ]
    inside = {number for place, _, number in named if start <= place < end}
    if inside:
        return inside.pop() if len(inside) == 1 else None
    above = [(place, line, number) for place, line, number in named if line <= start]
    if not above:
        return None
    last_line = above[-1][1]
    on_line = {number for _, line, number in above if line == last_line}
    is_next_block = any(start < line < end for _, line, _ in named)
    return on_line.pop() if len(on_line) == 1 and not is_next_block else None
