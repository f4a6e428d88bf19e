"""A new edition of the plan: what it changes, old beside new, and what is told of it and of its taking back."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from services.calendar.occurrences import Label
from services.calendar.rules import RuleError, Rules, rules_from_json
from services.control.amended import Amended, Standing
from services.control.editions import EditionFacts, LastChange
from services.documents.comparing import Change, Kind
from services.documents.understood import ActivityRead
from services.imports.amending import Amending
from services.imports.importing import Import
from services.imports.stakes import Move, Stake
from services.messages.purposes import ShowsCard, ShowsEdition, ShowsImport
from services.plan.short_names import short_name_of
from views.kit import callbacks
from views.kit.callbacks import ImportWhat
from views.kit.labels import label_words
from views.kit.paging import TRIANGLES, fitting, paged
from views.kit.screen import TEXT_LIMIT, Row, Screen, button, in_rows, shorten
from views.kit.texts import Html, Texts, bold, escape, join
from views.terms import rules_words

PAGE = 4  # changes: each may name many officers, before and after
WORDS = 160  # of an activity's text, before and after
BEFORE = 40  # characters of a long text before what changed in it
CARDS = 12
STAKES = 12  # activities left out on which something is recorded
NUMBERS = 20  # «4 → 5», in one line

Stakes = Mapping[int, Stake]
"""What is recorded on activities in force, by number."""


@dataclass(frozen=True)
class Shown:
    """An activity as an edition has it, whatever it was read from."""

    number: str
    text: str
    name: str
    term: str
    rules: Rules | None
    names: Sequence[str]
    part_terms: Mapping[str, date]  # by name

    @classmethod
    def read(cls, one: ActivityRead) -> "Shown":
        """From a document or a plan file."""
        names = [each.name for each in one.executors]
        terms = {each.name: each.due_on for each in one.executors if each.due_on is not None}
        return cls(one.number, one.text, short_name_of(one.text), one.deadline.text, one.deadline.rules, names, terms)

    @classmethod
    def kept(cls, one: Standing, number: str) -> "Shown":
        """From what an edition's row keeps."""
        try:
            rules = rules_from_json(one.rules) if one.rules is not None else None
        except RuleError:  # of a later release
            rules = None
        days, names = dict(one.part_terms), zip(one.executors, one.names, strict=False)
        terms = {name: days[key] for key, name in names if key in days}
        return cls(number, one.text, one.name, one.term, rules, one.names, terms)


# -- the new edition as it is confirmed ------------------------------------------------------------------------------


def counted(t: Texts, amending: Amending) -> Iterator[Html]:
    """How many activities each class has, a line each; those that are told have the counts of `tally`."""
    yield from _counts(t, amending.counts, amending.renumbered)
    if amending.kept:
        count = bold(str(len(amending.kept)))
        yield Html(f"{t('📋 Carried over before, not in the document, and stay')}: {count}")


def _counts(t: Texts, counts: Mapping[Kind, int], renumbered: int) -> Iterator[Html]:
    for kind, label in kinds(t).items():
        if count := counts.get(kind):
            yield Html(f"{label}: {bold(str(count))}")
    if renumbered:
        yield Html(f"{t('🔢 Only the number changed')}: {bold(str(renumbered))}")


def kinds(t: Texts) -> Mapping[Kind, Html]:
    """The classes of changes, in the order in which they are told."""
    return {
        Kind.NEW: t("🆕 New"),
        Kind.REMOVED: t("🗑 Left out"),
        Kind.DEADLINE: t("🗓 Deadline moved"),
        Kind.TEXT: t("✏️ Text changed"),
        Kind.EXECUTOR_REPLACED: t("👤 Officer replaced"),
        Kind.EXECUTOR_ADDED: t("👥 Officer added"),
        Kind.PART_TERM: t("📅 Own term of a part changed"),
        Kind.SPLIT: t("✂️ Split into several"),
        Kind.MERGED: t("🔗 Several made one"),
        Kind.RETYPED: t("⌨️ Only retyped"),
        Kind.UNCHANGED: t("▪️ Unchanged"),
    }


def at_stake(t: Texts, amending: Amending, stakes: Stakes) -> list[Html]:
    """What is recorded on activities that the new edition leaves out, an activity a line."""
    lines = [
        Html(f"№{one.number} {t.plan(one.old.name)} — {recorded(t, stakes[one.number])}")
        for one in amending.left_out
        if one.old is not None and one.number in stakes
    ]
    more = len(lines) - STAKES
    return [*lines[:STAKES], t.many("… and {n} more", "… and {n} more", more)] if more > 0 else lines


