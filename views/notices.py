"""Notices: the buttons under a letter that tells what is theirs, the contest of it, and the proof that it was told."""

import enum
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from services.control.handover import Movable
from services.leadership.summary import SummaryFacts
from services.messages.kinds import LetterKind
from services.messages.purposes import AsksContest, AsksHandOver, OfActivities, ShowsNotice, ShowsOverview
from services.plan.figures import ActivityFacts, ExecutorRef
from services.plan.marks import line_of
from services.reports.appeals import AppealFacts
from services.reports.notices import Acknowledged, Contest, NoticeFacts
from views.kit import callbacks
from views.kit.figures import distinct
from views.kit.keys import keyboard
from views.kit.paging import TRIANGLES, paged
from views.kit.questions import pack, unpack
from views.kit.screen import Document, Row, Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, escape, italic, join, plain, quote
from views.kit.words import activity_name, choice_label, executor_name, numbered_name, opening

CHOICES = 20
EXECUTORS = 12
LISTED = 8
WORDS = 900


# -- under the letter ------------------------------------------------------------------------------------------------


def with_notice(t: Texts, screen: Screen, letter: int, notices: Sequence[NoticeFacts]) -> Screen:
    """The letter with the buttons that acknowledge and contest what it tells; as it is if that is nothing."""
    if not notices:
        return screen
    about = screen.about
    if isinstance(about, OfActivities):
        about = ShowsNotice(activities=about.activities)
    asks = () if _is_acknowledged(notices) else (italic(t("Please confirm below that you have read it.")),)
    text = join([screen.text, *asks], "\n\n")
    return replace(screen, text=text, rows=(*rows(t, letter, notices), *screen.rows), about=about)


def rows(t: Texts, letter: int, notices: Sequence[NoticeFacts]) -> tuple[Row, ...]:
    """The two buttons; none under a letter that tells of nothing that is still theirs."""
    if not notices:
        return ()
    ids = {one.activity.number: one.activity.id for one in notices}  # several items of one are one to contest
    label = acknowledged(t) if _is_acknowledged(notices) else t("✅ I have read it")
    contest = callbacks.Contest(letter=letter, activity=next(iter(ids.values())) if len(ids) == 1 else None)
    return (
        (button(label, callbacks.Acknowledge(letter=letter)),),
        (button(t("↪️ It is not mine"), contest),),
    )


def _is_acknowledged(notices: Sequence[NoticeFacts]) -> bool:
    return all(one.acknowledged_at is not None for one in notices)


def acknowledged(t: Texts) -> Html:
    """What stands on the button that was pressed."""
    return t("✔️ Read")


def said(t: Texts, done: Acknowledged) -> Html:
    """The passing word on the press."""
    count = distinct(done.new)
    if not count:
        return t("It was recorded before that you have read it.")
    return t.many("✔️ Recorded: you have read of {n} item.", "✔️ Recorded: you have read of {n} items.", count)


def keys_now(t: Texts) -> Screen:
    """After the first acknowledgement: the keys below the writing line."""
    below = t("The keys below open your activities, take a report and explain the rest. /settings removes them.")
    return Screen(join([t("✔️ Recorded: you have read it."), below]), keys=keyboard(t))


def not_told(t: Texts) -> Html:
    """The button of a letter of which nothing is the person's any more."""
    return t("This message is out of date: nothing in it is yours now.")


# -- the contest -----------------------------------------------------------------------------------------------------


def which(t: Texts, letter: int, activities: Sequence[ActivityFacts]) -> Screen:
    """Which of the activities that a letter told of is somebody else's?"""
    choices = tuple(
        (button(choice_label(t, one), callbacks.Contest(letter=letter, activity=one.id)),)
        for one in activities[:CHOICES]
    )
    cancel = (button(t("✖️ Cancel"), callbacks.CancelQuestion()),)
    lines = [bold(t("Which of them is not yours?"))]
    if len(activities) > CHOICES:
        lines.append(t("Another one: write its number and «not mine»."))
    return Screen(join(lines), (*choices, cancel))


