"""What a new edition of a plan changes: activities matched by words, sections and neighbours, not by numbers alone."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from services.documents.understood import ActivityRead, ExecutorRead, Part, PlanRead
from services.language.script import bare
from services.language.translit import to_latin

_SAME_ENOUGH = 0.62  # of 1: below this two activities are not the same
_WITHOUT_DOUBT = 0.75  # of the words alone
_FEWEST_KEPT = 3  # words of a text to which others were added
_CLEAR_MARGIN = 0.06  # to the next best
_LEAST_ALIKE = 0.45  # of the words themselves, whatever else agrees
_BONUS = 0.06
_STEM = 5  # letters: what stays of a word through its cases
_OWN_SHARE = 0.6  # of a part's words that the whole has
_WHOLE_SHARE = 0.8  # of the whole's words that its parts have together
_TELLING = 3  # words of a short part that stand in the whole and in no other part
_LEAST_ADDED = 0.15  # of the whole's words that each part alone brings
_MOST_PARTS = 4
_MOST_CANDIDATES = 20  # of one activity


class Kind(StrEnum):
    """What happened to an activity."""

    UNCHANGED = "unchanged"
    RETYPED = "retyped"
    TEXT = "text"
    DEADLINE = "deadline"
    EXECUTOR_REPLACED = "executor_replaced"
    EXECUTOR_ADDED = "executor_added"
    PART_TERM = "part_term"
    NEW = "new"
    REMOVED = "removed"
    SPLIT = "split"
    MERGED = "merged"


@dataclass(frozen=True)
class Change:
    """A change: `was` and `now` are the old activities and the new ones; `also` are further kinds of the same pair.

    A doubtful pair is to be asked: the two may be different activities. `goes_on` are, of what is split or made one,
    the old activity and the new one that goes on with its reports.
    """

    kind: Kind
    was: tuple[ActivityRead, ...]
    now: tuple[ActivityRead, ...]
    also: tuple[Kind, ...] = ()
    executors_out: tuple[str, ...] = ()
    executors_in: tuple[str, ...] = ()
    is_doubtful: bool = False
    goes_on: tuple[ActivityRead, ActivityRead] | None = None

    @property
    def is_renumbered(self) -> bool:
        return len(self.was) == len(self.now) == 1 and self.was[0].number != self.now[0].number


def compare(old: PlanRead, new: PlanRead) -> tuple[Change, ...]:
    """Every activity of both editions once, in the new one's order; what is removed comes last."""
    return tuple(_Comparison(old, new).changes())