def recorded(t: Texts, stake: Stake) -> Html:
    """«3 reports, the last by А. Фарманов, 12 March; awaits acceptance»."""
    said = []
    if stake.reports and stake.last_on is not None:
        count = t.many("{n} report", "{n} reports", stake.reports)
        last = t(
            "{reports}, the last by {name}, {day}",
            reports=count,
            name=t.plan(stake.last_by),
            day=t.long_day(stake.last_on),
        )
        said.append(last)
    if stake.is_submitted:
        said.append(t("awaits acceptance"))
    if stake.is_done:
        said.append(t("accepted as done"))
    if stake.due_on is not None:
        said.append(t("deadline given: {day}", day=t.long_day(stake.due_on)))
    if stake.asks_time:
        said.append(t("more time is asked for"))
    return join(said, "; ")


def changes(
    t: Texts,
    one: Import,
    amending: Amending,
    given: Mapping[int, date],
    number: int,
    *,
    stakes: Stakes,
    moves: Sequence[Move],
    over: Collection[str],
) -> Screen:
    """A page of the changes, each with old beside new; `given` are deadlines that were set by number.

    `moves` say where what is recorded on items goes, `over` are the activities (numbers) whose term is over already.
    """
    page = paged(amending.to_show, number, PAGE)
    head = [bold(t("🔎 What the new edition changes"))]
    if page.count > 1:
        head.append(t("Page {page} of {pages}", page=page.number + 1, pages=page.count))
    entries = [join([*_change(t, change, given, stakes, moves), *_over(t, change, over)]) for change in page.shown]
    text = fitting(join(head), entries, TEXT_LIMIT - 100, lambda left: t.many("… and {n} more", "… and {n} more", left))
    turn = page.turn(lambda to: callbacks.ImportChanges(plan_import=one.id, page=to), TRIANGLES)
    back = button(t("⬅️ Back"), callbacks.ImportStep(plan_import=one.id, what=ImportWhat.SHOW, version=one.version))
    return Screen(text, about=ShowsImport()).with_rows(turn, (back,))


def _over(t: Texts, change: Change, over: Collection[str]) -> Iterator[Html]:
    if numbers := [f"№{one.number}" for one in change.now if one.number in over]:
        yield t("⚠️ Terms that are over already: {numbers}", numbers=", ".join(numbers))


def listed(
    t: Texts, amending: Amending, given: Mapping[int, date], stakes: Stakes, moves: Sequence[Move]
) -> Iterator[Html]:
    """Every change, old beside new."""
    return (join(list(_change(t, change, given, stakes, moves))) for change in amending.to_show)


def _change(
    t: Texts, change: Change, given: Mapping[int, date], stakes: Stakes, moves: Sequence[Move]
) -> Iterator[Html]:
    was, now = [Shown.read(one) for one in change.was], [Shown.read(one) for one in change.now]
    yield _head(t, (change.kind, *change.also), was, now)
    if len(was) == len(now) == 1:
        yield from differences(t, (change.kind, *change.also), was[0], now[0])
        if Kind.DEADLINE in (change.kind, *change.also) and (day := given.get(int(was[0].number))) is not None:
            yield t("▫️ Given before: {day} (of the two, the later one will hold)", day=t.long_day(day))
        yield from (_moved(t, one) for one in moves if one.now == now[0].number)
        return
    for one in was if now else ():
        yield Html(f"− №{escape(one.number)}: {_text(t, one)}")
        yield from _stake(t, one, stakes)
    yield from (Html(f"+ №{escape(one.number)}: {_text(t, one)}") for one in now if was)
    if change.goes_on is not None:
        old, new = map(Shown.read, change.goes_on)
        yield Html(f"▫️ {goes_on(t, old.number, new.number)}")
        yield from list(differences(t, change.also, old, new))[1:]
        yield from (_moved(t, one) for one in moves if one.now == new.number)
    for one in (*was, *now) if not (was and now) else ():
        yield from whole(t, one)
        if was:
            yield from _stake(t, one, stakes)