def ask_reason(t: Texts, activity: ActivityFacts) -> Screen:
    """Ask why it is somebody else's."""
    lines = [
        bold(activity_name(t, activity)),
        t("Why is it not yours, and whose is it? Write a few words: the control department will read them and decide."),
    ]
    return Screen(join(lines), about=AsksContest(activities=(activity.id,)), asks=t("The reason"))


def not_contested(t: Texts) -> Screen:
    """Say that the words were not the reason, so that nothing was sent; what they are is said separately."""
    return Screen(t("It was not taken as the reason, and nothing was sent. Your words are read below."))


# -- before the control department -----------------------------------------------------------------------------------


def to_whom(t: Texts, appeal: AppealFacts, found: Movable, page: int) -> Screen:
    """The executors to whom the part may be given."""
    shown = paged(found.others, page, EXECUTORS)
    choices = [
        button(_label(t, one, found), callbacks.HandOver(appeal=appeal.id, page=shown.number, executor=one.id))
        for one in shown.shown
    ]
    lines = [
        bold(activity_name(t, found.activity)),
        t("To whom should the part of {name} be given?", name=bold(executor_name(t, found.part.executor))),
    ]
    if found.part.leads and found.activity.parts[1:]:
        lines.append(t("👥 takes part already"))
    if shown.count > 1:
        lines.append(t("Page {page} of {pages}", page=shown.number + 1, pages=shown.count))
    turn = shown.turn(lambda to: callbacks.HandOver(appeal=appeal.id, page=to), TRIANGLES)
    return Screen(join(lines), (*in_rows(choices, 2), *((turn,) if turn else ()), _back(t, appeal.id)))


def _label(t: Texts, one: ExecutorRef, found: Movable) -> str:
    is_there = any(part.executor.id == one.id for part in found.activity.parts)
    return f"👥 {executor_name(t, one)}" if is_there else str(executor_name(t, one))


def sure_to_give(t: Texts, appeal: AppealFacts, found: Movable, executor: ExecutorRef) -> Screen:
    """What will be told to whom; words may go with it."""
    old, new = bold(executor_name(t, found.part.executor)), bold(executor_name(t, executor))
    name = bold(activity_name(t, found.activity))
    if found.part.leads:
        head = t("{new} will be responsible for {activity}, in the place of {old}.", new=new, activity=name, old=old)
    else:
        head = t("{new} will be a co-executor of {activity}, in the place of {old}.", new=new, activity=name, old=old)
    lines = [
        head,
        t("All of its officers will be told. If a word should go with it, write it now; else press the button."),
    ]
    yes = button(t("✅ Give it, without a word"), callbacks.HandOver(appeal=appeal.id, executor=executor.id, sure=True))
    about = AsksHandOver(activities=(found.activity.id,), appeal=appeal.id, executor=executor.id)
    return Screen(join(lines), ((yes,), _back(t, appeal.id)), about=about)


def cannot_give(t: Texts, appeal: AppealFacts) -> Html:
    """Why nothing can be given away: it is another's by now, finished, or waits for acceptance."""
    if appeal.is_settled:
        return t("It has already been answered.")
    return t("It cannot be given to another now: it is finished, waits for acceptance, or is no longer theirs.")


def _back(t: Texts, appeal_id: int) -> Row:
    return (button(t("⬅️ Back"), callbacks.LookAtAppeal(appeal=appeal_id)),)


# -- before the officer ----------------------------------------------------------------------------------------------


def decision(t: Texts, appeal: AppealFacts) -> Screen:
    """To whoever contested an activity: to whom it was given, or that it stays with them, and the word on it."""
    name = bold(activity_name(t, appeal.activity)) if appeal.activity is not None else Html("")
    if appeal.moved_to is not None:
        head = t(
            "↪️ {activity} is not yours any more: it was given to {name}.", activity=name, name=t.plan(appeal.moved_to)
        )
    else:
        head = t("📌 {activity} stays with you. The control department answers:", activity=name)
    words = [quote(opening(t, appeal.answer, WORDS))] if appeal.answer else []
    return Screen(join([head, *words]), reply_to=appeal.message_id)


# -- the proof -------------------------------------------------------------------------------------------------------


