"""The admins' digest: what waits for their word, and what has come to a halt."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from services.language.question_words import Place
from services.messages.purposes import ShowsDigest
from services.plan.figures import ActivityFacts
from services.reports import AppealKind
from services.reports.appeals import AppealFacts
from services.reports.digest import DigestFacts
from views.ahead import ahead_block, ahead_row
from views.commitments import broken_lines, digest_lines
from views.kit import callbacks
from views.kit.paging import fitting
from views.kit.screen import Row, Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, join
from views.kit.words import executor_name, number_sign, numbered_name, time_left, unset_words
from views.review import waiting_blocks
from views.summary import silent_lines

ROOM = 3800
LISTED = 10
QUIET = 6  # silent officers who are named; the button below names all
WORDS = 80
BUTTONS = 8
NUMBERS = 5
ASKED = 6


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
    late = (*facts.overdue[:LISTED], *facts.freshly_overdue[:LISTED])
    about = ShowsDigest(activities=tuple(one.id for one in late))
    return Screen(text, _rows(t, facts), about=about)


def _name(t: Texts, appeal: AppealFacts) -> Html:
    return Html(", ".join(executor_name(t, executor) for executor in appeal.executors)) or t.plan(appeal.name)


def _overdue(t: Texts, facts: DigestFacts) -> list[Html]:
    blocks = []
    if facts.overdue:
        head = t.many(
            "🔴 Overdue for {n} working day or more: {count}",
            "🔴 Overdue for {n} working days or more: {count}",
            facts.since,
            count=len(facts.overdue),
        )
        blocks.append(_block(t, head, [_late(t, one) for one in facts.overdue]))
    if facts.freshly_overdue:
        head = t("🔴 Overdue for less than 3 working days: {count}", count=len(facts.freshly_overdue))
        blocks.append(_block(t, head, [_late(t, one) for one in facts.freshly_overdue]))
    return blocks


def _unheard(t: Texts, facts: DigestFacts) -> list[Html]:
    """One line: whose heads would hear of it, and are not linked."""
    if not facts.unheard:
        return []
    names = Html(", ".join(executor_name(t, one) for one in facts.unheard[:LISTED]))
    return [t("👤 Heads who are not linked, and so were not told: {names}", names=names)]


def _late(t: Texts, one: ActivityFacts) -> Html:
    return Html(f"{numbered_name(t, one)} · {executor_name(t, one.lead.executor)} · {time_left(t, one)}")


def _hindered(t: Texts, facts: DigestFacts) -> list[Html]:
    blocks = []
    if facts.obstacles:
        head = t("⛔ Open obstacles: {count}", count=len(facts.obstacles))
        blocks.append(_block(t, head, digest_lines(t, facts.hindered, facts.obstacles)))
    if facts.broken:
        head = t("📅 Promises not kept: {count}", count=len(facts.broken))
        blocks.append(_block(t, head, broken_lines(t, facts.hindered, facts.broken)))
    return blocks


def _unset(t: Texts, facts: DigestFacts) -> list[Html]:
    if not facts.unset:
        return []
    head = t("⚪ No deadline is set: {count}", count=len(facts.unset))
    return [_block(t, head, [join([numbered_name(t, one), *unset_words(t, one)], " · ") for one in facts.unset])]


def _silent(t: Texts, facts: DigestFacts) -> list[Html]:
    if not facts.silent:
        return []
    head = t("🔕 No report for two weeks or more: {count}", count=len(facts.silent))
    more = len(facts.silent) - QUIET  # a name a line would be a wall
    rest = [t.many("and {n} other", "and {n} others", more)] if more > 0 else []
    return [join([bold(head), *silent_lines(t, facts.silent[:QUIET], facts.day), *rest])]


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
    head = t("✍️ Officers' messages not recorded, as they did not say on what")
    return [_block(t, head, [Html(f"▫️ {t.plan(name)}: {count}") for name, count in facts.unplaced])]


def _block(t: Texts, head: Html, lines: list[Html]) -> Html:
    more = [t("and {count} more", count=len(lines) - LISTED)] if len(lines) > LISTED else []
    return join([bold(head), *lines[:LISTED], *more])


def _answer(t: Texts, appeal: AppealFacts) -> InlineKeyboardButton:
    """What is contested is decided on its own screen."""
    if appeal.kind is AppealKind.REFUSAL:
        return button(t("↪️ Decide: {name}", name=_name(t, appeal)), callbacks.LookAtAppeal(appeal=appeal.id))
    return button(t("✍️ Answer: {name}", name=_name(t, appeal)), callbacks.AnswerAppeal(appeal=appeal.id))


def _rows(t: Texts, facts: DigestFacts) -> tuple[Row, ...]:
    rows: list[Row] = []
    if facts.waiting.count:
        rows.append((button(t("🟡 What waits for me"), callbacks.Waiting()),))
    rows += [(_answer(t, one),) for one in facts.waiting.appeals[:BUTTONS]]
    named = (*facts.overdue, *facts.freshly_overdue, *facts.unset)[:BUTTONS]
    rows += in_rows((button(number_sign(t, one), callbacks.OpenActivity(activity=one.id)) for one in named), 4)
    leads = {one.lead.executor.id: one.lead.executor for one in facts.overdue if one.lead.is_linked}
    rows += in_rows(
        (
            button(t("🔔 {name}", name=t.script(one.name)), callbacks.NudgeOne(executor=one.id))
            for one in list(leads.values())[:ASKED]
        ),
        2,
    )
    if facts.unread:
        rows.append((button(t("👁 Acknowledgement"), callbacks.Report(words=Place.NOTICES.value)),))
    if facts.silent:
        rows.append((button(t("🔔 Ask all who are silent"), callbacks.NudgeSilent()),))
    return (*rows, *ahead_row(t, facts.ahead))