def all_moved(t: Texts, moves: Sequence[Move]) -> Iterator[Html]:
    """Under a heading, where all that is recorded goes if terms make other items."""
    if moves:
        yield t("↪️ What is recorded goes on with other terms:")
        yield from (_moved(t, one) for one in moves[:STAKES])
    if (more := len(moves) - STAKES) > 0:
        yield t.many("… and {n} more", "… and {n} more", more)


def _moved(t: Texts, one: Move) -> Html:
    """«▫️ №2 (III чорак) 60% → №2 (сентябрь)»."""
    if one.item.is_done:
        state = t("accepted as done")
    else:
        state = t("awaits acceptance") if one.item.is_submitted else Html(f"{one.item.percent}%")
    if one.to is not None:
        goes = _item(t, one.now, one.to.label)
    else:
        goes = t("it stays as accepted") if one.item.stays else t("it leaves the plan: kept, and read in /audit")
    return Html(f"▫️ {_item(t, one.was, Label.parse(one.item.label))} {state} → {goes}")


def _item(t: Texts, number: str, label: Label | None) -> Html:
    return Html(f"№{number}") if label is None else Html(f"№{number} ({label_words(t, label)})")


def _stake(t: Texts, one: Shown, stakes: Stakes) -> Iterator[Html]:
    if (stake := stakes.get(int(one.number))) is not None:
        yield Html(f"▫️ {t('Recorded')}: {recorded(t, stake)}")


def _head(t: Texts, what: Sequence[Kind], was: Sequence[Shown], now: Sequence[Shown]) -> Html:
    """«🗓 Deadline moved, 👤 Officer replaced · №3 → №4»: every class that it is counted in."""
    numbers = [", ".join(f"№{one.number}" for one in side) for side in (was, now) if side]
    moved = " → ".join(numbers if len(set(numbers)) > 1 else numbers[:1])
    labels = [label for kind, label in kinds(t).items() if kind in what and kind is not Kind.UNCHANGED]
    label = join(labels, ", ") if labels else t("🔢 Only the number changed")
    return Html(f"{bold(Html(f'{label} · {moved}'))}")


def differences(t: Texts, what: Sequence[Kind], was: Shown, now: Shown) -> Iterator[Html]:
    """«▫️ Deadline: 31 March 2025 → 15 May 2025»: a line for each thing that differs; the name where none does."""
    if Kind.TEXT in what or (Kind.RETYPED in what and was.text != now.text):
        yield _texts(t, was, now)
    else:
        yield t.plan(now.name)
    if Kind.RETYPED in what and was.term != now.term:
        yield Html(f"▫️ {t('Deadline')}: «{t.plan(was.term)}» → «{t.plan(now.term)}»")
    if Kind.DEADLINE in what:
        yield Html(f"▫️ {t('Deadline')}: {_term(t, was)} → {_term(t, now)}")
    if Kind.EXECUTOR_REPLACED in what or Kind.EXECUTOR_ADDED in what:
        yield Html(f"▫️ {t('Officers, the responsible one first')}: {_names(t, was)} → {_names(t, now)}")
    elif Kind.PART_TERM in what:
        yield from _part_terms(t, was, now)


def _part_terms(t: Texts, was: Shown, now: Shown) -> Iterator[Html]:
    """The own term of each co-executor's part that has another one: the old one beside the new."""
    none = t("none of its own")
    for name in dict.fromkeys((*was.part_terms, *now.part_terms)):
        old, new = was.part_terms.get(name), now.part_terms.get(name)
        if old != new and name in now.names:
            days = [t.long_day(day) if day is not None else none for day in (old, new)]
            yield t("▫️ Term of the part of {name}: {old} → {new}", name=t.plan(name), old=days[0], new=days[1])


def whole(t: Texts, one: Shown) -> Iterator[Html]:
    """All of an activity: its text, its term, its officers."""
    yield _text(t, one)
    yield Html(f"▫️ {t('Deadline')}: {_term(t, one)}")
    yield Html(f"▫️ {t('Officers, the responsible one first')}: {_names(t, one)}")


def pair(t: Texts, old: ActivityRead, new: ActivityRead, stakes: Stakes, *, waits: bool) -> Iterator[Html]:
    """An activity in force, with what is recorded on it, or of the plan that `waits`, beside one of the new edition."""
    now = t("Until now: №{number}", number=old.number) if waits else t("In force: №{number}", number=old.number)
    heads = now, t("New: №{number}", number=new.number)
    for head, one in zip(heads, (old, new), strict=True):
        yield Html("")
        yield bold(head)
        yield from whole(t, Shown.read(one))
        if one is old:
            yield from _stake(t, Shown.read(one), stakes)


