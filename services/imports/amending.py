"""A new edition of the plan in force: what became of each activity, what is doubtful, and what loading it changes."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from rapidfuzz import fuzz

from models.terms import Period
from services.calendar.rules import AfterRule, OpenRule, Rule, Rules, WindowRule, rule_to_json, rules_to_json
from services.control.amended import Amended, Amendment, Standing
from services.control.carried import Carried, with_columns, with_front
from services.control.exporting import restaffed
from services.documents.comparing import Change, Kind, changed, compare
from services.documents.understood import ActivityRead, DeadlineRead, ExecutorRead, Match, Part, PlanRead, SectionRead
from services.imports import answers as given
from services.imports.answers import Answer
from services.imports.making import NEAR
from services.imports.questions import Question, same_question
from services.language.script import bare
from services.plan.file import Activity, PlanFile, RuledDeadline
from services.plan.short_names import called

_QUIET = frozenset({Kind.UNCHANGED, Kind.RETYPED})
_SEVERAL = frozenset({Kind.SPLIT, Kind.MERGED})


@dataclass(frozen=True)
class Edition:
    """An edition of a plan in the form in which editions are compared; `names` are its activities' short names.

    `fingerprint` is that of the one in force. `given` are the due days, by number, that extensions and admins have set.
    `carried` is what was carried over into it: that stays in a new edition, and so does the front of its `file` (the
    priorities, the agenda) if that has none. `waits`: its plan waits for its first day.
    """

    organisation: str
    period: Period
    read: PlanRead
    names: Mapping[str, str]
    fingerprint: str = ""
    given: Mapping[int, date] = field(default_factory=dict)
    carried: Carried = field(default_factory=Carried)
    file: PlanFile | None = None
    waits: bool = False

    def whole(self, file: PlanFile, numbers: Mapping[int, int] | None = None) -> PlanFile:
        """A new edition as it will stand: with what stays in the plan though the document does not have it.

        The columns that it lacks stay beside the activities that go on, if it is known which do (`numbers`, new to
        old).
        """
        return self.carried.joined(with_columns(with_front(file, self.file), self.file, numbers or {}))[0]

    def precedes(self, file: PlanFile) -> bool:
        """Whether a plan file is an edition of the same plan."""
        return (self.organisation, self.period) == (file.organisation, file.period)

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The activities' texts by number."""
        return {one.number: one.text for one in self.read.activities}

    @classmethod
    def of(cls, file: PlanFile, fingerprint: str = "") -> "Edition":
        """The edition that a plan file holds."""
        people = {one.key: one.name for one in file.executors}
        activities = tuple(
            _read(one, section.number, people) for section in file.sections for one in section.activities
        )
        sections = tuple(SectionRead(one.number, one.title) for one in file.sections)
        names = {str(one.number): one.short_name for one in file.activities if one.short_name}
        read = PlanRead(
            file.title, file.organisation, file.period, file.document_day, (), (), sections, activities
        )  # fmt: skip
        return cls(file.organisation, file.period, read, names, fingerprint, file=file)


def _read(one: Activity, section: str, people: Mapping[str, str]) -> ActivityRead:
    executors = executors_read(one.executors, one.partners, people, one.part_terms)
    deadline = DeadlineRead(one.deadline.text, one.deadline.rules)
    return ActivityRead(str(one.number), section, one.text, deadline, executors, extra=one.extra)


def executors_read(
    keys: Sequence[str], partners: Sequence[str], people: Mapping[str, str], terms: Mapping[str, date] | None = None
) -> tuple[ExecutorRead, ...]:
    """The executors of an activity, the lead first, and its partners, as a document would name them.

    `terms` are those of co-executors' own parts, by key.
    """

    def read(key: str, part: Part) -> ExecutorRead:
        name = people.get(key, key)
        return ExecutorRead(name, part, Match.CERTAIN, name, key, due_on=(terms or {}).get(key))

    own = [read(key, Part.CO if place else Part.LEAD) for place, key in enumerate(keys)]
    return (*own, *(ExecutorRead(name, Part.OUTSIDE, Match.NEW, name) for name in partners))


