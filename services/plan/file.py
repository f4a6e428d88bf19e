"""The plan file: its format, the rules it must follow, and exactly where it breaks them.

A plan with a mistake is never partly loaded: `load_plan` returns a whole plan or raises every problem found, each
located by the numbers in the document («sections.II.activities.3»), not by positions in a list.
"""

import functools
import json
import re
import reprlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, NoReturn, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from services.calendar.deadlines import DeadlineKind, Month, Period
from services.calendar.occurrences import Item, items
from services.calendar.rules import (
    AfterRule,
    EachRule,
    OnRule,
    Rules,
    WindowRule,
    rules_from_json,
    rules_to_json,
    term_from_json,
)
from services.calendar.workdays import Workdays
from services.language.roman import roman
from services.plan import broken
from services.plan.marks import LINE
from services.plan.short_names import LONGEST

_Loc = tuple[int | str, ...]

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Problem:
    """One problem in a plan file; `place` is empty if it concerns the whole file."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}" if self.place else self.reason


class PlanFileError(Exception):
    """A plan file that cannot be used; `problems` lists all problems found, at least one."""

    def __init__(self, path: Path, problems: Iterable[Problem]) -> None:
        self.path = path
        self.problems = tuple(problems)
        super().__init__(path, self.problems)

    @property
    def place(self) -> str:
        """Where the first problem is: «sections.II.activities.3.executors», «line 5, column 2», or empty."""
        return self.problems[0].place

    @property
    def reason(self) -> str:
        """The first problem, and what to do about it."""
        return self.problems[0].reason

    def __str__(self) -> str:
        more = len(self.problems) - 1
        rest = f" (and {more} more problem{'s' if more > 1 else ''} after it)" if more else ""
        return f"{self.path}: {self.problems[0]}{rest}"


@functools.lru_cache(maxsize=20_000)  # a plan is read several times before it is in force
def _is_mixed(word: str) -> bool:
    scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in word}
    return {"LATIN", "CYRILLIC"} <= scripts


def _check_text(text: str) -> str:
    if not text.strip():
        raise ValueError("the text is empty; write it as the document has it")
    if text != text.strip():
        raise ValueError(f"«{text}» begins or ends with a space; remove it")
    if mixed := next(filter(_is_mixed, _WORD.findall(text)), None):
        latin = ", ".join(letter for letter in mixed if unicodedata.name(letter).startswith("LATIN"))
        raise ValueError(f"the word «{mixed}» mixes two scripts: Latin {latin} among Cyrillic; type it in one")
    return text


def _read_month(value: object) -> Month:
    if isinstance(value, Month):
        return value
    if not isinstance(value, str):
        raise ValueError(f"{_short(value)} is not a month; write it as 2024-01")  # noqa: TRY004 - pydantic wants ValueError
    return Month.parse(value)


def _check_short_name(name: str) -> str:
    if "\n" in name or "\r" in name:
        raise ValueError(f"the short name {_short(name)} has a line break; write it on one line")
    if len(name) > LONGEST:
        raise ValueError(
            f"the short name «{name[:LONGEST]}…» has {len(name)} characters; shorten it to {LONGEST} or fewer"
        )
    return name


Text = Annotated[str, AfterValidator(_check_text)]
ShortName = Annotated[Text, AfterValidator(_check_short_name)]
Number = Annotated[int, Field(ge=1, lt=LINE)]  # from LINE on it would be another plan's
MonthText = Annotated[Month, PlainValidator(_read_month), PlainSerializer(str)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Deadline(_Part):
    """When something is to be done in whole months: `text` as the document writes it, the rest as data.

    Kind `months` has both months. `continuous` and `regular` have no last month; if there is no first month either, the
    work begins with the period.
    """

    text: Text
    kind: DeadlineKind
    first: MonthText | None
    last: MonthText | None

    @model_validator(mode="after")
    def _months_fit_the_kind(self) -> Self:
        if self.kind.is_endless:
            if self.last is not None:
                raise ValueError(f"{self.kind} work has no last month, but «last» is {self.last}; make it null")
        elif self.first is None or self.last is None:
            raise ValueError("kind «months» needs both its «first» and its «last» month; write them as 2024-01")
        elif self.last < self.first:
            raise ValueError(f"the months are reversed: {self.last} comes before {self.first}; exchange them")
        return self

    @property
    def rules(self) -> Rules:
        """What the deadline means."""
        return term_from_json(self.model_dump(mode="json")).rules


class RuledDeadline(_Part):
    """When something is to be done, by any rule: `text` as the document writes it."""

    text: Text
    rule: Annotated[Rules, PlainValidator(rules_from_json), PlainSerializer(rules_to_json)]

    @property
    def rules(self) -> Rules:
        """What the deadline means: one rule, or several if the wording makes several items."""
        return self.rule


def _read_deadline(value: object) -> Deadline | RuledDeadline:
    if isinstance(value, Deadline | RuledDeadline):
        return value
    form = RuledDeadline if isinstance(value, dict) and "rule" in value else Deadline
    return form.model_validate(value)


AnyDeadline = Annotated[Deadline | RuledDeadline, BeforeValidator(_read_deadline)]


class Priority(_Part):
    """A priority task of the plan's first part."""

    number: Number
    text: Text