class _Comparison:
    def __init__(self, old: PlanRead, new: PlanRead) -> None:
        self._old, self._new = old.activities, new.activities
        self._old_titles = {one.number: _plain(one.title) for one in old.sections}
        self._new_titles = {one.number: _plain(one.title) for one in new.sections}
        self._pairs: dict[int, int] = {}  # places: old to new
        self._taken: set[int] = set()  # places among the new
        self._splits: dict[int, tuple[int, ...]] = {}
        self._merges: dict[tuple[int, ...], int] = {}
        self._doubtful: set[int] = set()
        self._times = Counter(map(_text_key, self._old)), Counter(map(_text_key, self._new))

    def changes(self) -> Iterator[Change]:
        for key in (_whole_key, _text_key):
            self._pair_in_order(key)
            self._pair_moved(key)
        self._find_splits()
        self._find_merges()
        self._pair_alike()
        yield from self._told()

    # Matching

    def _left(self) -> tuple[list[int], list[int]]:
        merged = {place for places in self._merges for place in places}
        old = [
            at for at in range(len(self._old)) if at not in self._pairs and at not in self._splits and at not in merged
        ]
        return old, [at for at in range(len(self._new)) if at not in self._taken]

    def _pair(self, old: int, new: int) -> None:
        self._pairs[old] = new
        self._taken.add(new)

    def _pair_same_words(self, old: int, new: int) -> None:
        """Pair two with equal words.

        They are doubtful where others have the same words, and in another section, at another time, by others.
        """
        self._pair(old, new)
        key = _text_key(self._old[old])
        is_alone = all(times[key] <= 1 for times in self._times)
        if _whole_key(self._old[old]) != _whole_key(self._new[new]) and not (is_alone and self._bonus(old, new)):
            self._doubtful.add(old)

    def _pair_in_order(self, key: Callable[[ActivityRead], str]) -> None:
        """Pair those with equal keys that follow each other in both editions alike."""
        old, new = self._left()
        keys = [key(self._old[at]) for at in old], [key(self._new[at]) for at in new]
        for step in Indel.opcodes(*keys):
            if step.tag == "equal":
                for one, other in zip(
                    range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True
                ):
                    self._pair_same_words(old[one], new[other])

    def _pair_moved(self, key: Callable[[ActivityRead], str]) -> None:
        """Pair those with equal keys that stand elsewhere now, the likest first."""
        old, new = self._left()
        places: dict[str, list[int]] = {}
        for at in new:
            places.setdefault(key(self._new[at]), []).append(at)
        for at in old:
            found = places.get(key(self._old[at]), [])
            if found:
                best = max(found, key=lambda other: self._bonus(at, other))
                found.remove(best)
                self._pair_same_words(at, best)

    def _find_splits(self) -> None:
        old, new = self._left()
        stems = {other: _stems(self._new[other]) for other in new}
        for at in old:
            if parts := _parts(_stems(self._old[at]), stems):
                self._splits[at] = parts
                self._taken.update(parts)
                for other in parts:
                    del stems[other]

    def _find_merges(self) -> None:
        old, new = self._left()
        stems = {at: _stems(self._old[at]) for at in old}
        for other in new:
            if parts := _parts(_stems(self._new[other]), stems):
                self._merges[parts] = other
                self._taken.add(other)
                for at in parts:
                    del stems[at]

    def _pair_alike(self) -> None:
        """Pair what is left one to one, the likest first."""
        scored = sorted(self._alike(), key=lambda one: (-one[0], abs(one[1] - one[2])))
        rivals: dict[tuple[str, int], list[tuple[float, int]]] = {}
        for score, at, other in scored:
            rivals.setdefault(("old", at), []).append((score, other))
            rivals.setdefault(("new", other), []).append((score, at))
        for score, at, other in scored:
            if at in self._pairs or other in self._taken:
                continue
            self._pair(at, other)
            near = [rival for rival, one in rivals["old", at] if one not in self._taken]
            near += [rival for rival, one in rivals["new", other] if one not in self._pairs]
            if (
                not _are_surely_alike(self._old[at].text, self._new[other].text)
                or score - max(near, default=0.0) < _CLEAR_MARGIN
            ):
                self._doubtful.add(at)

    def _alike(self) -> Iterator[tuple[float, int, int]]:
        """Scores of what may be pairs, with their places."""
        old, new = self._left()
        if not old or not new:
            return
        words = [_plain(self._old[at].text) for at in old], [_plain(self._new[at].text) for at in new]
        ratios = process.cdist(*words, scorer=fuzz.ratio, score_cutoff=30)
        sorts = process.cdist(*words, scorer=fuzz.token_sort_ratio, score_cutoff=30)
        for row, at in enumerate(old):
            alike = [
                max(one, 0.95 * two) / 100 for one, two in zip(ratios[row].tolist(), sorts[row].tolist(), strict=True)
            ]
            best = sorted(
                (column for column in range(len(new)) if alike[column] >= _LEAST_ALIKE), key=lambda one: -alike[one]
            )
            for column in best[:_MOST_CANDIDATES]:
                score = alike[column] + self._bonus(at, new[column])
                if score >= _SAME_ENOUGH:
                    yield score, at, new[column]

    def _bonus(self, at: int, other: int) -> float:
        """What speaks for two being the same besides their words: section, term, executors, number, neighbours."""
        old, new = self._old[at], self._new[other]
        agreements = (
            self._old_titles.get(old.section or "") == self._new_titles.get(new.section or ""),
            _same_term(old, new),
            _people(old.executors) == _people(new.executors),
            old.number == new.number,
            self._pairs.get(at - 1) == other - 1 or self._pairs.get(at + 1) == other + 1,
        )
        return _BONUS * sum(agreements)

    # Telling

    def _told(self) -> Iterator[Change]:
        old_of = {new: old for old, new in self._pairs.items()}
        split_of = {new: old for old, parts in self._splits.items() for new in parts}
        merged_of = {new: parts for parts, new in self._merges.items()}
        for at, activity in enumerate(self._new):
            if at in old_of:
                yield changed(self._old[old_of[at]], activity, is_doubtful=old_of[at] in self._doubtful)
            elif at in split_of:
                parts = self._splits[split_of[at]]
                if at == parts[0]:
                    yield Change(Kind.SPLIT, (self._old[split_of[at]],), tuple(self._new[one] for one in parts))
            elif at in merged_of:
                yield Change(Kind.MERGED, tuple(self._old[one] for one in merged_of[at]), (activity,))
            else:
                yield Change(Kind.NEW, (), (activity,))
        gone, _ = self._left()
        for at in gone:
            yield Change(Kind.REMOVED, (self._old[at],), ())