def as_in_force(plan: PlanRead, edition: Edition) -> PlanRead:
    """The document with terms that would be asked about taken as in force: it is known what the same words mean there.

    Of an activity whose text is the same: the same words, or a reading that is the rule, or the day, in force.
    """
    if plan.period != edition.period or bare(plan.organisation or "") != bare(edition.organisation):
        return plan
    known = {bare(one.text): one for one in edition.read.activities}

    def decided(one: ActivityRead) -> ActivityRead:
        own = known.get(bare(one.text)) if one.deadline.rules is None and one.deadline.text else None
        rules = _known_rules(one.deadline, own, edition) if own is not None else None
        return one if rules is None else replace(one, deadline=replace(one.deadline, rules=rules, readings=()))

    return replace(plan, activities=tuple(map(decided, plan.activities)))


def _known_rules(asked: DeadlineRead, own: ActivityRead, edition: Edition) -> Rules | None:
    rules = own.deadline.rules
    if rules is not None and (rules in asked.readings or bare(own.deadline.text) == bare(asked.text)):
        return rules
    due = edition.given.get(int(own.number))
    return next((one for one in asked.readings if due is not None and _ends_on(one, due)), None)


def _ends_on(rules: Rules, day: date) -> bool:
    return len(rules) == 1 and isinstance(rules[0], WindowRule) and rules[0].last == day


@dataclass(frozen=True)
class Front:
    """What a new edition changes in the priorities, or in the agenda: texts that come, and those that go."""

    added: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @classmethod
    def of(cls, old: Sequence[str], new: Sequence[str]) -> "Front":
        """The texts of one of the two without those of the other."""
        was, now = {bare(text) for text in old}, {bare(text) for text in new}
        return cls(
            tuple(text for text in new if bare(text) not in was),
            tuple(text for text in old if bare(text) not in now),
        )


@dataclass(frozen=True)
class Amending:
    """What a new edition changes: `changes` in the new one's order, after what was answered to the `questions`.

    `waits`: it is an edition of the plan that waits for its first day. `priorities` and `agenda` are what it changes in
    the plan's front; `columns` stay although the document has them no more, and so do the activities (numbers) that
    are `kept`. `restaffed` are the names of the units that have another head, or other members, or become a class.
    """

    changes: tuple[Change, ...]
    questions: tuple[Question, ...]
    open: tuple[Question, ...]
    amendment: Amendment
    waits: bool = False
    priorities: Front = Front()
    agenda: Front = Front()
    columns: tuple[str, ...] = ()
    kept: frozenset[int] = frozenset()
    restaffed: tuple[str, ...] = ()

    @cached_property
    def counts(self) -> Mapping[Kind, int]:
        """How many activities each class has; what is `renumbered`, and what is `kept`, is counted apart."""
        return Counter(
            kind
            for one in self.changes
            if not (one.kind is Kind.UNCHANGED and (one.is_renumbered or int(one.now[0].number) in self.kept))
            for kind in (one.kind, *one.also)
        )

    @cached_property
    def renumbered(self) -> int:
        """How many activities have another number, and nothing else that differs."""
        return sum(one.kind is Kind.UNCHANGED and one.is_renumbered for one in self.changes)

    @cached_property
    def left_out(self) -> tuple[Amended, ...]:
        """What the new edition has no more, of several that it makes one as well."""
        return tuple(one for one in self.amendment.changes if one.new is None)

    @cached_property
    def to_show(self) -> tuple[Change, ...]:
        """The changes that are worth a look; those that only have another number come last."""
        told = [one for one in self.changes if one.kind is not Kind.UNCHANGED]
        return (*told, *(one for one in self.changes if one.kind is Kind.UNCHANGED and one.is_renumbered))


def compared(old: Edition, new: Edition) -> tuple[Change, ...]:
    """What became of each activity. Takes seconds for a long plan: use a thread."""
    old, new = _alike(old, old), _alike(new, old)
    changes = compare(old.read, new.read)
    numbers = {one.was[0].number: one.now[0].number for one in changes if len(one.was) == len(one.now) == 1}
    anchored = tuple(_anchored(one, numbers) for one in old.read.activities)
    if anchored == old.read.activities:
        return changes
    # What waits for an activity that has another number waits for the same one.
    by_number = {one.number: one for one in old.read.activities}
    return tuple(
        replace(one, was=tuple(by_number[each.number] for each in one.was))
        for one in compare(replace(old.read, activities=anchored), new.read)
    )