class AgendaItem(_Part):
    """A question for the organisation's meetings."""

    number: Number
    text: Text
    deadline: AnyDeadline

    @model_validator(mode="after")
    def _meets_on_named_days(self) -> Self:
        if not all(isinstance(rule, WindowRule | OnRule | EachRule) for rule in self.deadline.rules):
            raise ValueError("a question for a meeting needs its months or days; give the deadline kind «months»")
        return self


class Activity(_Part):
    """A numbered line of the action plan; the first of `executors` (keys) leads, the others assist.

    `short_name` is used if the whole text does not fit; if it is absent, a name is derived from the text. `partners`
    are other organisations, who are told nothing; `extra` are the document's further columns by their heads.
    `needs_document`: it is handed in with a document.
    `part_terms` are the days, by key, by which co-executors deliver their parts, where those are earlier.
    """

    number: Number
    # Excluded if absent, so that a file without short names keeps its earlier fingerprint.
    short_name: ShortName | None = Field(default=None, exclude_if=lambda name: name is None)
    text: Text
    deadline: AnyDeadline
    executors: tuple[str, ...] = Field(min_length=1)
    part_terms: dict[str, date] = Field(default_factory=dict, exclude_if=lambda terms: not terms)
    partners: tuple[Text, ...] = Field(default=(), exclude_if=lambda partners: not partners)
    extra: dict[Text, Text] = Field(default_factory=dict, exclude_if=lambda extra: not extra)
    needs_document: bool = Field(default=False, exclude_if=lambda needs: not needs)

    @model_validator(mode="after")
    def _terms_are_of_co_executors(self) -> Self:
        for key, day in self.part_terms.items():
            if key not in self.executors[1:]:
                raise ValueError(f"«{key}» in part_terms is no co-executor of the activity; name one of its executors")
            rules = self.deadline.rules
            last = rules[0].last if len(rules) == 1 and isinstance(rules[0], WindowRule) else None
            if last is None:
                raise ValueError("part_terms need an activity that has one deadline; take them out")
            if day > last:
                raise ValueError(f"the part of «{key}» would be due on {day}, after the activity ({last})")
        return self


class Section(_Part):
    """A part of the action plan; `number` is a Roman numeral."""

    number: Text
    title: Text
    activities: tuple[Activity, ...] = Field(min_length=1)


class Executor(_Part):
    """Who carries out activities: a person, or a unit for which any of its members answers.

    `key` identifies the executor in the file; `aliases` are other spellings in the document; `head` is who leads a
    unit, as the document says after its name. `led_by` (a key) leads a unit, `members` (keys) belong to it; with
    `is_class` each of them has a part of their own where an activity names the unit.
    """

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Text
    kind: Literal["person", "unit"]
    aliases: tuple[Text, ...]
    # Excluded if absent, so that a file without it keeps its earlier fingerprint.
    head: Text | None = Field(default=None, exclude_if=lambda head: head is None)
    led_by: str | None = Field(default=None, exclude_if=lambda key: key is None)
    members: tuple[str, ...] = Field(default=(), exclude_if=lambda members: not members)
    is_class: bool = Field(default=False, exclude_if=lambda is_class: not is_class)


