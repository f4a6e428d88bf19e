"""The plan file that follows from a document once nothing about it is asked any more."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz import fuzz

from services.calendar.rules import AfterRule, EachRule, OnRule, Rule, Rules, Term, UnsetRule, WindowRule, rules_to_json
from services.calendar.rules import term_to_json as term_as_json
from services.documents.executors import Known, is_person
from services.documents.understood import ActivityRead, ExecutorRead, ItemRead, Part, PlanRead, SectionRead
from services.imports.questions import of_the_house
from services.imports.required import needs_document
from services.language.roman import roman
from services.language.script import bare, mend_twins, squeezed
from services.plan.file import PlanFile, PlanFileError, Problem, parse_plan
from services.plan.paper_numbers import PAPER_NUMBER

_NAME = Path("imported.json")  # under which problems are named
NEAR = 80  # of 100: so like another text, and the activity is called the same
NO_WORDS = "—"  # a term that the document does not give in words
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_THEN_CYRILLIC = re.compile(r"([A-Za-z]+)([\u0400-\u052f]+)")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z]")
_PAIRS = {"sh": "ш", "ch": "ч", "ya": "я", "yu": "ю", "yo": "ё"}
_LETTERS = dict(zip("abdefghijklmnopqrstuvxyz", "абдефгҳижклмнопқрстувхйз", strict=True)) | {"c": "с", "w": "в"}


@dataclass(frozen=True)
class Named:
    """An activity of the plan in force that has a short name."""

    number: int
    text: str
    short_name: str


@dataclass(frozen=True)
class Made:
    """The plan file, or the problems for which it cannot be used; `new` are the names of executors not known before."""

    file: PlanFile | None
    problems: tuple[Problem, ...]
    new: tuple[str, ...]


def made(plan: PlanRead, known: Sequence[Known], names: Sequence[Named] = ()) -> Made:
    """The plan file of a plan in which everything is decided; `names` are the short names that stay."""
    roll = _Roll(known)
    content = json.dumps(_data(plan, roll, _ShortNames(names)), ensure_ascii=False).encode()
    try:
        return Made(parse_plan(content, _NAME), (), roll.new)
    except PlanFileError as error:
        return Made(None, error.problems, roll.new)


def renumbered(plan: PlanRead) -> Mapping[int, int]:
    """The plan's own number of each activity (by its place), as the document counts or else from the first on.

    A document may number «1.1», «5а», or begin anew in each section; in the plan each activity has a number of its own.
    """
    numbers = [one.number for one in plan.activities]
    if all(one.isascii() and one.isdigit() and 0 < int(one) < 100_000 for one in numbers) and len(
        {int(one) for one in numbers}
    ) == len(numbers):
        return {place: int(one) for place, one in enumerate(numbers)}
    return {place: place + 1 for place in range(len(numbers))}


def is_renumbered(plan: PlanRead) -> bool:
    """Whether the plan's numbers differ from the document's."""
    return any(str(number) != plan.activities[place].number for place, number in renumbered(plan).items())


def one_script(text: str) -> str:
    """The text with each word in one script: look-alike and Latin letters inside Cyrillic words become Cyrillic."""
    return _WORD.sub(_mended, mend_twins(text)).strip()


def _mended(match: re.Match[str]) -> str:
    word = match[0]
    if not (_CYRILLIC.search(word) and _LATIN.search(word)):
        return word
    name = _LATIN_THEN_CYRILLIC.fullmatch(word)
    if name and len(name[1]) > 1 and name[1].isupper():  # «IFESга»: a name with an ending
        return f"{name[1]}-{name[2]}"
    mended = re.sub("|".join(_PAIRS), _pair, word, flags=re.IGNORECASE)
    return "".join(_cyrillic(sign) for sign in mended)


def _pair(match: re.Match[str]) -> str:
    letter = _PAIRS[match[0].lower()]
    return letter.upper() if match[0][0].isupper() else letter


def _cyrillic(sign: str) -> str:
    letter = _LETTERS.get(sign.lower(), sign)
    return letter.upper() if sign.isupper() else letter


class _ShortNames:
    """What activities of the plan in force are called: a document has no place for it, so it stays with the text."""

    def __init__(self, names: Sequence[Named]) -> None:
        self._by_text = {bare(one.text): one.short_name for one in names}
        self._by_number = {one.number: one for one in names}

    def of(self, number: int, text: str) -> dict[str, str]:
        """The field, if there is such a name: the same text has it, or the same number with nearly the same text."""
        name = self._by_text.get(bare(text))
        same = self._by_number.get(number)
        if name is None and same is not None and fuzz.ratio(same.text, text) >= NEAR:
            name = same.short_name
        return {"short_name": name} if name else {}


class _Roll:
    """The executors whom the plan names, with their keys."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._known = {one.key: one for one in known}
        self._named: dict[str, dict[str, object]] = {}
        self._added: dict[str, str] = {}  # keys of the new by folded name

    @property
    def new(self) -> tuple[str, ...]:
        return tuple(str(self._named[key]["name"]) for key in self._added.values())

    def keys(self, people: Iterable[ExecutorRead]) -> list[str]:
        """The keys of an activity's executors, each once."""
        return list(dict.fromkeys(self._headed(one) for one in people))

    def listed(self) -> list[dict[str, object]]:
        """Those known in their order, then the new."""
        order = {key: place for place, key in enumerate(self._known)}
        return sorted(self._named.values(), key=lambda one: order.get(str(one["key"]), len(order)))

    def _headed(self, one: ExecutorRead) -> str:
        """The key; a unit's head, once named, is kept with it, and so is a spelling about which it was asked."""
        key = self._key(one)
        if one.key is not None and one.candidates:
            self._spelled(key, one_script(one.written))
        if one.head and self._named[key]["kind"] == "unit":
            self._named[key]["head"] = one_script(one.head)
        return key

    def _key(self, one: ExecutorRead) -> str:
        if one.key is not None and one.key in self._known:
            known = self._known[one.key]
            kind = "unit" if known.is_unit else "person"
            named: dict[str, object] = {
                "key": known.key,
                "name": known.name,
                "kind": kind,
                "aliases": list(known.aliases),
            }
            self._named.setdefault(known.key, named | ({"head": known.head} if known.head else {}))
            return known.key
        name = one_script(one.name)
        folded = squeezed(name)
        if folded not in self._added:
            key = self._free(name)
            self._added[folded] = key
            kind = "person" if is_person(name) else "unit"
            self._named[key] = {"key": key, "name": name, "kind": kind, "aliases": []}
        return self._added[folded]

    def _spelled(self, key: str, written: str) -> None:
        """Keep a spelling of somebody known, unless it means somebody already."""
        own = self._named[key]
        taken = [str(own["name"]), *_aliases(own)]
        for one in self._known.values():
            taken += [one.key, one.name, *one.aliases] if one.key != key else []
        for entry in self._named.values():
            taken += [str(entry["key"]), str(entry["name"]), *_aliases(entry)] if entry is not own else []
        if written and squeezed(written) not in map(squeezed, taken):
            own["aliases"] = [*_aliases(own), written]

    def _free(self, name: str) -> str:
        base = re.sub(r"[^a-z0-9]+", "_", bare(name)).strip("_")[:40].rstrip("_")
        base = base if base[:1].isalpha() else f"e_{base}".rstrip("_")
        taken = {*self._known, *self._named}
        return next(
            key for key in (base, *(f"{base}_{number}" for number in range(2, len(taken) + 3))) if key not in taken
        )


