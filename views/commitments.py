"""What hinders the work and by when it is promised: under a report, on a card, in lists, to the admins."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from aiogram.types import InlineKeyboardButton

from services.calendar.deadlines import Month
from services.leadership.summary import SummaryFacts
from services.messages.purposes import AsksObstacle, AsksObstacleDetails, ShowsCard, ShowsOverview
from services.plan.figures import ActivityFacts
from services.reports.commitments import (
    Kept,
    ObstacleFacts,
    Outcome,
    PromiseFacts,
    counted,
    latest,
    may_be_hindered,
)
from services.reports.message import Recorded
from views.kit import callbacks
from views.kit.paging import paged
from views.kit.screen import Row, Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, join, quote
from views.kit.words import (
    activity_name,
    activity_number,
    day_of,
    due_day,
    number_sign,
    numbered_name,
    opening,
    time_left,
)

WORDS = 200
AHEAD = (1, 2, 3, 4, 5, 7, 10, 14)  # days that a button promises
LISTED = 10  # of what was promised, on one screen
PAGE = 8
EVERY = 40  # parts whose promises are counted on a screen


# -- under a report --------------------------------------------------------------------------------------------------


def said_lines(t: Texts, recorded: Recorded) -> list[Html]:
    """What was recorded of a report beside how far the work is."""
    said, activity, lines = recorded.said, recorded.activity, []
    if said.promise is not None:
        lines.append(t("📅 Promised: by {day}", day=bold(_day(t, said.promise, activity))))
        if _is_after_deadline(said.promise, activity):
            lines.append(
                t("The deadline stays {day}; more time is asked for by the button below.", day=due_day(t, activity))
            )
    if said.obstacle is not None:
        lines.append(t("⛔ An obstacle is noted; the administrators see it."))
        if said.obstacle.helper:
            lines.append(t("Who could help: {name}", name=opening(t, said.obstacle.helper, WORDS)))
        if said.obstacle.proposal:
            lines.append(t("Proposed: {words}", words=opening(t, said.obstacle.proposal, WORDS)))
    if said.gone:
        lines.append(t("✅ The obstacle is marked as gone."))
    return lines


def said_rows(t: Texts, recorded: Recorded) -> tuple[Row, ...]:
    """The buttons that take away what was recorded, or record what the words only may say."""
    said, report, activity = recorded.said, recorded.report, recorded.activity
    if not may_be_hindered(activity):
        return ()
    rows: list[Row] = []
    if said.promise is not None:
        rows.append((button(t("✖️ It is no promise"), callbacks.NoPromise(report=report.id)),))
        if _is_after_deadline(said.promise, activity):
            rows.append((button(t("⏳ More time"), callbacks.AskExtension(activity=activity.id)),))
    elif said.offered is not None:
        day = day_of(t, said.offered, activity.today)
        made = callbacks.MakePromise(report=report.id, day=said.offered)
        rows.append((button(t("📅 I promise it by {day}", day=day), made),))
    if said.obstacle is not None:
        rows.append((button(t("✖️ It is no obstacle"), callbacks.NothingHinders(report=report.id)),))
        if not (said.obstacle.helper or said.obstacle.proposal):
            rows.append((button(t("✍️ Who could help?"), callbacks.DescribeObstacle(report=report.id)),))
    elif said.has_open:
        rows.append((gone_button(t, recorded.part.assignment_id),))
    elif not report.done:
        chosen = button(t("📅 Promise"), callbacks.MakePromise(report=report.id))
        beside = (chosen,) if said.promise is None and said.offered is None and not activity.is_endless else ()
        label = t("⛔ Note it as an obstacle") if said.may_hinder else t("⛔ There is an obstacle")
        hinders = callbacks.Hinders(activity=activity.id, report=report.id if report.text else None)
        rows.append((button(label, hinders), *beside))
    return tuple(rows)


def promise_days(t: Texts, recorded: Recorded) -> Screen:
    """The days to promise: the next ones, and the end of this week and of the next two months."""
    activity, report = recorded.activity, recorded.report
    today = activity.today
    ends = [Month.of(today).last_day, Month.of(today).next().last_day]
    days = sorted({today + timedelta(days=ahead) for ahead in AHEAD} | {one for one in ends if one > today})
    named = (Html(f"{day_of(t, one, today)} ({t.weekday(one)})") for one in days)
    choices = [
        button(label, callbacks.MakePromise(report=report.id, day=day)) for label, day in zip(named, days, strict=True)
    ]
    back = (button(t("⬅️ Back"), callbacks.Enough(report=report.id)),)
    text = t("By which day will {activity} be done?", activity=bold(activity_name(t, activity)))
    return Screen(text, (*in_rows(choices, 2), back), about=ShowsCard(activities=(activity.id,)))


def small_buttons(t: Texts, recorded: Recorded) -> list[InlineKeyboardButton]:
    """The same, where several reports are told of together: what was recorded can be taken away."""
    said, report, number = recorded.said, recorded.report, number_sign(t, recorded.activity)
    taken = []
    if said.promise is not None:
        taken.append(button(f"✖️ 📅 {number}", callbacks.NoPromise(report=report.id)))
    if said.obstacle is not None:
        taken.append(button(f"✖️ ⛔ {number}", callbacks.NothingHinders(report=report.id)))
    return taken


def _is_after_deadline(promise: PromiseFacts, activity: ActivityFacts) -> bool:
    return activity.due_on is not None and promise.day > activity.due_on


def _day(t: Texts, promise: PromiseFacts, activity: ActivityFacts) -> Html:
    return Html(f"{day_of(t, promise.day, activity.today)} ({t.weekday(promise.day)})")


def gone_button(t: Texts, part: int) -> InlineKeyboardButton:
    """The button that ends what hinders a part (its assignment's id)."""
    return button(t("✅ The obstacle is gone"), callbacks.ObstacleGone(part=part))


def hinders_button(t: Texts, activity: ActivityFacts) -> InlineKeyboardButton:
    """The button by which an officer says that something hinders the work."""
    return button(t("⛔ There is an obstacle"), callbacks.Hinders(activity=activity.id))


def ask_what_hinders(t: Texts, activity: ActivityFacts) -> Screen:
    """Ask what hinders the work."""
    text = t("Write what hinders the work on {activity}, in one message.", activity=bold(activity_name(t, activity)))
    return Screen(text, about=AsksObstacle(activities=(activity.id,)), asks=t("What hinders"))


def ask_for_details(t: Texts, activity: ActivityFacts, report: int) -> Screen:
    """Ask, once, who could help and what is proposed: it need not be answered."""
    lines = [
        bold(activity_name(t, activity)),
        t("Who could help, and what do you propose? First line: who; next lines: what. Or do not answer."),
    ]
    about = AsksObstacleDetails(activities=(activity.id,), report=report)
    return Screen(join(lines), about=about, asks=t("Who could help"))


def too_late(t: Texts) -> Html:
    """The button of what was taken away, or whose work is finished."""
    return t("This is out of date: nothing was changed.")


# -- on a card -------------------------------------------------------------------------------------------------------


def card_lines(
    t: Texts, activity: ActivityFacts, said: Sequence[ObstacleFacts], made: Sequence[PromiseFacts]
) -> list[Html]:
    """What hinders the work, and the last promise of each part, with how many were kept and broken."""
    lines = [_obstacle(t, one, activity) for one in said]
    lines += [_last_promise(t, one, activity) for one in latest(made).values()]
    tally = counted(made)
    if tally.kept + tally.broken > 1:
        lines.append(tally_line(t, tally))
    return lines


def tally_line(t: Texts, tally: Kept) -> Html:
    """«📅 Promises: kept 3, broken 1, open 1»."""
    return Html(f"📅 {t('Promises')}: {_tally(t, tally)}")


def _tally(t: Texts, tally: Kept) -> Html:
    return t("kept {kept}, broken {broken}, open {open}", kept=tally.kept, broken=tally.broken, open=tally.open)


def _obstacle(t: Texts, one: ObstacleFacts, activity: ActivityFacts) -> Html:
    since = day_of(t, one.since, activity.today)
    lines = [t("⛔ Obstacle since {day}, {name}", day=since, name=t.plan(one.executor))]
    if one.text:
        lines.append(quote(opening(t, one.text, WORDS)))
    if one.helper:
        lines.append(t("Who could help: {name}", name=opening(t, one.helper, WORDS)))
    if one.proposal:
        lines.append(t("Proposed: {words}", words=opening(t, one.proposal, WORDS)))
    return join(lines)


def _last_promise(t: Texts, one: PromiseFacts, activity: ActivityFacts) -> Html:
    day, name = day_of(t, one.day, activity.today), t.plan(one.executor)
    if one.outcome is Outcome.KEPT:
        return t("📅 The promise of {name} for {day} was kept", name=name, day=day)
    if one.outcome is Outcome.BROKEN:
        return t("📅 The promise of {name} for {day} was not kept", name=name, day=day)
    return t("📅 {name} promised it by {day}", name=name, day=day)


# -- lists -----------------------------------------------------------------------------------------------------------


def summary_line(t: Texts, summary: SummaryFacts) -> Html:
    """The one line of the weekly summary; empty if nothing hinders."""
    count = len({one.activity_id for one in summary.obstacles})
    if not count:
        return Html("")
    return bold(t.many("⛔ An obstacle hinders {n} activity", "⛔ Obstacles hinder {n} activities", count))


def obstacles(t: Texts, summary: SummaryFacts, page: int = 0) -> Screen:
    """What hinders the work, the longest first, each with a button to its card."""
    by_id = {one.id: one for one in summary.activities}
    known = [(one, by_id[one.activity_id]) for one in summary.obstacles if one.activity_id in by_id]
    if not known:
        return Screen(t("No obstacle is open."), (_menu(t),), about=ShowsOverview(activities=()))
    shown = paged(known, page, PAGE)
    blocks = [join([numbered_name(t, activity), _obstacle(t, one, activity)]) for one, activity in shown.shown]
    head = bold(t("⛔ Open obstacles: {count}", count=len(known)))
    activities = list({activity.id: activity for _, activity in shown.shown}.values())
    cards = (button(number_sign(t, one), callbacks.OpenActivity(activity=one.id)) for one in activities)
    turn = shown.turn(lambda to: callbacks.Report(words="obstacles", page=to))
    about = ShowsOverview(activities=tuple(one.id for one in activities))
    return Screen(
        join([head, *blocks], "\n\n"), (*in_rows(cards, 4), *((turn,) if turn else ()), _menu(t)), about=about
    )


def promised(t: Texts, summary: SummaryFacts, _page: int = 0) -> Screen:
    """Who kept and broke how many promises; what is promised for the days to come, and what was broken and is open."""
    if not counted(summary.promises).count:
        return Screen(t("Nobody has promised a day yet."), (_menu(t),), about=ShowsOverview(activities=()))
    by_id = {one.id: one for one in summary.activities}
    last = [one for one in latest(summary.promises).values() if may_be_hindered(by_id[one.activity_id])]
    ahead = [one for one in last if one.outcome is Outcome.OPEN]
    broken = [one for one in last if one.outcome is Outcome.BROKEN]
    blocks = [join([bold(tally_line(t, counted(summary.promises))), *_by_officer(t, summary.promises)])]
    for head, listed in ((t("Promised"), ahead), (t("Not kept, and not done yet"), broken)):
        if listed:
            more = [t("and {count} more", count=len(listed) - LISTED)] if len(listed) > LISTED else []
            entries = [_promise_entry(t, one, by_id[one.activity_id]) for one in listed[:LISTED]]
            blocks.append(join([bold(head), *entries, *more]))
    shown = [by_id[one] for one in dict.fromkeys(one.activity_id for one in (*ahead[:LISTED], *broken[:LISTED]))]
    cards = (button(number_sign(t, one), callbacks.OpenActivity(activity=one.id)) for one in shown)
    about = ShowsOverview(activities=tuple(one.id for one in shown))
    return Screen(join(blocks, "\n\n"), (*in_rows(cards, 4), _menu(t)), about=about)


def of_executor(t: Texts, summary: SummaryFacts, executor_id: int) -> list[Html]:
    """The line of an officer's promises; none if they made none."""
    tally = counted(one for one in summary.promises if one.executor_id == executor_id)
    return [tally_line(t, tally)] if tally.count else []


def _by_officer(t: Texts, made: Iterable[PromiseFacts]) -> list[Html]:
    own: dict[int, list[PromiseFacts]] = {}
    for one in made:
        own.setdefault(one.executor_id, []).append(one)
    lines = []
    for found in list(own.values())[:EVERY]:
        tally = counted(found)
        if tally.count:
            lines.append(Html(f"▫️ {t.plan(found[0].executor)}: {_tally(t, tally)}"))
    return lines


def _promise_entry(t: Texts, one: PromiseFacts, activity: ActivityFacts) -> Html:
    day = day_of(t, one.day, activity.today)
    return Html(f"{numbered_name(t, activity)} · {t.plan(one.executor)} · {day}")


def _menu(t: Texts) -> Row:
    return (button(t("☰ Menu"), callbacks.Report(words="menu")),)


# -- to the admins ---------------------------------------------------------------------------------------------------


def letter(t: Texts, one: ObstacleFacts, activity: ActivityFacts) -> Screen:
    """To an admin: something hinders the work."""
    left = time_left(t, activity)
    lines = [bold(activity_name(t, activity)), *([left] if left else []), _obstacle(t, one, activity)]
    card = button(activity_number(t, activity), callbacks.OpenActivity(activity=activity.id))
    return Screen(
        join(lines), ((gone_button(t, one.assignment_id),), (card,)), about=ShowsCard(activities=(activity.id,))
    )


def ended(t: Texts, activity: ActivityFacts) -> Screen:
    """Nothing hinders any more: said in the place of the screen that was pressed."""
    text = t("✅ {activity}: the obstacle is marked as gone.", activity=bold(activity_name(t, activity)))
    card = button(activity_number(t, activity), callbacks.OpenActivity(activity=activity.id))
    return Screen(text, ((card,),), about=ShowsCard(activities=(activity.id,)))


def digest_lines(t: Texts, activities: Iterable[ActivityFacts], said: Iterable[ObstacleFacts]) -> list[Html]:
    """A line for each obstacle in the admins' digest."""
    by_id = {one.id: one for one in activities}
    return [
        Html(f"{numbered_name(t, by_id[one.activity_id])} · {t.plan(one.executor)} · {t.day(one.since)}")
        for one in said
        if one.activity_id in by_id
    ]


def broken_lines(t: Texts, activities: Iterable[ActivityFacts], made: Iterable[PromiseFacts]) -> list[Html]:
    """A line for each broken promise of open work."""
    by_id = {one.id: one for one in activities}
    return [_promise_entry(t, one, by_id[one.activity_id]) for one in made if one.activity_id in by_id]
