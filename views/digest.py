"""The admins' digest: what waits for their word, and what has come to a halt."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from services.language.question_words import Place
from services.language.questions import Question
from services.messages.purposes import ShowsDigest
from services.plan.figures import ActivityFacts
from services.reports import AppealKind
from services.reports.appeals import AppealFacts
from services.reports.digest import DigestFacts
from views.ahead import ahead_block, ahead_row
from views.commitments import broken_lines, digest_lines
from views.kit import callbacks
from views.kit.paging import fitting
from views.kit.questions import pack
from views.kit.screen import Row, Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, join
from views.kit.words import executor_name, number_sign, numbered_name, spoken_of, time_left, unset_words
from views.review import waiting_blocks
from views.summary import silent_lines

ROOM = 3800
LISTED = 10
QUIET = 6  # silent officers who are named; the button below names all
WORDS = 80
BUTTONS = 8  # in all: more of them would be longer than the text
NUMBERED = 3  # overdue ones that need no list
ANSWERS = 3
NUMBERS = 5


def digest(t: Texts, facts: DigestFacts) -> Screen:
    """The digest of a day; what does not fit is left to the lists that its buttons open."""
    blocks = [
        *waiting_blocks(t, facts.waiting),
        *_overdue(t, facts),
        *_unheard(t, facts),
        *_hindered(t, facts),
        *_unset(t, facts),
        *_silent(t, facts),
        *_unread(t, facts),
        *_unplaced(t, facts),
        *ahead_block(t, facts.ahead),
    ]
    head = bold(t("📋 For the control department, {day}", day=t.day(facts.day)))
    text = fitting(head, blocks, ROOM, lambda _: Html("…"))
    late = (*_new_first(facts, facts.overdue)[:LISTED], *_new_first(facts, facts.freshly_overdue)[:LISTED])
    about = ShowsDigest(activities=tuple(one.id for one in late))
    return Screen(text, _rows(t, facts), about=about)


def _name(t: Texts, appeal: AppealFacts) -> Html:
    return Html(", ".join(executor_name(t, executor) for executor in appeal.executors)) or t.plan(appeal.name)


def _same(t: Texts, count: int) -> list[Html]:
    """How many are as the last digest had them: the buttons open them."""
    return [t("Without change: {count}", count=count)] if count else []


def _folded(t: Texts, head: Html) -> Html:
    """A block of which nothing is new, in one line."""
    return t("{head}, without change", head=head)


def _new_first(facts: DigestFacts, activities: Sequence[ActivityFacts]) -> list[ActivityFacts]:
    return sorted(activities, key=lambda one: one.id in facts.unchanged.overdue)


def _overdue(t: Texts, facts: DigestFacts) -> list[Html]:
    blocks = []
    if facts.overdue:
        head = t.many(
            "🔴 Overdue for {n} working day or more: {count}",
            "🔴 Overdue for {n} working days or more: {count}",
            facts.since,
            count=len(facts.overdue),
        )
        blocks.append(_overdue_block(t, head, facts, facts.overdue))
    if facts.freshly_overdue:
        head = t("🔴 Overdue for less than 3 working days: {count}", count=len(facts.freshly_overdue))
        blocks.append(_overdue_block(t, head, facts, facts.freshly_overdue))
    return blocks


def _overdue_block(t: Texts, head: Html, facts: DigestFacts, every: Sequence[ActivityFacts]) -> Html:
    new = [one for one in every if one.id not in facts.unchanged.overdue]
    return _block(t, head, [_late(t, one, facts) for one in new], same=len(every) - len(new))


def _unheard(t: Texts, facts: DigestFacts) -> list[Html]:
    """One line: whose heads would hear of it, and are not linked."""
    if not facts.unheard:
        return []
    names = Html(", ".join(executor_name(t, one) for one in facts.unheard[:LISTED]))
    return [t("👤 Heads who are not linked, and so were not told: {names}", names=names)]


def _late(t: Texts, one: ActivityFacts, facts: DigestFacts) -> Html:
    said = spoken_of(t, one, facts.hand_ins, facts.asked)
    return Html(" · ".join([numbered_name(t, one), executor_name(t, one.lead.executor), time_left(t, one), *said]))


def _hindered(t: Texts, facts: DigestFacts) -> list[Html]:
    blocks, known = [], facts.unchanged
    if facts.obstacles:
        new = [one for one in facts.obstacles if one.id not in known.obstacles]
        head = t("⛔ Open obstacles: {count}", count=len(facts.obstacles))
        lines = digest_lines(t, facts.hindered, new)
        blocks.append(_block(t, head, lines, same=len(facts.obstacles) - len(new)))
    if facts.broken:
        broken = [one for one in facts.broken if one.id not in known.broken]
        head = t("📅 Promises not kept: {count}", count=len(facts.broken))
        lines = broken_lines(t, facts.hindered, broken)
        blocks.append(_block(t, head, lines, same=len(facts.broken) - len(broken)))
    return blocks


def _unset(t: Texts, facts: DigestFacts) -> list[Html]:
    if not facts.unset:
        return []
    new = [one for one in facts.unset if one.id not in facts.unchanged.unset]
    head = t("⚪ No deadline is set: {count}", count=len(facts.unset))
    lines = [join([numbered_name(t, one), *unset_words(t, one)], " · ") for one in new]
    return [_block(t, head, lines, same=len(facts.unset) - len(new))]


def _silent(t: Texts, facts: DigestFacts) -> list[Html]:
    """Who has fallen silent since the last digest, by how long."""
    if not facts.silent:
        return []
    new = [one for one in facts.silent if one.executor.id not in facts.unchanged.silent]
    head = t("🔕 No report for two weeks or more: {count}", count=len(facts.silent))
    lines = silent_lines(t, new[:QUIET], facts.day)
    if (more := len(new) - QUIET) > 0:  # a name a line would be a wall
        lines.append(t.many("and {n} other", "and {n} others", more))
    return [_block(t, head, lines, same=len(facts.silent) - len(new))]


def _unread(t: Texts, facts: DigestFacts) -> list[Html]:
    """One line: who has not confirmed that they have read of what they were told of."""
    if not facts.unread:
        return []
    named = [Html(f"{executor_name(t, one.executor)} ({_numbers(t, one.activities)})") for one in facts.unread[:LISTED]]
    more = [t("and {count} more", count=len(facts.unread) - LISTED)] if len(facts.unread) > LISTED else []
    return [t("👁 Not confirmed as read: {names}", names=Html(", ".join([*named, *more])))]


def _numbers(t: Texts, activities: Sequence[ActivityFacts]) -> Html:
    shown = [number_sign(t, one) for one in activities[:NUMBERS]]
    more = [t("and {count} more", count=len(activities) - NUMBERS)] if len(activities) > NUMBERS else []
    return Html(", ".join([*shown, *more]))


def _unplaced(t: Texts, facts: DigestFacts) -> list[Html]:
    if not facts.unplaced:
        return []
    every = sum(count for _, count in facts.unplaced)
    head = t("✍️ Officers' messages not recorded, as they did not say on what: {count}", count=every)
    new = [(name, count) for name, count in facts.unplaced if name not in facts.unchanged.unplaced]
    lines = [Html(f"▫️ {t.plan(name)}: {count}") for name, count in new]
    return [_block(t, head, lines, same=len(facts.unplaced) - len(new))]


def _block(t: Texts, head: Html, lines: list[Html], same: int = 0) -> Html:
    if same and not lines:
        return _folded(t, bold(head))
    more = [t("and {count} more", count=len(lines) - LISTED)] if len(lines) > LISTED else []
    return join([bold(head), *lines[:LISTED], *more, *_same(t, same)])


def _answer(t: Texts, appeal: AppealFacts) -> InlineKeyboardButton:
    """What is contested is decided on its own screen."""
    if appeal.kind is AppealKind.REFUSAL:
        return button(t("↪️ Decide: {name}", name=_name(t, appeal)), callbacks.LookAtAppeal(appeal=appeal.id))
    return button(t("✍️ Answer: {name}", name=_name(t, appeal)), callbacks.AnswerAppeal(appeal=appeal.id))


def _rows(t: Texts, facts: DigestFacts) -> tuple[Row, ...]:
    """At most BUTTONS keys: first those that open whole lists, then what is new, one by one."""
    waiting = [button(t("🟡 What waits for me"), callbacks.Waiting())] if facts.waiting.count else []
    lists = [*_lists(t, facts), *(one for row in ahead_row(t, facts.ahead) for one in row)]
    answers = [_answer(t, one) for one in facts.waiting.appeals][: min(ANSWERS, BUTTONS - len(waiting) - len(lists))]
    room = BUTTONS - len(waiting) - len(lists) - len(answers)
    new = [one for one in (*facts.overdue, *facts.freshly_overdue) if one.id not in facts.unchanged.overdue]
    named = [*new, *(one for one in facts.unset if one.id not in facts.unchanged.unset)]
    leads = {one.lead.executor.id: one.lead.executor for one in facts.overdue if one in new and one.lead.is_linked}
    asked = min(len(leads), max(room - len(named), room // 2))
    numbers = (
        button(number_sign(t, one), callbacks.OpenActivity(activity=one.id)) for one in named[: max(room - asked, 0)]
    )
    asks = (
        button(t("🔔 {name}", name=t.script(one.name)), callbacks.NudgeOne(executor=one.id))
        for one in list(leads.values())[: max(asked, 0)]
    )
    singly = ((one,) for one in (*waiting, *answers))
    return (*singly, *in_rows(numbers, 4), *in_rows(asks, 2), *((one,) for one in lists))


def _lists(t: Texts, facts: DigestFacts) -> list[InlineKeyboardButton]:
    """What opens the whole of a block, of which the digest names a few or none."""
    late, found = [*facts.overdue, *facts.freshly_overdue], []
    if len(late) > NUMBERED or any(one.id in facts.unchanged.overdue for one in late):
        question = pack(Question(statuses=frozenset({"overdue"})))
        found.append(button(t("🔴 All that is overdue"), callbacks.Report(words=question)))
    if facts.unread:
        found.append(button(t("👁 Acknowledgement"), callbacks.Report(words=Place.NOTICES.value)))
    if facts.silent:
        found.append(button(t("🔔 Ask all who are silent"), callbacks.NudgeSilent()))
    return found