def _alike(edition: Edition, old: Edition) -> Edition:
    """The edition with terms that mean what is in force written as the plan in force has them.

    Work without an end begins with the plan, whether its day is given or not; a term with the time that was given since
    is the plan's own: a document edited from what was given out has it so.
    """
    own = {bare(one.text): one for one in old.read.activities}

    def written(one: ActivityRead) -> ActivityRead:
        known = own.get(bare(one.text))
        deadline = known.deadline if known is not None and _is_given(one.deadline.rules, known, old) else one.deadline
        rules = deadline.rules
        if rules is not None:
            rules = tuple(_from_the_first(rule, edition.period) for rule in rules)
        return replace(one, deadline=replace(deadline, rules=rules))

    return replace(edition, read=replace(edition.read, activities=tuple(map(written, edition.read.activities))))


def _from_the_first(rule: Rule, period: Period) -> Rule:
    return replace(rule, start=None) if isinstance(rule, OpenRule) and rule.start == period.start else rule


def _is_given(rules: Rules | None, own: ActivityRead, old: Edition) -> bool:
    """Whether a term is that of an activity in force with the time that was given since."""
    due, planned = old.given.get(int(own.number)), own.deadline.rules
    if rules is None or planned is None or due is None or not _ends_on(rules, due) or len(planned) != 1:
        return False
    [rule], [before] = rules, planned
    if not isinstance(rule, WindowRule) or not isinstance(before, WindowRule) or before.last == due:
        return False
    return rule.first in (None, before.first, old.period.start if before.first is None else before.first)


def with_own_terms(file: PlanFile, old: Edition) -> PlanFile:
    """The file with the plan's own terms where it has the time that was given since: that stays given."""
    own = {bare(one.text): one for one in old.read.activities}

    def kept(one: Activity) -> Activity:
        known = own.get(bare(one.text))
        if known is None or known.deadline.rules is None or not _is_given(one.deadline.rules, known, old):
            return one
        [rule] = known.deadline.rules
        deadline = RuledDeadline.model_validate({"text": known.deadline.text, "rule": rule_to_json(rule)})
        return one.model_copy(update={"deadline": deadline})

    sections = tuple(
        section.model_copy(update={"activities": tuple(map(kept, section.activities))}) for section in file.sections
    )
    return file if sections == file.sections else file.model_copy(update={"sections": sections})


def _anchored(activity: ActivityRead, numbers: Mapping[str, str]) -> ActivityRead:
    rules = activity.deadline.rules
    if rules is None or not any(isinstance(rule, AfterRule) and rule.activity is not None for rule in rules):
        return activity
    return replace(activity, deadline=replace(activity.deadline, rules=tuple(_moved(rule, numbers) for rule in rules)))


def _moved(rule: Rule, numbers: Mapping[str, str]) -> Rule:
    if isinstance(rule, AfterRule) and rule.activity is not None and rule.activity in numbers:
        return replace(rule, anchor=numbers[rule.activity])
    return rule


def amending(changes: Sequence[Change], answers: Mapping[str, Answer], old: Edition, new: Edition) -> Amending:
    """The changes as they were answered, with what is still asked."""
    decided: list[Change] = []
    asked: list[Question] = []
    still: list[Question] = []
    told: list[Amended] = []
    numbers: dict[int, int] = {}
    for change in changes:
        pairs = [(was, now) for was in change.was for now in change.now]
        same = pairs[0] if len(pairs) == 1 else None
        if is_doubtful(change):
            question = same_question(change)
            asked.append(question)
            answer = answers.get(question.key)
            if answer is None:
                still.append(question)
            else:
                place = given.pair_of(answer)
                same = pairs[place] if place is not None and 0 <= place < len(pairs) else None
                if same is None:
                    parts = tuple(_apart(change))
                    decided += parts
                    told += [_told(one, None, old, new) for one in parts]
                    continue
        decided.append(change if same is None or change.kind not in _SEVERAL else _going_on(change, same))
        told += _told_of(change, same, old, new)
        if same is not None:
            numbers[int(same[1].number)] = int(same[0].number)
    decided.sort(key=lambda one: not one.now)
    changed_ones = tuple(one for one in told if one.kinds or one.is_renumbered or one.is_retyped)
    amendment = Amendment(old.fingerprint, numbers, changed_ones)
    return Amending(
        tuple(decided),
        tuple(asked),
        tuple(still),
        amendment,
        waits=old.waits,
        priorities=_front(old, new, lambda file: [one.text for one in file.priorities]),
        agenda=_front(old, new, lambda file: [f"{one.text} ({one.deadline.text})" for one in file.agenda]),
        restaffed=restaffed(new.file, old.file) if new.file is not None and old.file is not None else (),
    )