def sides(
    t: Texts, old: Sequence[ActivityRead], new: Sequence[ActivityRead], stakes: Stakes, *, waits: bool
) -> Iterator[Html]:
    """Activities in force, with what is recorded on them, and those of the new edition below them."""
    for head, listed in ((t("Until now") if waits else t("In force"), old), (t("In the new edition"), new)):
        yield Html("")
        yield bold(head)
        for one in listed:
            shown = Shown.read(one)
            yield Html(f"№{escape(shown.number)} {_text(t, shown)} — {_term(t, shown)}; {_names(t, shown)}")
            if listed is old:
                yield from _stake(t, shown, stakes)


def goes_on(t: Texts, old: str, new: str) -> Html:
    """Which activity goes on as which, with its reports."""
    if old == new:
        return t("reports stay with №{number}", number=new)
    return t("№{old} goes on as №{new}", old=old, new=new)


def choice(t: Texts, one: ActivityRead) -> Html:
    """«№7 семинар ўтказиш», on a button."""
    shown = Shown.read(one)
    return Html(f"№{shown.number} {t.plan(shown.name)}")


def _text(t: Texts, one: Shown) -> Html:
    return Html(f"«{escape(shorten(t.script(one.text), WORDS))}»")


def _texts(t: Texts, was: Shown, now: Shown) -> Html:
    """Both texts; of long ones the passage where they part, so that what changed is seen."""
    old, new = t.script(was.text), t.script(now.text)
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))
    begin = sum(1 for _ in alike)
    begin = 0 if max(len(old), len(new)) <= WORDS or begin < BEFORE else old.rfind(" ", 0, begin - BEFORE) + 1
    said = [shorten(f"…{text[begin:]}" if begin else text, WORDS) for text in (old, new)]
    return Html(f"▫️ {t('Text')}: «{escape(said[0])}» → «{escape(said[1])}»")


def _term(t: Texts, one: Shown) -> Html:
    return rules_words(t, one.rules) if one.rules is not None else t.plan(one.term)


def _names(t: Texts, one: Shown) -> Html:
    return Html(", ".join(_named(t, name, one.part_terms.get(name)) for name in one.names) or "—")


def _named(t: Texts, name: str, due: date | None) -> Html:
    return t.plan(name) if due is None else t("{name} (by {day})", name=t.plan(name), day=t.day(due))


# -- what people are told --------------------------------------------------------------------------------------------


def letter(t: Texts, told: Sequence[Amended], own: Collection[str]) -> Screen:
    """To an officer: what the new edition changes in their activities; `own` are the keys that they answer for."""
    mark = _mark(told)
    head = t("📄 The plan was amended. In your activities:")
    if mark:
        head = t("📄 {mark} was amended. In your activities:", mark=t.plan(mark))
    return _letter(t, head, told, own, new=kinds(t)[Kind.NEW])


def _mark(told: Sequence[Amended]) -> str:
    """That of the plan amended, where several are in force."""
    return next((one.mark for one in told), "")


def taken_back(t: Texts, told: Sequence[Amended], own: Collection[str], given: Mapping[int, date | None]) -> Screen:
    """To an officer who has read of the new edition: it holds no more.

    `given` are the due days, by the ids of activities, that were given and are in force.
    """
    mark = _mark(told)
    head = t("↩️ The last amendment of the plan was taken back. Your activities are as they were before it:")
    if mark:
        head = t(
            "↩️ The last amendment of {mark} was taken back. Your activities are as they were before it:",
            mark=t.plan(mark),
        )
    back = [_as_given(one.other_way(), given) for one in told]
    return _letter(t, head, back, own, new=t("↩️ In the plan again"))


def _as_given(one: Amended, given: Mapping[int, date | None]) -> Amended:
    day = given.get(one.activity) if one.activity is not None and Kind.DEADLINE in one.kinds else None
    return replace(one, given=day, stands=day is not None)


def renumbered(t: Texts, told: Sequence[Amended]) -> Screen:
    """To an officer: only the numbers of their activities have changed."""
    told = [one for one in told if one.is_renumbered]
    text = join([t("🔢 The plan was amended: your activities have other numbers now."), _numbers(t, told)])
    return Screen(text, cards(t, told), about=_about(told))