def _aliases(one: Mapping[str, object]) -> list[str]:
    aliases = one["aliases"]
    return [str(each) for each in aliases] if isinstance(aliases, list) else []


def _data(plan: PlanRead, roll: _Roll, names: _ShortNames) -> dict[str, object]:
    period = plan.period
    numbers = renumbered(plan)
    anchors = {one.number: str(numbers[place]) for place, one in enumerate(plan.activities)}
    sections = [
        {
            "number": roman(count),
            "title": one_script(section.title) or one_script(plan.title or ""),
            "activities": [_activity(activity, numbers[place], anchors, roll, names) for place, activity in listed],
        }
        for count, (section, listed) in enumerate(sections_of(plan), start=1)
    ]
    day = {"document_day": plan.document_day.isoformat()} if plan.document_day is not None else {}
    return {
        "title": one_script(plan.title or ""),
        "organisation": one_script(plan.organisation or ""),
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat()} if period else None,
        **day,
        "priorities": list(_priorities(plan.priorities)),
        "agenda": list(_agenda(plan)),
        "sections": sections,
        "executors": roll.listed(),
    }


def sections_of(plan: PlanRead) -> list[tuple[SectionRead, list[tuple[int, ActivityRead]]]]:
    """The sections with their activities and these's places; what stands in none joins the section before it."""
    known = {one.number: one for one in plan.sections}
    grouped: dict[str, list[tuple[int, ActivityRead]]] = {}
    current = plan.sections[0].number if plan.sections else ""
    for place, activity in enumerate(plan.activities):
        current = activity.section if activity.section is not None else current
        grouped.setdefault(current, []).append((place, activity))
    return [(known.get(number, SectionRead(number, "")), listed) for number, listed in grouped.items()]


