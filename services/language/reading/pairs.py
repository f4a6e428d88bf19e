"""«9 17 21: 20 30 90»: activities, and after a sign their percents in the same order."""

import re
from collections.abc import Collection

_NUMBER = r"(?:(?:№|#)\s*)?\d{1,9}(?:\s*-?\s*(?:%|фоиз|foiz|процентов))?"
_LIST = rf"{_NUMBER}(?:(?:\s*[,;/]\s*|\s+(?:ва|va|и|and)\s+|\s+){_NUMBER})+"
_PAIRED = re.compile(
    rf"\W*(?:тадбир\w*|tadbir\w*|пункт\w*|мероприяти\w*)?\s*(?P<left>{_LIST})"
    rf"(?:(?:\s*-?\s*(?:тадбир\w*|tadbir\w*))?\s*(?:[:=—–]|\s-\s)|\s*-?\s*(?:тадбирлар|tadbirlar)\s)"
    rf"(?:\s*(?:мос\s+равишда|mos\s+ravishda|тегишинча|tegishincha|соответственно)\s)?"
    rf"\s*(?P<right>{_LIST})(?:(?:га|ga)?\s*(?:бажарилди|bajarildi|тайёр|tayyor|етди|yetdi))?\W*",
    re.IGNORECASE,
)
_STROKES = re.compile(r"\s*\d{1,9}/\d{1,3}(?:[\s,;]+\d{1,9}/\d{1,3})+[\s.]*")
_LONGEST = 200  # characters
_WHOLE = 100


def percents_in_order(text: str, own: Collection[int]) -> dict[int, int] | None:
    """The percent of each activity, if the text is two lists of as many numbers, the first of them all `own`.

    None of any other text, and where the second list could be activities as well.
    """
    if len(text) > _LONGEST:
        return None
    if _STROKES.fullmatch(text):
        return _by_strokes(text, own)
    found = _PAIRED.fullmatch(text)
    if found is None:
        return None
    left, right = ([int(one) for one in re.findall(r"\d+", found[side])] for side in ("left", "right"))
    is_plain = len(left) == len(right) == len(set(left)) and set(left) <= set(own)
    are_percents = max(right) <= _WHOLE and not set(right) <= set(own)
    return dict(zip(left, right, strict=True)) if is_plain and are_percents else None


def _by_strokes(text: str, own: Collection[int]) -> dict[int, int] | None:
    """«7/40 8/35»: an activity and its percent each; none if a percent could be an activity or the pair a share."""
    pairs = [(int(one), int(other)) for one, other in re.findall(r"(\d+)/(\d+)", text)]
    numbers, percents = {one for one, _ in pairs}, {other for _, other in pairs}
    are_percents = max(percents) <= _WHOLE and percents.isdisjoint(own)
    is_plain = len(numbers) == len(pairs) and numbers <= set(own) and _WHOLE not in percents
    return dict(pairs) if are_percents and is_plain else None