def _letter(t: Texts, head: Html, told: Sequence[Amended], own: Collection[str], new: Html) -> Screen:
    told = [one for one in told if one.kinds or one.is_renumbered]
    entries = [join(list(amended(t, one, own, new))) for one in told if one.kinds]
    moved = [one for one in told if not one.kinds]
    if moved:
        entries.append(join([t("🔢 Other numbers:"), _numbers(t, moved)], " "))
    text = fitting(
        bold(head), entries, TEXT_LIMIT - 100, lambda left: t.many("… and {n} more: /my", "… and {n} more: /my", left)
    )
    theirs = [one for one in told if _takes_part(one.new, own)]
    return Screen(text, cards(t, theirs), about=_about(theirs))


def amended(t: Texts, one: Amended, own: Collection[str], new: Html) -> Iterator[Html]:
    """What was made of an activity, a line each; `own` are the keys that the reader answers for."""
    was = Shown.kept(one.old, one.written(one.old.number)) if one.old is not None else None
    now = Shown.kept(one.new, one.written(one.new.number)) if one.new is not None else None
    if was is not None and now is not None:
        moved = f"№{was.number} → №{now.number}" if one.is_renumbered else f"№{now.number}"
        yield Html(f"{bold(t.plan(moved))} {t.plan(now.name)}")
        if Kind.TEXT in one.kinds:
            yield _texts(t, was, now)
        yield from list(differences(t, [kind for kind in one.kinds if kind is not Kind.TEXT], was, now))[1:]
        yield from _part(t, one, own)
        if one.given is not None:
            yield _given(t, one.given, stands=one.stands)
        yield from _was_over(t, one)
    elif now is not None:
        yield bold(Html(f"{new} · {t.plan(f'№{now.number}')}"))
        yield from whole(t, now)
        yield from _was_over(t, one)
        if one.joined is not None:
            part_of = _former(t, one) if one.joined == one.number else t.script(f"№{one.written(one.joined)}")
            yield t("▫️ It was part of {number}.", number=part_of)
    elif was is not None:
        number = _former(t, one) if one.joined == one.number else t.plan(f"№{was.number}")
        yield Html(f"{bold(Html(f'{kinds(t)[Kind.REMOVED]} · {number}'))} {t.plan(was.name)}")
        if one.joined is not None:
            yield t("▫️ It is part of №{number} now.", number=t.plan(one.written(one.joined)))
        if one.is_submitted:
            yield t("▫️ The report on it awaited acceptance: it is kept, and no decision on it is needed any more.")


def _was_over(t: Texts, one: Amended) -> list[Html]:
    """That nobody could keep the term: it was over when it was given."""
    return [t("▫️ This term was over already when it was given: it is held against nobody.")] if one.is_over else []


def _former(t: Texts, one: Amended) -> Html:
    """Of two activities with one number, the one that had it before."""
    return t("(former) №{number}", number=t.plan(one.written(one.number)))


def _part(t: Texts, one: Amended, own: Collection[str]) -> Iterator[Html]:
    """Whether the reader takes part in it from now on, or no longer."""
    was_own, is_own = _takes_part(one.old, own), _takes_part(one.new, own)
    if _leads(one.new, own) and not _leads(one.old, own):
        yield t("▫️ You are its lead executor from now on.")
    elif is_own and not was_own:
        yield t("▫️ You take part in it from now on.")
    elif was_own and not is_own:
        yield t("▫️ You take part in it no longer.")


def _takes_part(one: Standing | None, own: Collection[str]) -> bool:
    return one is not None and not set(own).isdisjoint(one.executors)


def _leads(one: Standing | None, own: Collection[str]) -> bool:
    return one is not None and bool(one.executors) and one.executors[0] in own


def _given(t: Texts, day: date, *, stands: bool) -> Html:
    if stands:
        return t("▫️ The deadline given before stays: {day}", day=t.long_day(day))
    return t("▫️ The deadline given before, {day}, no longer holds", day=t.long_day(day))


def _numbers(t: Texts, told: Sequence[Amended]) -> Html:
    moved = [
        t.plan(f"№{one.written(one.old.number)} → №{one.written(one.new.number)} ({one.new.name})")
        for one in told[:NUMBERS]
        if one.old is not None and one.new is not None
    ]
    left = len(told) - NUMBERS
    return join([*moved, *([t.many("… and {n} more", "… and {n} more", left)] if left > 0 else [])], "; ")


def _sign(t: Texts, one: Amended) -> str:
    return t.script(f"№{one.written(one.number)}")