def _priorities(items: Sequence[ItemRead]) -> Iterator[dict[str, object]]:
    for number, one in enumerate(items, start=1):
        yield {"number": number, "text": one_script(one.text)}


def _agenda(plan: PlanRead) -> Iterator[dict[str, object]]:
    for number, one in enumerate(plan.agenda, start=1):
        deadline = one.deadline
        rules = deadline.rules if deadline is not None and deadline.rules is not None else ()
        text = deadline.text if deadline is not None else ""
        meets = rules and all(isinstance(rule, WindowRule | OnRule | EachRule) for rule in rules)
        if not meets and plan.period is not None:  # for a meeting at any time of the period
            deadline_data: dict[str, object] = {
                "text": one_script(text) or NO_WORDS,
                "kind": "months",
                "first": str(plan.period.first_month),
                "last": str(plan.period.last_month),
            }
        else:
            deadline_data = _term(text, rules)
        yield {"number": number, "text": one_script(one.text), "deadline": deadline_data}


def _activity(
    activity: ActivityRead, number: int, anchors: Mapping[str, str], roll: _Roll, names: _ShortNames
) -> dict[str, object]:
    deadline, text = activity.deadline, one_script(activity.text)
    rules = tuple(_anchored(rule, anchors) for rule in deadline.rules or (UnsetRule(),))
    required = {"needs_document": True} if needs_document(text, activity.extra) else {}
    return {
        "number": number,
        **names.of(number, text),
        "text": text,
        "deadline": _term(deadline.text, rules),
        "executors": roll.keys(of_the_house(activity)),
        "part_terms": _part_terms(activity, rules, roll),
        "partners": [one_script(one.name) for one in activity.executors if one.part in (Part.OUTSIDE, Part.GROUP)],
        **required,
        "extra": _on_paper(activity, number)
        | {name: one_script(text) for name, text in activity.extra.items() if name.strip() and text.strip()},
    }


def _part_terms(activity: ActivityRead, rules: Rules, roll: _Roll) -> dict[str, str]:
    """The own terms of co-executors' parts; a deadline that was answered otherwise may leave no room for them."""
    others = roll.keys(of_the_house(activity))[1:]
    last = rules[0].last if len(rules) == 1 and isinstance(rules[0], WindowRule) else None
    own = {roll.keys([one])[0]: one.due_on for one in of_the_house(activity) if one.due_on is not None}
    return {key: f"{day}" for key, day in own.items() if key in others and last is not None and day <= last}


def _on_paper(activity: ActivityRead, number: int) -> dict[str, str]:
    """The document's own number, where the plan counts the activity otherwise: people have the paper before them."""
    return {PAPER_NUMBER: activity.number} if activity.number not in ("", str(number)) else {}


def _anchored(rule: Rule, anchors: Mapping[str, str]) -> Rule:
    """The rule with the plan's own number of the activity that it waits for."""
    if isinstance(rule, AfterRule) and rule.activity is not None and rule.activity in anchors:
        return replace(rule, anchor=anchors[rule.activity])
    return rule


def _term(text: str, rules: Rules) -> dict[str, object]:
    text = one_script(text) or NO_WORDS
    return term_as_json(Term(text, rules)) if rules else {"text": text, "rule": rules_to_json((UnsetRule(),))}
