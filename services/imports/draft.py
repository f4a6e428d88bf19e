"""A document as understood so far: what it is, what is still asked, and the plan file once nothing is."""

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Self

from models.terms import Period
from services.calendar.occurrences import items
from services.calendar.rules import Rules, UnsetRule, rules_to_json
from services.calendar.workdays import Workdays
from services.control.carried import lost_columns
from services.control.exporting import Exported, says_the_same
from services.control.loading import fingerprint_of
from services.documents.blocks import Paper
from services.documents.comparing import Change, Kind
from services.documents.executors import Cast, Known, initials_first
from services.documents.opening import Convert, opened
from services.documents.reading import understand
from services.documents.terms import TermReader
from services.documents.understood import ActivityRead, DeadlineRead, ExecutorRead, ItemRead, Match, Part, PlanRead
from services.imports import answers as given
from services.imports.amending import Amending, Edition, amending, as_in_force, compared, named, with_own_terms
from services.imports.answers import Answer
from services.imports.before import spelled_as_before
from services.imports.importing import InForce
from services.imports.making import Made, Named, is_renumbered, made, renumbered, sections_of
from services.imports.places import PLACE, KnownLine, certain_line, typed_place
from services.imports.questions import (
    Ask,
    Question,
    executor_key,
    of_the_house,
    over_question,
    questions,
    term_key,
    who_key,
)
from services.imports.required import with_marks
from services.imports.stakes import Move, Stake
from services.language.roman import roman
from services.language.script import bare
from services.plan.file import PlanFile, parse_plan
from services.plan.papers import series_of, suggested_mark

Answers = Mapping[str, Answer]
_NO_TERM: Rules = (UnsetRule(),)


@dataclass(frozen=True)
class Source:
    """What a file holds: a document's blocks, or a plan file, which leaves nothing to be asked."""

    paper: Paper | None = None
    file: PlanFile | None = None


def source_of(content: bytes, name: str, convert: Convert | None = None) -> Source:
    """Read a file, in a thread. Raises RefusedError, or PlanFileError with every problem of a plan file."""
    if name.lower().endswith(".json"):
        return Source(file=parse_plan(content, Path(name)))
    return Source(paper=opened(content, convert))


@dataclass(frozen=True)
class Line:
    """An activity as it will stand in the plan; `rules` are None while it is asked what its term means."""

    number: int
    written: str  # its number in the document
    text: str
    term: str
    rules: Rules | None
    executors: tuple[ExecutorRead, ...]


@dataclass(frozen=True)
class Chapter:
    """A section as it will stand in the plan."""

    number: str
    title: str
    lines: tuple[Line, ...]


HEADINGS = frozenset({Ask.PERIOD, Ask.TITLE, Ask.ORGANISATION})


class Stage(enum.Enum):
    """What is asked one after the other: the plan's period and names, what its rows say, and what they change."""

    HEADINGS = enum.auto()
    DOCUMENT = enum.auto()
    CHANGES = enum.auto()