class _Parts(_Part):
    """The parts of a plan, each right by itself."""

    title: Text
    organisation: Text
    period: Period
    # Excluded if absent, so that a file without it keeps its earlier fingerprint.
    document_day: date | None = Field(default=None, exclude_if=lambda day: day is None)
    priorities: tuple[Priority, ...]
    agenda: tuple[AgendaItem, ...]
    sections: tuple[Section, ...] = Field(min_length=1)
    executors: tuple[Executor, ...] = Field(min_length=1)

    @property
    def activities(self) -> tuple[Activity, ...]:
        """All activities, in the plan's order."""
        return tuple(activity for section in self.sections for activity in section.activities)

    @property
    def item_count(self) -> int:
        """How many items the activities make: each deadline of repeated work is one."""
        workdays = Workdays()
        return sum(len(self.items(one.deadline, workdays)) for one in self.activities)

    def items(
        self, deadline: Deadline | RuledDeadline, workdays: Workdays, anchors: Mapping[str, date] | None = None
    ) -> tuple[Item, ...]:
        """What a deadline of this plan makes; `anchors` are the days on which activities (by number) were done."""
        return items(deadline.rules, self.period, workdays, document_day=self.document_day, anchors=anchors)

    def executor(self, key: str) -> Executor:
        """The executor with this key; KeyError if there is none."""
        try:
            return next(executor for executor in self.executors if executor.key == key)
        except StopIteration:
            raise KeyError(key) from None


class PlanFile(_Parts):
    """A whole plan; `document_day` is the day of the document, from which its terms may count."""

    @model_validator(mode="after")
    def _parts_fit_together(self) -> Self:
        problems = [
            InitErrorDetails(type=PydanticCustomError("plan", "{reason}", {"reason": reason}), loc=loc, input=None)
            for check in _CHECKS
            for loc, reason in check(self)
        ]
        if problems:
            raise ValidationError.from_exception_data("PlanFile", problems)
        return self


_Found = Iterator[tuple[_Loc, str]]


def _repeated_numbers(plan: _Parts) -> _Found:
    numbered: list[tuple[_Loc, str, int | str]] = [
        *((("priorities", i), "priority", item.number) for i, item in enumerate(plan.priorities)),
        *((("agenda", i), "agenda item", item.number) for i, item in enumerate(plan.agenda)),
        *((("sections", i), "section", section.number) for i, section in enumerate(plan.sections)),
        *((loc, "activity", activity.number) for loc, activity in _activities(plan)),
    ]
    seen: Counter[tuple[str, int | str]] = Counter()
    for loc, what, number in numbered:
        seen[what, number] += 1
        if seen[what, number] > 1:
            yield loc, f"there is another {what} {number}; give each its own number"


def _sections_out_of_order(plan: _Parts) -> _Found:
    numbers = [section.number for section in plan.sections]
    for index, number in enumerate(numbers):
        expected = roman(index + 1)
        # A repeated number is reported as such; reporting it as out of order too would repeat the same mistake.
        if number != expected and number not in numbers[:index]:
            yield (
                ("sections", index, "number"),
                f"the section is numbered «{number}» where «{expected}» comes in order; renumber it",
            )


def _unknown_executors(plan: _Parts) -> _Found:
    known = {executor.key for executor in plan.executors}
    for loc, activity in _activities(plan):
        for key, times in Counter(activity.executors).items():
            if key not in known:
                yield (*loc, "executors"), f"«{key}» is not among the executors; add it there or correct the key"
            elif times > 1:
                yield (*loc, "executors"), f"«{key}» is named twice; leave it once"


def _unfit_units(plan: _Parts) -> _Found:
    known = {executor.key for executor in plan.executors}
    for index, one in enumerate(plan.executors):
        place = ("executors", index)
        if one.kind == "person" and (one.led_by or one.members or one.is_class):
            yield place, f"«{one.key}» is a person: only a unit has «led_by», «members» and «is_class»"
        for key in (*((one.led_by,) if one.led_by is not None else ()), *one.members):
            if key not in known:
                yield place, f"«{key}» is not among the executors; add it there or correct the key"
            elif key == one.key:
                yield place, f"«{key}» cannot lead or belong to itself; name another"


def _clashing_executors(plan: _Parts) -> _Found:
    owners: dict[str, str] = {}
    for index, executor in enumerate(plan.executors):
        if executor.key in {other.key for other in plan.executors[:index]}:
            yield ("executors", index), f"there is another executor «{executor.key}»; give each its own key"
        for spelling in (executor.key, executor.name, *executor.aliases):
            owner = owners.setdefault(_squeeze(spelling), executor.key)
            if owner != executor.key:
                yield ("executors", index), f"«{spelling}» also stands for «{owner}»; a spelling can mean only one"


