"""Word's automatic numbers, counted as Word counts them: the document has only rules for them, not the numbers."""

from collections.abc import Callable
from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from services.documents.blocks import BULLET
from services.language.roman import roman

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"  # Word leaves out ё, й, ъ, ы, ь
_LEVELS = 9
_MOST_DOUBLED = 20


def _letter(alphabet: str) -> Callable[[int], str]:
    """After the last letter Word doubles them: я, аа, бб."""
    most = len(alphabet) * _MOST_DOUBLED
    return lambda number: (
        alphabet[(number - 1) % len(alphabet)] * ((number - 1) // len(alphabet) + 1) if 0 < number <= most else ""
    )


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "lowerLetter": _letter(_LATIN),
    "upperLetter": lambda number: _letter(_LATIN)(number).upper(),
    "russianLower": _letter(_RUSSIAN),
    "russianUpper": lambda number: _letter(_RUSSIAN)(number).upper(),
    "none": lambda _: "",
}


@dataclass(frozen=True)
class _Level:
    start: int
    form: str
    text: str
    is_legal: bool  # all numbers as decimals, whatever their own form


class Numbering:
    """The numbering of one document; `marker` is to be asked of each numbered paragraph once, in order."""

    def __init__(self, root: Element | None) -> None:
        """`root` is the numbering part's element, None where the document has none."""
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._restarts: dict[tuple[str, int], int] = {}
        self.of_styles: dict[str, tuple[str, int]] = {}
        if root is not None:
            self._read(root)

    def peek(self, number_id: str, level: int) -> str:
        """What would stand before the next paragraph; it is not counted."""
        counts = {key: list(each) for key, each in self._counts.items()}
        begun = set(self._begun)
        found = self.marker(number_id, level)
        self._counts, self._begun = counts, begun
        return found

    def marker(self, number_id: str, level: int) -> str:
        """What stands before the next paragraph of this list at this level; empty where the list is unknown."""
        if number_id not in self._lists or not 0 <= level < _LEVELS:
            return ""
        abstract, levels = self._lists[number_id]
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        if (number_id, level) in self._restarts and (number_id, level) not in self._begun:
            counts[level] = None
        self._begun.add((number_id, level))
        rule = levels.get(level)
        if rule is None:
            return ""
        start = self._restarts.get((number_id, level), rule.start)
        before = counts[level]
        counts[level] = start if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            counts[deeper] = None
        return self._written(rule, levels, counts)

    @staticmethod
    def _written(rule: _Level, levels: dict[int, _Level], counts: list[int | None]) -> str:
        if rule.form == "bullet":
            return BULLET
        text = rule.text
        for place in range(_LEVELS):
            sign = f"%{place + 1}"
            if sign not in text:
                continue
            other = levels.get(place)
            form = "decimal" if rule.is_legal or other is None else other.form
            value = counts[place]
            if value is None:
                value = other.start if other else 1
            text = text.replace(sign, _FORMATS.get(form, str)(value))
        return text.strip()

    def _read(self, root: Element) -> None:
        abstracts: dict[str, dict[int, _Level]] = {}
        for abstract in root.findall(qn("w:abstractNum")):
            key = abstract.get(qn("w:abstractNumId"))
            abstracts[key] = dict(map(_level, abstract.findall(qn("w:lvl"))))
        for number in root.findall(qn("w:num")):
            key, link = number.get(qn("w:numId")), number.find(qn("w:abstractNumId"))
            abstract_key = link.get(qn("w:val")) if link is not None else ""
            levels = dict(abstracts.get(abstract_key, {}))
            for override in number.findall(qn("w:lvlOverride")):
                place = int(override.get(qn("w:ilvl")) or 0)
                own, start = override.find(qn("w:lvl")), override.find(qn("w:startOverride"))
                if own is not None:
                    levels[place] = _level(own)[1]
                if start is not None:
                    self._restarts[key, place] = int(start.get(qn("w:val")) or 1)
            self._lists[key] = (abstract_key, levels)


def _level(element: Element) -> tuple[int, _Level]:
    def value(name: str, default: str) -> str:
        child = element.find(qn(name))
        found = child.get(qn("w:val")) if child is not None else None
        return default if found is None else str(found)

    start = value("w:start", "1")
    level = _Level(
        start=int(start) if start.lstrip("-").isdecimal() else 1,
        form=value("w:numFmt", "decimal"),
        text=value("w:lvlText", ""),
        is_legal=element.find(qn("w:isLgl")) is not None,
    )
    return int(element.get(qn("w:ilvl")) or 0), level