@dataclass(frozen=True)
class Draft:
    """A plan understood, with the answers given so far.

    `title`, `organisation` and `period` are None while they are asked. `questions` are all of them, in the document's
    order, `open` those not answered. `file` is the plan file, None while anything is open or if it has `problems`.
    `amending` is what it changes in the plan in force; None of a plan for another period, and while the document itself
    leaves anything open. `is_same`: it says what the edition says that it would replace. `whole` is the plan file with
    what stays though the document does not have it. `raised` are the questions (keys) that an answer has raised.
    """

    title: str | None
    organisation: str | None
    period: Period | None
    chapters: tuple[Chapter, ...]
    questions: tuple[Question, ...]
    open: tuple[Question, ...]
    is_renumbered: bool
    read: PlanRead | None
    made: Made | None
    amending: Amending | None = None
    is_same: bool = False
    whole: PlanFile | None = None
    raised: frozenset[str] = frozenset()

    @property
    def file(self) -> PlanFile | None:
        """The plan file, once it follows."""
        return self.made.file if self.made is not None else None

    @cached_property
    def items(self) -> int | None:
        """How many items the activities make; None while the plan file does not follow."""
        return self.file.item_count if self.file is not None else None

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All activities."""
        return tuple(line for chapter in self.chapters for line in chapter.lines)

    @cached_property
    def executors(self) -> tuple[str, ...]:
        """The names of those who carry something out, each once."""
        return tuple(dict.fromkeys(one.name for line in self.lines for one in line.executors if _is_ours(one)))

    @cached_property
    def new(self) -> tuple[str, ...]:
        """The names of those of them who are not known yet."""
        return tuple(
            dict.fromkeys(
                one.name for line in self.lines for one in line.executors if one.match is Match.NEW and _is_ours(one)
            )
        )

    @cached_property
    def partners(self) -> tuple[str, ...]:
        """Organisations and open sets of people, who are told nothing."""
        return tuple(dict.fromkeys(one.name for line in self.lines for one in line.executors if not _is_ours(one)))

    def counted_with(self, question: Question) -> tuple[Question, ...]:
        """The questions that are counted with this one, which are known from its first on, so that the count stays.

        What terms there are is known once the period is, and what changes once the document leaves nothing open. What
        an answer has `raised` is counted with none.
        """
        if question.key in self.raised:
            return ()
        listed = (one for one in self.questions if one.key not in self.raised)
        return tuple(one for one in listed if self.stage(one) is self.stage(question))

    def stage(self, question: Question) -> Stage:
        """When it is known that this is asked."""
        if question.asks is Ask.SAME:
            return Stage.CHANGES
        is_early = question.asks in HEADINGS and any(one.asks is Ask.PERIOD for one in self.questions)
        return Stage.HEADINGS if is_early else Stage.DOCUMENT

    @property
    def asked_lines(self) -> int:
        """How many activities something is asked about."""
        return len({number for question in self.open for number in question.numbers})

    def question(self, key: str) -> Question | None:
        """The question with this key, answered or not."""
        asked = (*self.questions, *(one for line in self.lines if (one := self._over(line)) is not None))
        return next((one for one in asked if one.key == key), None)

    def over(self, today: date) -> tuple[Question, ...]:
        """Of each activity whose whole term is over before `today`, the day on which it is given: by when instead?

        Of an edition of the plan in force these are the activities that are new, or that get another term.
        """
        if self.file is None or self.is_same:
            return ()
        given = None if self.amending is None else frozenset(_given_anew(self.amending))
        workdays = Workdays()
        terms = {one.number: one.deadline for one in self.file.activities if given is None or one.number in given}
        dues = {number: [one.due for one in self.file.items(term, workdays)] for number, term in terms.items()}
        past = {number for number, days in dues.items() if days and all(day and day < today for day in days)}
        found = (self._over(line) for line in self.lines if line.number in past)
        return tuple(one for one in found if one is not None)

    def moves(self, stakes: Mapping[int, Stake], today: date) -> tuple[Move, ...]:
        """Where what is recorded on one of several items goes, if a moved term makes others."""
        changes = self.amending.changes if self.amending is not None else ()
        return tuple(move for one in changes for move in self._moves(one, stakes, today) if not move.is_alike)

    def _moves(self, change: Change, stakes: Mapping[int, Stake], today: date) -> Iterator[Move]:
        if Kind.DEADLINE not in (change.kind, *change.also) or self.period is None:
            return
        was, now = change.goes_on or (change.was[0], change.now[0])
        stake, rules = stakes.get(int(was.number)), now.deadline.rules
        if stake is None or rules is None:
            return
        day = self.read.document_day if self.read is not None else None
        made = items(rules, self.period, Workdays(), document_day=day)
        if len(made) > 1 or len(stake.items) > 1:
            yield from stake.moves(was.number, now.number, made, today)

    def _over(self, line: Line) -> Question | None:
        return over_question(line.number, line.text, line.term, self.period) if self.period is not None else None


def _given_anew(amending: Amending) -> Iterator[int]:
    """The activities (numbers) that an edition brings, or whose term it changes."""
    for one in amending.amendment.changes:
        if one.new is not None and {Kind.NEW, Kind.DEADLINE} & set(one.kinds):
            yield one.new.number


def _is_ours(one: ExecutorRead) -> bool:
    return one.part in (Part.LEAD, Part.CO)


class Drafts:
    """The drafts of one file, for those who are known; reading its words takes seconds for a long one: use a thread."""

    @classmethod
    def beside(cls, source: Source, force: InForce) -> Self:
        """The drafts of a file beside the plan that it would replace or follow. Raises as `Drafts` does."""
        return cls(
            source,
            force.known,
            force.organisation,
            force.names,
            force.edition(),
            waiting=force.next_editions(),
            line=force.line,
            lines=force.lines,
        )

    def __init__(
        self,
        source: Source,
        known: Sequence[Known],
        organisation: str,
        names: Sequence[Named] = (),
        edition: Edition | None = None,
        *,
        waiting: Sequence[Edition] = (),
        line: int = 0,
        lines: Sequence[KnownLine] = (),
    ) -> None:
        """`organisation`, short `names` and `edition` are those in force, `waiting` those of plans that wait.

        They are those of one `line` of plans; `lines` are all that are known.

        RefusedError if the document has no plan.
        """
        self._editions = (*([edition] if edition is not None else []), *waiting)
        self._organisation = organisation
        self._line, self._lines = line, tuple(lines)
        self._last: tuple[Answers, Draft] | None = None
        self._compared: tuple[PlanFile, Edition, tuple[Change, ...]] | None = None
        self.known = tuple(known)
        self._names = tuple(names)
        self.cast = Cast(known)
        self._file = source.file
        self._keys = {one.name: one.key for one in known}
        self._plan = (
            _within_period(_named_alike(understand(source.paper, self.cast, organisation), organisation))
            if source.paper
            else None
        )
        if self._plan is not None:
            self._plan = _as_plans_write_names(spelled_as_before(self._plan, self.known, edition))
        if self._plan is not None and edition is not None:
            self._plan = _of_the_house(self._plan, edition)
        for one in self._editions:
            self._plan = as_in_force(self._plan, one) if self._plan is not None else None

    def after(self, answers: Answers) -> Draft:
        """The draft after these answers; the last one is kept, for pages that are turned."""
        last = self._last  # another thread may put its own in the place
        if last is None or last[0] != answers:
            last = self._last = dict(answers), self._after(answers)
        return last[1]

    def _after(self, answers: Answers) -> Draft:
        draft = self._placed(_with_other_terms(self._understood(answers), answers), answers)
        file = draft.file
        edition = next((one for one in self._editions if file is not None and one.precedes(file)), None)
        return draft if file is None or edition is None else self._amending(draft, file, edition, answers)

    def certain_line(self, draft: Draft) -> int | None:
        """The line of plans that the document is of, if that is known and beyond a doubt."""
        if not draft.title or draft.organisation is None or draft.period is None:
            return None
        return certain_line(draft.title, draft.organisation, draft.period, self._lines)

    def _placed(self, draft: Draft, answers: Answers) -> Draft:
        """The draft with the question in whose place it goes, unless that is certain; no plan file follows before."""
        is_known = draft.title and draft.organisation is not None and draft.period is not None
        is_answered = PLACE in answers
        if not is_known or not self._lines or (not is_answered and self.certain_line(draft) == self._line):
            return draft
        title, marks = draft.title or "", [one.mark for one in self._lines if one.mark]
        asked = Question(PLACE, Ask.PLAN, title, lines=self._lines, mark=suggested_mark(title, marks))
        with_asked = replace(draft, questions=(asked, *draft.questions))
        return with_asked if is_answered else replace(with_asked, made=None, open=(asked, *draft.open))

    def _amending(self, draft: Draft, file: PlanFile, edition: Edition, answers: Answers) -> Draft:
        """The draft with what it changes in the plan in force; as long as that is asked, no plan file follows."""
        known = self._compared
        if known is None or known[0] != file:
            new = Edition.of(edition.whole(file))
            known = self._compared = file, new, compared(edition, new)
        _, new, changes = known
        found = amending(changes, answers, edition, new)
        made = None
        if not found.open and draft.made is not None:
            if draft.read is not None:
                file = with_marks(named(file, found.amendment.numbers, edition), edition.file, found.amendment.numbers)
            file = with_own_terms(file, edition) if found.amendment.changes else file
            made = replace(draft.made, file=file)
        whole = edition.whole(file, found.amendment.numbers)
        return replace(
            draft,
            made=made,
            questions=(*draft.questions, *found.questions),
            open=found.open,
            amending=replace(
                found,
                columns=lost_columns(file, edition.file),
                kept=frozenset(edition.carried.joined(file)[1].values()),
            ),
            whole=whole,
            is_same=not found.open and _is_edition(whole, edition),
        )

    def _understood(self, answers: Answers) -> Draft:
        if self._plan is None:
            return _of_file(self._file)
        headings = self._asked(self._plan)
        plan = _named_alike(_headed(self._plan, answers, headings), self._organisation)
        decided = replace(
            plan,
            agenda=tuple(_item(one, answers) for one in plan.agenda),
            activities=tuple(self._decided(one, answers) for one in plan.activities),
        )
        # An answer may open a question: whoever turns out to be a partner leaves an activity without anybody.
        first = {one.key: one for one in (*headings, *self._asked(plan))}
        asked = first | {one.key: one for one in self._asked(decided) if one.key not in first}
        still = tuple(one for one in asked.values() if one.key not in answers)
        return Draft(
            decided.title,
            decided.organisation,
            decided.period,
            tuple(_chapters(decided)),
            tuple(asked.values()),
            still,
            is_renumbered(decided),
            decided,
            None if still else made(decided, self.known, self._names),
            raised=frozenset(asked.keys() - first.keys()),
        )

    def _asked(self, plan: PlanRead) -> tuple[Question, ...]:
        return questions(plan, self._keys, self._organisation)

    def typed(self, question: Question, words: str, draft: Draft) -> Answer | None:
        """What an admin's own words answer; None where that is not certain."""
        if question.asks is Ask.PLAN:
            return typed_place(words, question.lines)
        day = draft.read.document_day if draft.read is not None else None
        return given.typed(question, words, self.cast, draft.period, day)

    def readings(self, question: Question, words: str, draft: Draft) -> tuple[Rules, ...]:
        """What an admin's own words about a term may mean, where they are not certain; then what was offered before.

        None if the words mean nothing.
        """
        if question.asks not in (Ask.TERM, Ask.OVER) or draft.period is None or not words:
            return ()
        day = draft.read.document_day if draft.read is not None else None
        found = given.typed_term(words, draft.period, day).readings
        return (*found, *(one for one in question.readings if one not in found)) if found else ()

    def name_of(self, key: str) -> str:
        """The name of somebody known."""
        return next((one.name for one in self.known if one.key == key), key)

    def _decided(self, activity: ActivityRead, answers: Answers) -> ActivityRead:
        people = tuple(self._person(one, answers.get(executor_key(one))) for one in activity.executors)
        decided = replace(activity, executors=people, deadline=_deadline(activity.deadline, answers))
        answer = answers.get(who_key(activity))
        if of_the_house(decided) or answer is None:
            return decided
        return replace(decided, executors=(*self._named(answer), *people))

    def _person(self, one: ExecutorRead, answer: Answer | None) -> ExecutorRead:
        if one.match is not Match.ASK or answer is None:
            return one
        if key := answer.get("executor"):
            return replace(one, name=self.name_of(str(key)), key=str(key), match=Match.CERTAIN)
        part = Part.OUTSIDE if answer.get("is") == "outside" else one.part
        return _named_new(replace(one, name=one.written, key=None, match=Match.NEW, part=part))

    def _named(self, answer: Answer) -> tuple[ExecutorRead, ...]:
        if key := answer.get("executor"):
            name = self.name_of(str(key))
            return (ExecutorRead(name, Part.LEAD, Match.CERTAIN, name, str(key)),)
        return tuple(map(_named_new, given.house(self.cast.read(str(answer.get("who", ""))))))