def _months_outside(plan: _Parts) -> _Found:
    period = plan.period
    for loc, deadline in _deadlines(plan):
        if isinstance(deadline, RuledDeadline):
            continue  # a day may lie outside: an event keeps its day however late
        for field, month in (("first", deadline.first), ("last", deadline.last)):
            if month and not period.first_month <= month <= period.last_month:
                yield (
                    (*loc, field),
                    f"{month} lies outside the plan's period, {period.start} to {period.end}; correct one of them",
                )


def _unusable_terms(plan: _Parts) -> _Found:
    workdays = Workdays()
    for loc, deadline in _deadlines(plan):
        if isinstance(deadline, Deadline):
            continue
        labels = Counter(item.label for item in plan.items(deadline, workdays))
        if not labels:
            yield (*loc, "rule"), "nothing of this falls into the plan's period; correct the rule or the period"
        elif max(labels.values()) > 1:
            yield (*loc, "rule"), "two of the items that this makes cannot be told apart; leave one of the rules out"


def _unknown_anchors(plan: _Parts) -> _Found:
    numbers = {str(activity.number) for _, activity in _activities(plan)}
    for loc, activity in _activities(plan):
        for rule in activity.deadline.rules:
            anchor = rule.activity if isinstance(rule, AfterRule) else None
            if anchor is not None and anchor not in numbers:
                yield (*loc, "deadline", "rule"), f"there is no activity {anchor} to be done before; correct the anchor"
            elif anchor == str(activity.number):
                yield (*loc, "deadline", "rule"), "the activity waits for itself; name another as the anchor"


def _deadlines(plan: _Parts) -> Iterator[tuple[_Loc, Deadline | RuledDeadline]]:
    yield from ((("agenda", i, "deadline"), item.deadline) for i, item in enumerate(plan.agenda))
    yield from (((*loc, "deadline"), activity.deadline) for loc, activity in _activities(plan))


_CHECKS: tuple[Callable[[_Parts], _Found], ...] = (
    _repeated_numbers,
    _sections_out_of_order,
    _clashing_executors,
    _unknown_executors,
    _unfit_units,
    _months_outside,
    _unusable_terms,
    _unknown_anchors,
)


def _activities(plan: _Parts) -> Iterator[tuple[_Loc, Activity]]:
    for i, section in enumerate(plan.sections):
        for j, activity in enumerate(section.activities):
            yield ("sections", i, "activities", j), activity


def _squeeze(spelling: str) -> str:
    return re.sub(r"[\s.]+", "", spelling).casefold()


def load_plan(path: Path) -> PlanFile:
    """Read and validate a plan file (UTF-8 JSON); PlanFileError with every problem if it cannot be used."""
    try:
        return parse_plan(path.read_bytes(), path)
    except OSError as error:
        _refuse(path, "", f"the file cannot be read: {error.strerror}; check PLAN_FILE", error)


def parse_plan(content: bytes, path: Path) -> PlanFile:
    """Validate a plan file's content; PlanFileError, which names `path`, with every problem if it cannot be used."""
    text = _decoded(path, content)
    data, repeated = _parse(path, text)
    try:
        plan = PlanFile.model_validate_json(text, strict=True)
    except ValidationError as error:
        found = [one for one in error.errors() if not _follows_from_others(one, data)]
        problems = (*repeated, *(_problem(one, data) for one in found), *_further(data, found))
        raise PlanFileError(path, dict.fromkeys(problems)) from error
    if repeated:
        raise PlanFileError(path, repeated)
    return plan


def _follows_from_others(details: ErrorDetails, data: object) -> bool:
    """Whether a list is called empty only because what stands in it cannot be read, which is said as well."""
    for step in details["loc"]:
        data = _inside(data, step)
    return details["type"] == "too_short" and isinstance(data, list) and bool(data)


def _further(data: object, found: Sequence[ErrorDetails]) -> Iterator[Problem]:
    """What does not fit together among the parts that can be read, so that everything wrong is said at once."""
    places = [one["loc"] for one in found if one["type"] != "plan"]
    mended, unread = data, list(places)
    for _ in range(_MENDINGS) if places else ():
        mended = broken.mended(mended, unread)
        try:
            plan = _Parts.model_validate_json(json.dumps(mended), strict=True)
        except ValidationError as error:
            unread = [one["loc"] for one in error.errors()]
            places += unread
        else:
            for check in _CHECKS:
                if not any(_depends_on(check, place) for place in places):
                    yield from (_problem_at(loc, reason, data) for loc, reason in check(plan) if _is_read(loc, places))
            return


