"""What a new edition changes in the plan in force: which activity goes on as which, and what is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from services.documents.comparing import Kind
from services.messages.references import References

_OTHER_WAY = {Kind.NEW: Kind.REMOVED, Kind.REMOVED: Kind.NEW}


@dataclass(frozen=True)
class Standing(References):
    """An activity as an edition has it.

    `rules` are its term's, as the plan file has them, null where they are not known; `executors` are keys, the lead
    first, `names` those of everybody named, partners as well; `part_terms` are co-executors' own terms, by key.
    """

    number: int
    text: str
    name: str
    term: str
    rules: object = None
    executors: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    part_terms: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True)
class Amended(References):
    """What becomes of one activity; `kinds` are none where its number alone changes.

    `old` is null of a new one, `new` of one that is left out; each says whose it is as it stands, whatever the file
    says. `activity` is its id, once it is loaded. `given` is the due day that an extension or an admin had set before
    the edition moved the deadline, and `stands` whether it is in force still: the later one is. `joined` is the
    activity (number) that it is part of now, or was part of before. `is_submitted`: a report on one that is left out
    awaited acceptance. `is_over`: its term was over on the day on which the edition gave it. `is_retyped`: its words
    are only written otherwise, of which nobody is told. `mark` is the plan's where several are in force, else empty;
    it is not kept.
    """

    kinds: tuple[Kind, ...]
    old: Standing | None
    new: Standing | None
    activity: int | None = None
    given: date | None = None
    stands: bool = False
    joined: int | None = None
    is_submitted: bool = False
    is_over: bool = False
    is_retyped: bool = False
    mark: str = ""

    def written(self, number: int) -> str:
        """A number of its plan as people read it: «5», or «ИР-5» where several plans are in force."""
        return f"{self.mark}-{number}" if self.mark else str(number)

    @property
    def is_renumbered(self) -> bool:
        """Whether it has another number now."""
        return self.old is not None and self.new is not None and self.old.number != self.new.number

    @property
    def executors(self) -> frozenset[str]:
        """The keys of all whom it concerns; of a part's own term its executor, and the lead."""
        if self.old is not None and self.new is not None and self._is_of_parts_alone:
            changed = {key for key, _ in set(self.old.part_terms) ^ set(self.new.part_terms)}
            return frozenset({*changed, *self.old.executors[:1], *self.new.executors[:1]})
        return frozenset(key for one in (self.old, self.new) if one is not None for key in one.executors)

    @property
    def _is_of_parts_alone(self) -> bool:
        return self.kinds == (Kind.PART_TERM,) and not self.is_renumbered

    @property
    def number(self) -> int:
        """Its number; of one that is left out the last that it had."""
        one = self.new or self.old
        return one.number if one is not None else 0

    def other_way(self) -> "Amended":
        """What taking the edition back makes of it."""
        kinds = tuple(_OTHER_WAY.get(kind, kind) for kind in self.kinds)
        return replace(self, kinds=kinds, old=self.new, new=self.old, given=None, stands=False, is_over=False)


@dataclass(frozen=True)
class Amendment:
    """A new edition of the one with the fingerprint `base`.

    `numbers` are those of the activities that go on, each with the one that it had (new to old).
    """

    base: str
    numbers: Mapping[int, int]
    changes: tuple[Amended, ...] = ()


@dataclass(frozen=True)
class Origins:
    """Which rows a file's activities go on with: those of other `numbers` (new to old), or `rows` (ids) by label."""

    numbers: Mapping[int, int] = field(default_factory=dict)
    rows: Mapping[int, Mapping[str, int]] | None = None