def _is_edition(file: PlanFile, edition: Edition) -> bool:
    """Whether loading the file would change nothing that the edition says."""
    if fingerprint_of(file) == edition.fingerprint:
        return True
    return edition.file is not None and says_the_same(file, Exported(edition.file))


def _as_plans_write_names(plan: PlanRead) -> PlanRead:
    """The plan with new people named as those known are, initials first."""
    activities = tuple(replace(one, executors=tuple(map(_named_new, one.executors))) for one in plan.activities)
    return replace(plan, activities=activities)


def _named_new(one: ExecutorRead) -> ExecutorRead:
    return replace(one, name=initials_first(one.name)) if one.match is Match.NEW and _is_ours(one) else one


def _named_alike(plan: PlanRead, organisation: str) -> PlanRead:
    """The organisation as the plan in force spells it, where it is the same."""
    if plan.organisation and organisation and bare(plan.organisation) == bare(organisation):
        return replace(plan, organisation=organisation)
    return plan


def _of_the_house(plan: PlanRead, edition: Edition) -> PlanRead:
    """The plan with the organisation in force, where it names none and has the title in force, perhaps of other days.

    So whose plan it is was answered once, and is not asked again of its next editions and its next periods.
    """
    series = series_of(plan.title or "")
    same = bool(series) and series == series_of(edition.read.title or "")
    return replace(plan, organisation=edition.organisation) if same and not plan.organisation else plan