def _front(old: Edition, new: Edition, texts: Callable[[PlanFile], Sequence[str]]) -> Front:
    return Front() if old.file is None or new.file is None else Front.of(texts(old.file), texts(new.file))


def is_doubtful(change: Change) -> bool:
    """Whether it is asked which activity goes on as which."""
    return change.is_doubtful or change.kind in _SEVERAL


def _going_on(change: Change, same: tuple[ActivityRead, ActivityRead]) -> Change:
    """What is split or made one, with what differs between the two that are the same; its words do anyway."""
    pair = changed(*same)
    differing = tuple(kind for kind in (pair.kind, *pair.also) if kind not in _QUIET and kind is not Kind.TEXT)
    return replace(change, also=differing, goes_on=same)


def _apart(change: Change) -> Iterator[Change]:
    """The old ones left out and the new ones added: none goes on."""
    yield from (Change(Kind.NEW, (), (one,)) for one in change.now)
    yield from (Change(Kind.REMOVED, (one,), ()) for one in change.was)


def _told_of(
    change: Change, same: tuple[ActivityRead, ActivityRead] | None, old: Edition, new: Edition
) -> Iterator[Amended]:
    """What is told of a change, activity by activity."""
    if same is None:
        yield from (_told(one, None, old, new) for one in _apart(change))
        return
    yield _told(change if len(change.was) == len(change.now) == 1 else changed(*same), same, old, new)
    rest = Change(
        change.kind,
        tuple(one for one in change.was if one != same[0]),
        tuple(one for one in change.now if one != same[1]),
    )
    for one in _apart(rest):
        joined = same[0] if one.now else same[1]
        yield replace(_told(one, None, old, new), joined=int(joined.number))


def _told(change: Change, same: tuple[ActivityRead, ActivityRead] | None, old: Edition, new: Edition) -> Amended:
    was = same[0] if same is not None else next(iter(change.was), None)
    now = same[1] if same is not None else next(iter(change.now), None)
    kinds = tuple(kind for kind in (change.kind, *change.also) if kind not in _QUIET)
    before = _standing(was, old) if was is not None else None
    after = _standing(now, new) if now is not None else None
    if (
        before is not None
        and after is not None
        and after.number not in _named_in(new)
        and _is_named_alike(before, after)
    ):
        after = replace(after, name=before.name)  # a document has no place for short names
    return Amended(kinds, before, after, is_retyped=change.kind is Kind.RETYPED)


def _named_in(edition: Edition) -> frozenset[int]:
    return frozenset(int(number) for number in edition.names)


def _is_named_alike(before: Standing, after: Standing) -> bool:
    return fuzz.ratio(before.text, after.text) >= NEAR


def _standing(one: ActivityRead, edition: Edition) -> Standing:
    rules = one.deadline.rules
    return Standing(
        int(one.number),
        one.text,
        called(edition.names.get(one.number), one.text),
        one.deadline.text,
        rules_to_json(rules) if rules is not None else None,
        tuple(each.key for each in one.executors if each.key is not None),
        tuple(each.name for each in one.executors),
        tuple((each.key, each.due_on) for each in one.executors if each.key is not None and each.due_on is not None),
    )


def named(file: PlanFile, numbers: Mapping[int, int], old: Edition) -> PlanFile:
    """The file with the short names that its activities have in the plan in force; a document has no place for them."""
    sections = tuple(
        section.model_copy(update={"activities": tuple(_named(one, numbers, old) for one in section.activities)})
        for section in file.sections
    )
    return file if sections == file.sections else file.model_copy(update={"sections": sections})


def _named(one: Activity, numbers: Mapping[int, int], old: Edition) -> Activity:
    was = str(numbers.get(one.number, ""))
    name, text = old.names.get(was), old.texts.get(was, "")
    if one.short_name is not None or name is None or fuzz.ratio(text, one.text) < NEAR:
        return one
    return one.model_copy(update={"short_name": name})