def cards(t: Texts, told: Sequence[Amended]) -> tuple[Row, ...]:
    """A button for each activity that is in the plan."""
    shown = [one for one in told if one.new is not None and one.activity is not None][:CARDS]
    return in_rows((button(_sign(t, one), callbacks.OpenActivity(activity=one.activity or 0)) for one in shown), 4)


def _about(told: Sequence[Amended]) -> ShowsCard | ShowsEdition:
    ids = tuple(one.activity for one in told if one.new is not None and one.activity is not None)
    return ShowsCard(activities=ids) if len(ids) == 1 else ShowsEdition()


def leadership(t: Texts, facts: EditionFacts) -> Screen:
    """To the leadership: how many activities the new edition changes."""
    head = t("📄 {mark} was amended", mark=t.plan(facts.mark)) if facts.mark else t("📄 The plan was amended")
    return Screen(join([bold(head), *tally(t, facts.changes)]), about=ShowsEdition())


def leadership_taken_back(t: Texts, facts: EditionFacts, by: str) -> Screen:
    """To the leadership and the other admins: the new edition was taken back."""
    head = t(
        "↩️ {name} has taken back the last amendment of the plan («{document}»). The plan is as it was before it.",
        name=by,
        document=shorten(facts.document, 80),
    )
    return Screen(join([bold(head), t("It had changed:"), *tally(t, facts.changes)]), about=ShowsEdition())


def tally(t: Texts, told: Sequence[Amended]) -> Iterator[Html]:
    """How many activities were changed in which way."""
    parts, whole = _joined(told, Kind.NEW), _joined(told, Kind.REMOVED)
    counts: Counter[Kind] = Counter({Kind.SPLIT: len(parts), Kind.MERGED: len(whole)})
    for one in told:
        if one.joined is not None:
            continue  # counted with the one that it is, or was, part of
        is_several = (one.old is not None and one.old.number in parts) or (
            one.new is not None and one.new.number in whole
        )
        counts.update(kind for kind in set(one.kinds) if not (is_several and kind is Kind.TEXT))
        counts[Kind.RETYPED] += one.is_retyped
    return _counts(t, counts, sum(one.is_renumbered and not one.kinds and not one.is_retyped for one in told))


def _joined(told: Sequence[Amended], kind: Kind) -> frozenset[int]:
    """The activities (numbers) that were split, of parts that are new, or made one, of those that are left out."""
    return frozenset(one.joined for one in told if one.joined is not None and kind in one.kinds)


# -- taking it back --------------------------------------------------------------------------------------------------


def sure_to_take_back(t: Texts, last: LastChange) -> Screen:
    """What taking the last change back undoes, before it is done."""
    lines = [
        bold(t("Take back the last change of the plan?")),
        t(
            "It came from «{document}», loaded {moment}.",
            document=shorten(last.document, 80),
            moment=t.moment(last.loaded_at),
        ),
        Html(""),
        t("Texts, deadlines, officers and numbers will be as they were before it. It had changed:"),
        *tally(t, last.changes),
        Html(""),
        t("What was reported since stays with its activity; deadlines given since stay."),
    ]
    if last.vanishing:
        numbers = ", ".join(f"№{number}" for number in last.vanishing[:NUMBERS])
        lines.append(
            t("⚠️ These activities go, although something was reported on them. It is kept: {numbers}", numbers=numbers)
        )
    if last.told:
        lines.append(t.many("{n} person will be told.", "{n} people will be told.", last.told))
    yes = button(t("↩️ Yes, take it back"), callbacks.TakeBackEdition(edition=last.edition, sure=True))
    return Screen(join(lines), ((yes,), (button(t("⬅️ Back"), callbacks.OpenPlan()),)))


def cannot_take_back(t: Texts) -> Html:
    """Say that an old button cannot take the change back any more."""
    return t("This change can no longer be taken back: a day has passed, or the plan was changed again.")


def was_taken_back(t: Texts, last: LastChange) -> Screen:
    """Say that it was done."""
    lines = [bold(t("↩️ The last change was taken back: the plan is as it was before it.")), t("It had changed:")]
    lines += tally(t, last.changes)
    if last.told:
        lines.append(t.many("{n} person will be told.", "{n} people will be told.", last.told))
    return Screen(join(lines), ((button(t("🏁 The state of the plan"), callbacks.OpenPlan()),),), about=ShowsEdition())