_MENDINGS = 4  # a place may hide another: a bad entry its fields


def _is_read(loc: _Loc, places: Iterable[_Loc]) -> bool:
    """Whether what is said of a place is not about what was put there instead."""
    return not any(place[: len(loc)] == loc or loc[: len(place)] == place for place in places)


def _problem_at(loc: _Loc, reason: str, data: object) -> Problem:
    return Problem(".".join(_names(loc, data)), reason)


def _depends_on(check: Callable[[_Parts], _Found], place: _Loc) -> bool:
    """Whether what a check says may be due to what cannot be read at this place."""
    whole = len(place) < 3  # a list, or an entry of it
    if check in (_months_outside, _unusable_terms):
        return place[:1] == ("period",)
    if check in (_unknown_executors, _unfit_units):
        return place[:1] == ("executors",) and (whole or place[2] == "key")
    if check is _unknown_anchors:
        return place[:1] == ("sections",) and (whole or place[-1] in ("number", "activities") or len(place) == 4)
    return False


def _decoded(path: Path, content: bytes) -> str:
    try:
        # An editor on Windows may put a byte order mark first.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            _refuse(path, "", "the file ends in the middle of a letter; send it once more, the whole of it", error)
        _refuse(path, "", f"the file is not UTF-8 text (byte {error.start}); save it as UTF-8", error)
    if "\0" in text:  # UTF-16 without its mark
        _refuse(path, "", "the file is not UTF-8 text (it has NUL bytes); save it as UTF-8")
    return text


def _parse(path: Path, text: str) -> tuple[object, tuple[Problem, ...]]:
    """The file's data, and the fields that stand twice in it."""
    repeated: list[Problem] = []

    def noted(pairs: list[tuple[str, object]]) -> dict[str, object]:
        # In JSON the later of two equal fields silently wins; in a file edited by hand that loses a line of the plan.
        fields = dict(pairs)
        for name, times in Counter(name for name, _ in pairs).items():
            if times > 1:
                repeated.append(Problem("", f"the field «{name}» stands twice beside {_short(fields)}; leave it once"))
        return fields

    try:
        return json.loads(text, object_pairs_hook=noted), tuple(repeated)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        _refuse(path, place, f"this is not JSON: {error.msg}; correct the file there", error)
    except ValueError as error:  # a number with more digits than Python accepts
        _refuse(path, "", f"this cannot be read: {error}", error)
    except RecursionError as error:
        _refuse(path, "", "the file is nested too deeply to be a plan", error)


def _short(value: object) -> str:
    return reprlib.repr(value)


def _refuse(path: Path, place: str, reason: str, cause: Exception | None = None) -> NoReturn:
    raise PlanFileError(path, [Problem(place, reason)]) from cause


def _problem(details: ErrorDetails, data: object) -> Problem:
    return Problem(".".join(_names(details["loc"], data)), _reason(details))


def _names(loc: _Loc, data: object) -> Iterator[str]:
    """A place in the file for people: list positions become the numbers or keys written there."""
    for step in loc:
        data = _inside(data, step)
        yield step if isinstance(step, str) else _label(step, data)


def _inside(data: object, step: int | str) -> object:
    if isinstance(data, dict):
        return data.get(step)
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return data[step]
    return None


def _label(index: int, item: object) -> str:
    known = item.get("number", item.get("key")) if isinstance(item, dict) else None
    return str(known) if isinstance(known, str | int) and known != "" else f"#{index + 1}"


def _reason(details: ErrorDetails) -> str:
    match details["type"]:
        case "missing":
            return "the field is missing; add it"
        case "extra_forbidden" | "unexpected_keyword_argument":
            return "there is no such field; remove it or correct its name"
        case "value_error":
            return str(details["ctx"]["error"])
        case "plan":
            return details["msg"]
        case "json_invalid":
            return f"this is not JSON: {details['ctx']['error']}; correct the file there"
        case _:
            return f"{details['msg'][0].lower()}{details['msg'][1:]}, but it is {_short(details['input'])}; correct it"