def changed(old: ActivityRead, new: ActivityRead, *, is_doubtful: bool = False) -> Change:
    """What differs between an activity in the old edition and in the new one."""
    kinds: list[Kind] = []
    if not _same_words(old.text, new.text):
        kinds.append(Kind.TEXT)
    if not _same_term(old, new):
        kinds.append(Kind.DEADLINE)
    before, after = _people(old.executors), _people(new.executors)
    out = tuple(one.name for one in old.executors if _person(one) not in after)
    come = tuple(one.name for one in new.executors if _person(one) not in before)
    if out or _lead(old) != _lead(new):
        kinds.append(Kind.EXECUTOR_REPLACED)
    elif come:
        kinds.append(Kind.EXECUTOR_ADDED)
    if _has_other_part_terms(old, new):
        kinds.append(Kind.PART_TERM)
    if not kinds:
        kinds = [Kind.UNCHANGED if _is_same_writing(old, new) else Kind.RETYPED]
    return Change(kinds[0], (old,), (new,), tuple(kinds[1:]), out, come, is_doubtful)


def _are_surely_alike(old: str, new: str) -> bool:
    """Whether the words alone leave no doubt: most of them are the same, or one text is the other with words added."""
    before, after = set(_plain(old).split()), set(_plain(new).split())
    added = min(len(before), len(after)) >= _FEWEST_KEPT and (before <= after or after <= before)
    return added or fuzz.ratio(_plain(old), _plain(new)) / 100 >= _WITHOUT_DOUBT


def _same_words(old: str, new: str) -> bool:
    return _plain(old) == _plain(new) or _plain(_without_yo(old)) == _plain(_without_yo(new))


def _without_yo(text: str) -> str:
    return text.replace("ё", "е").replace("Ё", "Е")


def _same_term(old: ActivityRead, new: ActivityRead) -> bool:
    before, after = old.deadline, new.deadline
    if before.rules is not None and after.rules is not None:
        return before.rules == after.rules
    return _plain(before.text) == _plain(after.text)


def _has_other_part_terms(old: ActivityRead, new: ActivityRead) -> bool:
    """Whether a co-executor of both editions has another own term, or has one no more; who is new is told so."""
    before, after = _part_terms(old), _part_terms(new)
    return any(before[person] != after[person] for person in before.keys() & after.keys())


def _part_terms(activity: ActivityRead) -> Mapping[str, date | None]:
    return {_person(one): one.due_on for one in activity.executors if one.part is Part.CO}


def _is_same_writing(old: ActivityRead, new: ActivityRead) -> bool:
    return old.text == new.text and old.deadline.text == new.deadline.text


def _person(one: ExecutorRead) -> str:
    return one.key or _plain(one.name)


def _people(executors: Sequence[ExecutorRead]) -> frozenset[str]:
    return frozenset(map(_person, executors))


def _lead(activity: ActivityRead) -> str | None:
    return next((_person(one) for one in activity.executors if one.part is Part.LEAD), None)


def _text_key(activity: ActivityRead) -> str:
    return _plain(_without_yo(activity.text))


def _whole_key(activity: ActivityRead) -> str:
    people = ",".join(sorted(map(_person, activity.executors)))
    return f"{_text_key(activity)}|{_plain(activity.deadline.text)}|{people}"


@lru_cache(maxsize=16_384)
def _plain(text: str) -> str:
    """The words alone: one script, no marks, no quotes, no capitals."""
    return " ".join(re.findall(r"[^\W_]+", bare(to_latin(text))))


def _stems(activity: ActivityRead) -> frozenset[str]:
    """The words by their beginnings; the small words that join others are left out."""
    return frozenset(word[:_STEM] for word in _plain(activity.text).split() if len(word) > 3 or word.isdecimal())


def _parts(whole: frozenset[str], others: Mapping[int, frozenset[str]]) -> tuple[int, ...]:
    """The places, next to each other, of two or more whose words together are the whole's; empty if there are none."""
    own = {at for at, stems in others.items() if stems and len(stems & whole) / len(stems) >= _OWN_SHARE}
    for first in sorted(own):
        for count in range(2, _MOST_PARTS + 1):
            places = tuple(range(first, first + count))
            if not own.issuperset(places):
                break
            if _make_up(whole, [others[at] for at in places]):
                return places
    return ()


def _make_up(whole: frozenset[str], parts: Sequence[frozenset[str]]) -> bool:
    if not whole or len(whole & frozenset().union(*parts)) / len(whole) < _WHOLE_SHARE:
        return False
    for place, part in enumerate(parts):
        rest = frozenset().union(*(other for at, other in enumerate(parts) if at != place))
        added = part - rest
        is_short_and_whole = len(added) >= _TELLING and added <= whole
        if len(added & whole) / len(whole) < _LEAST_ADDED and not is_short_and_whole:
            return False
    return True