def _headed(plan: PlanRead, answers: Answers, asked: Sequence[Question]) -> PlanRead:
    """The plan with what was answered of its title, its organisation and its period; terms are read by the period."""
    by_kind = {one.asks: answers[one.key] for one in asked if one.key in answers}
    title, organisation = by_kind.get(Ask.TITLE), by_kind.get(Ask.ORGANISATION)
    plan = replace(
        plan,
        title=plan.title or (str(title["text"]) if title else None),
        organisation=plan.organisation or (str(organisation["text"]) if organisation else None),
    )
    period = given.period_of(by_kind.get(Ask.PERIOD))
    if plan.period is not None or period is None:
        return plan
    terms = TermReader(period, plan.document_day)
    titles = {one.number: one.title for one in plan.sections}
    return _within_period(
        replace(
            plan,
            period=period,
            agenda=tuple(
                replace(one, deadline=terms.read(one.deadline.text, "")) if one.deadline else one for one in plan.agenda
            ),
            activities=tuple(
                replace(one, deadline=terms.read(one.deadline.text, one.separator or titles.get(one.section or "", "")))
                for one in plan.activities
            ),
        )
    )


def _within_period(plan: PlanRead) -> PlanRead:
    """The plan with terms of which nothing falls into its period asked about, and no such reading offered."""
    period = plan.period
    if period is None:
        return plan
    found: dict[Rules, bool] = {}

    def fits(rules: Rules) -> bool:
        if rules not in found:
            found[rules] = given.makes_items(rules, period, plan.document_day)
        return found[rules]

    def fitting(deadline: DeadlineRead) -> DeadlineRead:
        rules = deadline.rules if deadline.rules is not None and fits(deadline.rules) else None
        readings = tuple(one for one in deadline.readings if fits(one))
        if deadline.rules is not None and rules is None:
            readings = (_NO_TERM,)
        return replace(deadline, rules=rules, readings=readings)

    return replace(
        plan,
        agenda=tuple(replace(one, deadline=fitting(one.deadline)) if one.deadline else one for one in plan.agenda),
        activities=tuple(replace(one, deadline=fitting(one.deadline)) for one in plan.activities),
    )