def proof(t: Texts, notices: Sequence[NoticeFacts], *, is_whole: bool, words: str = "", page: int = 0) -> Screen:
    """Who was told what and when, and what came of it: first what is not confirmed, then the newest.

    `words` are those of the button that asks for it once more. Whoever does not see the whole plan reads their own.
    """
    nothing = ShowsOverview(activities=())
    back = (button(t("⬅️ Back"), callbacks.Report(words="menu")),) if is_whole else ()
    if not notices:
        return Screen(t("No executor was told of anything that has to be confirmed."), (), about=nothing).with_rows(
            back
        )
    shown = paged(sorted(notices, key=lambda one: state(one) is not State.WAITS), page, LISTED)
    head = [bold(t("👁 Acknowledgement")), _counts(t, notices)]
    if shown.count > 1:
        head.append(t("Page {page} of {pages}", page=shown.number + 1, pages=shown.count))
    text = join([join(head), *(_entry(t, one) for one in shown.shown)], "\n\n")
    screen = Screen(text, about=nothing)
    if not is_whole:
        return screen
    files = (
        button(t("📄 Word"), callbacks.Report(words=pack(replace(unpack(words), format="docx")))),
        button(t("📊 Excel"), callbacks.Report(words=pack(replace(unpack(words), format="xlsx")))),
    )
    return screen.with_rows(shown.turn(lambda to: callbacks.Report(words=words, page=to), TRIANGLES), files, back)


class State(enum.Enum):
    """What became of a notice."""

    QUEUED = enum.auto()
    FAILED = enum.auto()
    WAITS = enum.auto()
    READ = enum.auto()
    CONTESTED = enum.auto()
    OVER = enum.auto()


def state(one: NoticeFacts) -> State:
    """What became of it: a contest goes before all else; of what is no longer theirs nothing is awaited."""
    if one.contest is not None:
        return State.CONTESTED
    if one.acknowledged_at is not None:
        return State.READ
    if not one.is_theirs:
        return State.OVER
    if one.failed:
        return State.FAILED
    return State.QUEUED if one.accepted_at is None else State.WAITS


def _counts(t: Texts, notices: Sequence[NoticeFacts]) -> Html:
    counts = Counter(state(one) for one in notices)
    said = [t("told: {count}", count=len(notices))]
    labels = {
        State.READ: t("confirmed: {count}", count=counts[State.READ]),
        State.WAITS: t("not confirmed: {count}", count=counts[State.WAITS]),
        State.CONTESTED: t("contested: {count}", count=counts[State.CONTESTED]),
        State.FAILED: t("not delivered: {count}", count=counts[State.FAILED]),
        State.QUEUED: t("being sent: {count}", count=counts[State.QUEUED]),
        State.OVER: t("no longer theirs: {count}", count=counts[State.OVER]),
    }
    return Html("; ".join([*said, *(label for one, label in labels.items() if counts[one])]))


def _entry(t: Texts, one: NoticeFacts) -> Html:
    role = t("responsible officer") if one.leads else t("co-executor")
    moment = one.accepted_at or one.queued_at
    lines = [
        numbered_name(t, one.activity),
        Html(f"👤 {account_name(t, one)} · {role}"),
        Html(f"{occasion(t, one)} · {t.moment(moment)}"),
        outcome(t, one),
    ]
    return join(lines)


def account_name(t: Texts, one: NoticeFacts) -> Html:
    """The executor; the account as well where it is called otherwise."""
    name = executor_name(t, one.executor)
    return name if one.account == one.executor.name else Html(f"{name} ({escape(one.account)})")


def occasion(t: Texts, one: NoticeFacts) -> Html:
    """On what occasion it was told."""
    occasions = {
        LetterKind.LINKED: t("told when linked"),
        LetterKind.PLAN_BEGUN: t("told of the new plan"),
        LetterKind.PLAN_AMENDED: t("told of the amended plan"),
        LetterKind.ORDERS: t("told of an order"),
    }
    return occasions.get(LetterKind(one.kind), t("told of the changed executor"))


