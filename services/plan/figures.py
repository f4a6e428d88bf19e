"""The plan as values that every other room reads."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self, TypeVar

from models import Activity, Executor, ExecutorKind, Plan, Section
from models.terms import Rhythm
from services.calendar.deadlines import days_left
from services.calendar.occurrences import Label
from services.calendar.reminder_days import awaited_by
from services.plan.marks import Marks, number_in_force, own_section, section_in_force, shown_number
from services.plan.paper_numbers import PAPER_NUMBER
from services.plan.short_names import called
from services.plan.status import FINISHED, Status, shown_status, was_over

WHOLE = 100  # percent
CHRONIC = 2  # moves of a deadline, from which it is seen to apart


_Value = TypeVar("_Value")


def made(kind: type[_Value], **fields: object) -> _Value:
    """A frozen dataclass with these fields, the others as they are by default.

    Its own constructor sets each field apart, past what keeps it frozen: of the parts of some activities that takes as
    long as reading them.
    """
    value = object.__new__(kind)
    value.__dict__.update(fields)
    return value


@dataclass(frozen=True)
class ExecutorRef:
    """An executor named in the plan; `head` is who leads a unit, where the plan says so."""

    id: int
    key: str
    name: str
    is_unit: bool
    head: str | None = None


@dataclass(frozen=True)
class PlanFacts:
    """The plan's heading; dates are local days, both inclusive. `edition` distinguishes editions of its file.

    `of_orders`: it is made of orders, and was read from no document.
    `items` counts each deadline of the activities; None in a final report that an earlier release has kept.
    """

    id: int
    title: str
    organisation: str
    starts_on: date
    ends_on: date
    activities: int
    executors: int
    is_closed: bool
    edition: str = ""
    loaded_at: datetime | None = None
    items: int | None = None
    line: int = 0
    mark: str = ""
    of_orders: bool = False


@dataclass(frozen=True)
class Part:
    """An executor's part in an activity; the lead has position 0.

    `given_on` is the day on which they got it, if that lay after the activity's first day. `due_on` is the part's own
    due day, if it has one (in force it is by `ActivityFacts.own_due`); `set_by` is the account that set it, None if the
    plan did. `is_reached`: somebody is linked whom the bot can write to. `done_on` is the local day of the first of the
    words by which it is done now; None if it is not, or nobody said so in words. `spoke_on` is the day of the last
    report on it, though that moved nothing («not begun»).
    """

    assignment_id: int
    executor: ExecutorRef
    position: int
    percent: int
    done: bool
    reported_on: date | None
    is_linked: bool = True
    is_reached: bool = True
    given_on: date | None = None
    due_on: date | None = None
    set_by: int | None = None
    done_on: date | None = None
    spoke_on: date | None = None

    @property
    def last_word_on(self) -> date | None:
        """The local day of the last word on it, whatever it said; None if nothing was said."""
        return max((day for day in (self.reported_on, self.spoke_on) if day is not None), default=None)

    @property
    def leads(self) -> bool:
        """Whether this is the responsible executor (масъул ижрочи)."""
        return self.position == 0

    @property
    def is_delivered(self) -> bool:
        """Whether the executor has said that it is done, or wholly."""
        return self.done or self.percent >= WHOLE

    @property
    def delivered_on(self) -> date | None:
        """The local day on which it was delivered; None if it is not."""
        return (self.done_on or self.reported_on) if self.is_delivered else None


@dataclass(frozen=True)
class ActivityFacts:
    """An activity as it stands on `today`; dates are local days, `due_on` is the deadline in force.

    `number` is the activity's among all plans in force (`services.plan.marks`), `written_number` what people read;
    `marks` are those of the plans in force where there are several.

    `short_name` is the plan's own, or None; `name` is always set. `awaits` is what the deadline is counted from (the
    number of an activity, or the name of an event) while its day is not known. `label` tells one of several items with
    this number from the others; `is_repeated`: it is an occurrence of what repeats. `given_on` is the day on which its
    term was given, if that lay after the first day. `moves` counts how often the deadline was moved to a later day.
    `decided_on` is the day on which it was accepted or returned, if that was after its plan had been closed.
    `needs_document`: it is handed in with a document; `is_watched`: it is under the leadership's personal control.
    `whole_due_on` is the activity's deadline where it is seen by a co-executor whose part has a term of its own
    (`seen_by`): `due_on` and `status` are the part's then. `is_delivered`: it is seen by a co-executor who has
    delivered their part, so that what is left, and its being late, is others'. `is_order`: it stands in a paper made
    of orders.
    """

    id: int
    number: int
    text: str
    section: str
    section_title: str
    deadline_text: str
    status: Status
    percent: int
    starts_on: date
    planned_due_on: date | None
    due_on: date | None
    done_on: date | None
    today: date
    parts: tuple[Part, ...]
    short_name: str | None = None
    rhythm: Rhythm | None = None
    awaits: str | None = None
    label: Label | None = None
    is_repeated: bool = False
    partners: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    given_on: date | None = None
    moves: int = 0
    decided_on: date | None = None
    marks: Marks = ()
    needs_document: bool = False
    is_watched: bool = False
    whole_due_on: date | None = None
    is_delivered: bool = False
    is_order: bool = False

    @property
    def written_number(self) -> str:
        """Its number as people read and write it: with the mark of its plan where several are in force."""
        return shown_number(self.number, self.marks)

    @property
    def written_section(self) -> str:
        """Its section's Roman numeral as people read it."""
        return own_section(self.section)

    @property
    def paper_number(self) -> str:
        """Its number in the document that the plan was read from, if it differs from the plan's; else empty."""
        return dict(self.extra).get(PAPER_NUMBER, "")

    @property
    def name(self) -> str:
        """The plan's short name, or one derived from the text."""
        return called(self.short_name, self.text)

    @classmethod
    def of(
        cls, row: Activity, section: Section, parts: tuple[Part, ...], today: date, *, plan: Plan, marks: Marks
    ) -> Self:
        """The activity of these rows, as it is on `today`, in this plan; `marks` are of all in force."""
        return made(
            cls,
            id=row.id,
            number=number_in_force(plan.line, row.number),
            text=row.text,
            section=section_in_force(plan.line, section.number),
            section_title=section.title,
            deadline_text=row.deadline_text,
            status=status_of(row, today),
            percent=row.percent,
            starts_on=row.starts_on,
            planned_due_on=row.planned_due_on,
            due_on=row.due_on,
            done_on=row.done_on,
            today=today,
            parts=parts,
            short_name=row.short_name,
            rhythm=row.rhythm,
            awaits=awaited_by(row),
            label=Label.parse(row.label),
            is_repeated=row.is_repeated,
            partners=tuple(row.partners),
            extra=tuple(row.extra.items()),
            given_on=row.given_on,
            moves=row.moves,
            marks=marks,
            needs_document=row.needs_document,
            is_watched=row.is_watched,
            is_order=plan.paper is not None,
        )

    @property
    def is_endless(self) -> bool:
        """Whether the activity is continuous or regular: without a deadline, never done."""
        return self.rhythm is not None

    @property
    def is_unset(self) -> bool:
        """Whether the activity should have a deadline, and nobody has given one."""
        return self.due_on is None and not self.is_endless and self.awaits is None

    @property
    def is_extended(self) -> bool:
        """Whether the deadline in force differs from the plan's."""
        return self.planned_due_on is not None and self.due_on != self.planned_due_on

    @property
    def was_over_when_given(self) -> bool:
        """Whether its whole term was over on the day on which it was given: nobody could keep it."""
        return was_over(self.due_on, self.given_on)

    @property
    def overdue_since(self) -> date | None:
        """The day after which it is late, if it is not done: its deadline, or the later day on which that was given."""
        return self.due_on if self.due_on is None or self.given_on is None else max(self.due_on, self.given_on)

    def was_over_for(self, part: Part) -> bool:
        """The same for one executor, who may have got the part later than the others."""
        return was_over(self.due_on, part.given_on) or self.was_over_when_given

    def own_due(self, part: Part) -> date | None:
        """The due day of the part's own term; None if it has none, or if it would be later than the activity's.

        The lead's is the activity's.
        """
        deadline = self.whole_due_on or self.due_on
        is_in_force = not part.leads and part.due_on is not None and deadline is not None and part.due_on <= deadline
        return part.due_on if is_in_force else None

    def is_part_late(self, part: Part) -> bool:
        """Whether the part's own term is over and it is not delivered, while the activity is worked on."""
        own = self.own_due(part)
        return own is not None and own < self.today and not part.is_delivered and self.is_worked_on

    def seen_by(self, executor_ids: Collection[int]) -> Self:
        """The activity as these executors see it: by their part's own term, if each of their parts has one.

        The nearest of those that are still to be delivered counts. What they have delivered is not late for them.
        """
        return self._by_term(self.parts_of(executor_ids)).less_delivered(executor_ids)

    def less_delivered(self, executor_ids: Collection[int]) -> Self:
        """The activity, of which nothing is held against these executors if they have delivered their parts of it."""
        mine = self.parts_of(executor_ids)
        is_worked_on = self.is_worked_on and not self.is_endless
        if not (mine and is_worked_on and all(part.is_delivered and not part.leads for part in mine)):
            return self
        status = Status.IN_PROGRESS if self.status is Status.OVERDUE else self.status
        return replace(self, status=status, is_delivered=True)

    def counted_for(self, executor_ids: Collection[int]) -> Self:
        """The activity as it counts in these executors' own figures: a part that is delivered is done for them.

        It is so on the day on which it was delivered, in time or late by the part's own term. For the lead, and for
        whoever has not delivered, the activity counts as they see it. Its own figures are the activity's, never these.
        """
        return self.counted_by(self.parts_of(executor_ids))

    def counted_by(self, mine: Sequence[Part]) -> Self:
        """The same by the executors' parts themselves."""
        seen = self._by_term(mine)
        days = [part.delivered_on for part in mine if not part.leads and part.delivered_on is not None]
        if self.is_endless or self.status is Status.CLOSED or not days or len(days) < len(mine):
            return seen
        is_late = seen.due_on is not None and max(days) > seen.due_on
        return replace(
            seen, status=Status.DONE_LATE if is_late else Status.DONE, done_on=max(days), is_delivered=self.is_open
        )

    def _by_term(self, mine: Sequence[Part]) -> Self:
        """The activity by the term of these parts, if each has one."""
        terms = [(part.is_delivered, own) for part in mine if (own := self.own_due(part)) is not None]
        if not terms or len(terms) < len(mine):
            return self
        is_late = any(self.is_part_late(part) for part in mine)
        status = Status.OVERDUE if is_late else self.status
        _, due = min(terms)
        return replace(self, due_on=due, planned_due_on=due, moves=0, status=status, whole_due_on=self.due_on)

    @property
    def is_chronic(self) -> bool:
        """Whether the deadline in force was moved to a later day twice or more."""
        return self.is_extended and self.moves >= CHRONIC

    @property
    def is_open(self) -> bool:
        """Whether the activity is not finished."""
        return self.status not in FINISHED

    @property
    def is_worked_on(self) -> bool:
        """Whether something is still to be done for it: it is neither finished nor handed in."""
        return self.is_open and self.status is not Status.REVIEW

    @property
    def days_left(self) -> int | None:
        """Calendar days to the deadline: 0 on the day, negative if past, None if there is none."""
        return days_left(self.due_on, self.today)

    @property
    def lead(self) -> Part:
        """The responsible executor's part."""
        return self.parts[0]

    @property
    def owed_by(self) -> tuple[Part, ...]:
        """The parts of those on whom it still depends: the lead's, and what is not delivered."""
        return tuple(part for part in self.parts if part.leads or not part.is_delivered)

    def parts_of(self, executor_ids: Collection[int]) -> tuple[Part, ...]:
        """All parts of these executors in the activity."""
        return tuple(part for part in self.parts if part.executor.id in executor_ids)

    def part_of(self, executor_ids: frozenset[int]) -> Part | None:
        """The first part of one of these executors; None if they have none."""
        return next((part for part in self.parts if part.executor.id in executor_ids), None)


def status_of(row: Activity, today: date) -> Status:
    """The status shown for an activity's row."""
    return shown_status(
        row.state, row.rhythm, due_on=row.due_on, done_on=row.done_on, today=today, given_on=row.given_on
    )


def executor_ref(executor: Executor) -> ExecutorRef:
    """The value for an executor's row."""
    return ExecutorRef(executor.id, executor.key, executor.name, executor.kind == ExecutorKind.UNIT, executor.head)