def _with_other_terms(draft: Draft, answers: Answers) -> Draft:
    """The draft with the terms that were set instead of those that are over."""
    if draft.period is None or draft.made is None or draft.made.file is None:
        return draft
    asked = ((line, over_question(line.number, line.text, line.term, draft.period)) for line in draft.lines)
    terms: dict[int, tuple[str, Rules]] = {}
    for line, question in asked:
        answer = answers.get(question.key)
        if answer is not None and (rules := given.rules_of(answer)) is not None:
            terms[line.number] = str(answer.get("words") or line.term), rules
    if not terms:
        return draft
    chapters = tuple(
        replace(chapter, lines=tuple(_with_term(line, terms.get(line.number)) for line in chapter.lines))
        for chapter in draft.chapters
    )
    data = draft.made.file.model_dump(mode="json")
    for section in data["sections"]:
        for one in section["activities"]:
            if one["number"] in terms:
                text, rules = terms[one["number"]]
                one["deadline"] = {"text": text, "rule": rules_to_json(rules)}
    return replace(draft, chapters=chapters, made=replace(draft.made, file=PlanFile.model_validate(data)))


def _with_term(line: Line, term: tuple[str, Rules] | None) -> Line:
    return line if term is None else replace(line, term=term[0], rules=term[1])


def _item(item: ItemRead, answers: Answers) -> ItemRead:
    return replace(item, deadline=_deadline(item.deadline or DeadlineRead(""), answers))


def _deadline(deadline: DeadlineRead, answers: Answers) -> DeadlineRead:
    if deadline.rules is not None:
        return deadline
    answer = answers.get(term_key(deadline))
    words = deadline.text or (str(answer.get("words", "")) if answer is not None else "")
    return replace(deadline, text=words, rules=given.rules_of(answer))


def _chapters(plan: PlanRead) -> Iterator[Chapter]:
    numbers = renumbered(plan)
    for count, (section, listed) in enumerate(sections_of(plan), start=1):
        lines = tuple(
            Line(numbers[place], one.number, one.text, one.deadline.text, one.deadline.rules, one.executors)
            for place, one in listed
        )
        yield Chapter(roman(count), section.title, lines)


def _of_file(file: PlanFile | None) -> Draft:
    if file is None:
        raise LookupError("the source has neither a document nor a plan file")
    chapters = tuple(
        Chapter(
            section.number,
            section.title,
            tuple(
                Line(
                    one.number,
                    str(one.number),
                    one.text,
                    one.deadline.text,
                    one.deadline.rules,
                    tuple(_of_key(file, key, leads=place == 0) for place, key in enumerate(one.executors)),
                )
                for one in section.activities
            ),
        )
        for section in file.sections
    )
    return Draft(
        file.title, file.organisation, file.period, chapters, (), (), False, None, Made(file, (), ())
    )  # fmt: skip


def _of_key(file: PlanFile, key: str, *, leads: bool) -> ExecutorRead:
    name = file.executor(key).name
    return ExecutorRead(name, Part.LEAD if leads else Part.CO, Match.CERTAIN, name, key)