def outcome(t: Texts, one: NoticeFacts) -> Html:
    """What became of it, in a line."""
    if one.contest is not None:
        return _contest(t, one.contest)
    if one.acknowledged_at is not None:
        moment = t.moment(one.acknowledged_at)
        by_report, pressed = t("✔️ by a report, {moment}", moment=moment), t("✔️ confirmed, {moment}", moment=moment)
        return by_report if one.by_report else pressed
    words = {
        State.OVER: t("▫️ no longer theirs"),
        State.FAILED: t("✖️ not delivered"),
        State.QUEUED: t("✉️ being sent"),
    }
    return words.get(state(one), t("⏳ not confirmed"))


def _contest(t: Texts, contest: Contest) -> Html:
    said = t("↪️ contested, {moment}", moment=t.moment(contest.said_at))
    late = [t("late")] if contest.is_late else []
    if contest.moved_to is not None:
        came = t("given to {name}", name=t.plan(contest.moved_to))
    else:
        came = t("left with them") if contest.is_settled else t("not decided yet")
    return Html(", ".join([said, *late, came]))


# -- the proof as a file ---------------------------------------------------------------------------------------------


def file_title(t: Texts) -> str:
    """The title of the document and of the sheet."""
    return plain(t("Acknowledgement of assignments"))


def file_papers(t: Texts, summary: SummaryFacts, notices: Sequence[NoticeFacts]) -> list[str]:
    """The organisation, and the papers of which it tells, a line each."""
    lines = {line_of(one.activity.number) for one in notices}
    plans = [share.plan for share in summary.shares if share.plan.line in lines] or [summary.plan]
    organisations = dict.fromkeys(t.script(one.organisation) for one in plans)
    return [*organisations, *(t.script(one.title) for one in plans)]


def file_subject(t: Texts, notices: Sequence[NoticeFacts], today: date) -> str:
    """The day, and the counts."""
    return f"{plain(t.long_day(today))}. {plain(_counts(t, notices))}"


def file_heads(t: Texts) -> tuple[str, ...]:
    """The heads of its columns."""
    return (
        "№",
        plain(t("Activity")),
        plain(t("Officer")),
        plain(t("Account")),
        plain(t("Role")),
        plain(t("Occasion")),
        plain(t("Queued")),
        plain(t("Accepted by Telegram")),
        plain(t("Confirmed as read")),
        plain(t("What came of it")),
    )


def file_row(t: Texts, one: NoticeFacts) -> tuple[str, ...]:
    """One notice in these columns."""
    role = t("responsible officer") if one.leads else t("co-executor")
    confirmed = moment_of(t, one.acknowledged_at)
    if one.by_report:
        confirmed = plain(t("{moment} (by a report)", moment=confirmed))
    return (
        t.script(one.activity.written_number),
        t.script(one.activity.short_name or one.activity.text),
        t.script(one.executor.name),
        one.account,
        plain(role),
        plain(occasion(t, one)),
        moment_of(t, one.queued_at),
        moment_of(t, one.accepted_at),
        confirmed,
        "\n".join(file_outcome(t, one)),
    )


def file_outcome(t: Texts, one: NoticeFacts) -> list[str]:
    """What became of it and, where it was contested, why, and what was decided."""
    return [plain(outcome(t, one)), *_file_contest(t, one.contest)]


def _file_contest(t: Texts, contest: Contest | None) -> list[str]:
    """Why it was contested, and what the control department said to it."""
    if contest is None:
        return []
    said = [plain(t("Reason: {words}", words=contest.words))] if contest.words else []
    return [*said, *([plain(t("Decision: {words}", words=contest.answer))] if contest.answer else [])]


def moment_of(t: Texts, moment: datetime | None) -> str:
    """«05.03.2024 10:02», local; empty of none."""
    return f"{moment.astimezone(t.timezone):%d.%m.%Y %H:%M}" if moment is not None else ""


def file_ready(t: Texts, name: str, content: bytes, notices: Sequence[NoticeFacts]) -> Screen:
    """The document with its caption."""
    text = join([bold(t("👁 Acknowledgement")), _counts(t, notices)])
    return Screen(text, document=Document(name, content))
