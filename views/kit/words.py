"""Words for things that many screens name: statuses, executors, days left, files."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from services.language.script import bare
from services.plan.figures import ActivityFacts, ExecutorRef, Part
from services.plan.status import Status
from services.reports.reading import DocumentFacts, FileFacts
from services.reports.time_asked import TimeAsked
from services.reports.waiting_hand_ins import WaitingHandIn
from views.kit.clean import clean
from views.kit.labels import label_words
from views.kit.screen import is_shortened, shorten
from views.kit.texts import Html, Texts, bold, escape, italic, join

QUERY = 60  # characters of a searched name that are repeated
SIGNS = {
    Status.NOT_STARTED: "⚪",
    Status.IN_PROGRESS: "🔵",
    Status.REVIEW: "🟡",
    Status.RETURNED: "🔵",
    Status.OVERDUE: "🔴",
    Status.DONE: "🟢",
    Status.DONE_LATE: "🟢",
    Status.CONTINUOUS: "♾",
    Status.REGULAR: "♾",
    Status.CLOSED: "⚪",
}
LINES = 8  # of a person's words; more of them stand on one

# What a plan says of carried-over work without a term (`views.terms`), in whichever language it was carried over.
_NO_TERM = frozenset(
    map(bare, ("no term is set", "муддат белгиланмаган", "muddat belgilanmagan", "срок не установлен"))
)


def status_word(t: Texts, status: Status) -> Html:
    """The status in words."""
    words = {
        Status.NOT_STARTED: t("not started"),
        Status.IN_PROGRESS: t("in progress"),
        Status.REVIEW: t("under review"),
        Status.RETURNED: t("returned"),
        Status.OVERDUE: t("overdue"),
        Status.DONE: t("done"),
        Status.DONE_LATE: t("done late"),
        Status.CONTINUOUS: t("continuous"),
        Status.REGULAR: t("regular"),
        Status.CLOSED: t("closed"),
    }
    return words[status]


def signed_status(t: Texts, activity: ActivityFacts, *, is_own: bool = True) -> Html:
    """The sign and the word; with the percent if the work is under way. Of a delivered part only that it is.

    `is_own`: the part is the reader's.
    """
    if activity.is_delivered:
        return t("✅ Your part is delivered") if is_own else t("✅ part delivered")
    words = f"{SIGNS[activity.status]} {status_word(t, activity.status)}"
    if activity.is_open and activity.percent and activity.status is not Status.REVIEW:
        words += f", {activity.percent}%"
    if activity.decided_on is not None:
        day = t.day(activity.decided_on)
        words += f", {t('returned on {day}', day=day) if activity.is_open else t('accepted on {day}', day=day)}"
    return Html(words)


def signed_part(t: Texts, activity: ActivityFacts, part: Part) -> Html:
    """How a co-executor's own part stands: the percent of the whole is the lead's."""
    if part.is_delivered:
        return t("✅ part delivered")
    words = f"{SIGNS[activity.status]} {status_word(t, activity.status)}"
    return Html(f"{words}, {t('own part: {percent}%', percent=part.percent)}" if part.percent else words)


def last_word(t: Texts, part: Part) -> Html:
    """When the executor reported last; of words that moved nothing («not begun») that they were said."""
    if part.last_word_on is None:
        return t("no report yet")
    if part.last_word_on == part.reported_on:
        return t("last report: {day}", day=t.day(part.last_word_on))
    return t("last word: {day}", day=t.day(part.last_word_on))


def spoken_of(
    t: Texts, activity: ActivityFacts, hand_ins: Mapping[int, WaitingHandIn], asked: Mapping[int, TimeAsked]
) -> list[Html]:
    """What the people of late work have said all the same: that it is done and waits, or that they need more time."""
    told = []
    if (waiting := hand_ins.get(activity.id)) is not None:
        day = day_of(t, waiting.said_on, activity.today)
        told.append(
            t("reported as done on {day}, waits for parts", day=day)
            if waiting.asks_parts
            else t("reported as done on {day}, not handed in yet", day=day)
        )
    if (time := asked.get(activity.id)) is not None:
        until, day = day_of(t, time.until, activity.today), day_of(t, time.asked_on, activity.today)
        told.append(t("more time asked on {day}, until {until}: not decided", day=day, until=until))
    return told


def waiting_line(
    t: Texts, activity: ActivityFacts, mine: Part | None, hand_ins: Mapping[int, WaitingHandIn]
) -> list[Html]:
    """That the lead's hand-in waits; to a co-executor whose part it waits for, that it does.

    `mine` is the reader's part, None if they have none.
    """
    waiting = hand_ins.get(activity.id)
    if waiting is None:
        return []
    if mine is None or mine.leads:
        return [Html(f"📨 {said}") for said in spoken_of(t, activity, hand_ins, {})]
    if not waiting.waits or all(one.assignment_id != mine.assignment_id for one in waiting.parts):
        return []
    day, lead = day_of(t, waiting.said_on, activity.today), executor_name(t, activity.lead.executor)
    return [t("⏳ {name} reported the whole on {day} and waits for your part.", name=lead, day=day)]


def activity_number(t: Texts, activity: ActivityFacts) -> Html:
    """«8-тадбир», «Т-1-топшириқ», if the screen makes clear which one that is."""
    number, label = t.script(activity.written_number), activity.label
    if activity.is_order:
        return _order(t, number, [label_words(t, label)] if label is not None else [])
    if label is not None:
        return t("Activity {number} ({label})", number=number, label=label_words(t, label))
    return t("Activity {number}", number=number)


def activity_name(t: Texts, activity: ActivityFacts) -> Html:
    """«8-тадбир (инфографик плакатлар)», «Т-1-топшириқ (сервер хонаси ҳолати)», inside a sentence."""
    number, label, name = t.script(activity.written_number), activity.label, short_name(t, activity)
    if activity.is_order:
        return _order(t, number, [*([label_words(t, label)] if label is not None else []), name])
    if label is not None:
        return t("Activity {number} ({label}; {name})", number=number, label=label_words(t, label), name=name)
    return t("Activity {number} ({name})", number=number, name=name)


def _order(t: Texts, number: str, more: list[Html]) -> Html:
    order = t("Order {number}", number=number)
    return Html(f"{order} ({'; '.join(more)})") if more else order


def has_orders(activities: Iterable[ActivityFacts]) -> bool:
    """Whether some are orders: words for all of them name neither activities nor orders then."""
    return any(one.is_order for one in activities)


def number_sign(t: Texts, activity: ActivityFacts) -> Html:
    """«№8», «№10 (март)»: the shortest name, on buttons and in rows of numbers."""
    label = f" ({label_words(t, activity.label)})" if activity.label is not None else ""
    return Html(f"№{t.script(activity.written_number)}{label}")


def numbered_name(t: Texts, activity: ActivityFacts) -> Html:
    """«№8 инфографик плакатлар», in a list; «🔺» where it is under personal control."""
    mark = "🔺" if activity.is_watched else ""
    return Html(f"{mark}{bold(number_sign(t, activity))} {short_name(t, activity)}")


def short_name(t: Texts, activity: ActivityFacts) -> Html:
    """The activity's short name, in the reader's script."""
    return t.plan(activity.name)


def choice_label(t: Texts, activity: ActivityFacts) -> Html:
    """«№8 инфографик плакатлар», on a button."""
    return Html(f"{number_sign(t, activity)} {short_name(t, activity)}")


def opening(t: Texts, text: str, limit: int) -> Html:
    """A person's words, line by line if they are few; otherwise their beginning, marked as such."""
    beginning = shorten(text, limit)
    if is_shortened(text, limit):
        return t("{beginning} more", beginning=beginning)
    lines = [line for line in (" ".join(line.split()) for line in clean(text).splitlines()) if line]
    return escape("\n".join(lines) if len(lines) <= LINES else beginning)


def executor_name(t: Texts, executor: ExecutorRef) -> Html:
    """The executor as the plan writes it, in the reader's script."""
    return t.plan(executor.name)


def headed_name(t: Texts, executor: ExecutorRef) -> Html:
    """The executor; of a unit also who leads it, where the plan says so."""
    name = executor_name(t, executor)
    return Html(f"{name} ({t.plan(executor.head)})") if executor.head else name


def executors_line(t: Texts, parts: tuple[Part, ...]) -> Html:
    """Names, the lead first."""
    return Html(", ".join(executor_name(t, part.executor) for part in parts))


def time_left(t: Texts, activity: ActivityFacts) -> Html:
    """The time left to the deadline, or the time since it; empty without a deadline."""
    left = activity.days_left
    if left is None:
        return Html("")
    if left < 0 and activity.was_over_when_given:
        return over_when_given(t, activity)
    if left < 0:
        return t.many("{n} day past the deadline", "{n} days past the deadline", -left)
    if left == 0:
        return t("today is the last day")
    return t.many("{n} day left", "{n} days left", left)


def over_when_given(t: Texts, activity: ActivityFacts, part: Part | None = None) -> Html:
    """That a deadline had passed before the day on which it was given, perhaps to one executor alone."""
    days = [day for day in (activity.given_on, part.given_on if part is not None else None) if day is not None]
    given_on = day_of(t, max(days, default=activity.today), activity.today)
    return t("the deadline had passed before it was given ({day})", day=given_on)


def signed_delay(t: Texts, activity: ActivityFacts) -> Html | None:
    """«🔴 21 days past the deadline, 40%»: the status of overdue work with its days, said once; None of any other."""
    is_late = activity.status is Status.OVERDUE and (activity.days_left or 0) < 0 and not activity.was_over_when_given
    if not is_late or activity.decided_on is not None:
        return None
    percent = f", {activity.percent}%" if activity.percent else ""
    return Html(f"{SIGNS[activity.status]} {time_left(t, activity)}{percent}")


def status_line(t: Texts, activity: ActivityFacts, *, is_own: bool = True) -> Html:
    """«🔵 in progress · by 30 April · 5 days left»: how an activity in a list stands; `is_own` as of signed_status."""
    is_asked = activity.is_worked_on and not activity.is_delivered
    left = time_left(t, activity) if is_asked else Html("")
    if (late := signed_delay(t, activity)) is not None:
        told: tuple[Html, ...] = (late, _due(t, activity), *of_the_part(t, activity))
    else:
        told = (signed_status(t, activity, is_own=is_own), _due(t, activity), left, *of_the_part(t, activity))
    return Html(" · ".join(part for part in told if part))


def of_the_part(t: Texts, activity: ActivityFacts) -> list[Html]:
    """Where it is seen by a co-executor whose part has a term of its own: that it is, and the activity's deadline."""
    if activity.whole_due_on is None:
        return []
    return [t("the term of your part; the whole: {day}", day=day_of(t, activity.whole_due_on, activity.today))]


def due_day(t: Texts, activity: ActivityFacts) -> Html:
    """«30 April»: the due day, with its year if that is not this one."""
    return day_of(t, activity.due_on or activity.today, activity.today)


def day_of(t: Texts, day: date, today: date) -> Html:
    """«30 April», with its year if that is not this one."""
    return t.day(day) if day.year == today.year else t.long_day(day)


def moved(t: Texts, activity: ActivityFacts) -> list[Html]:
    """«(first: 15 March, moved: 2)», where another deadline is in force than the plan's own."""
    if not activity.is_extended or activity.planned_due_on is None:
        return []
    first = day_of(t, activity.planned_due_on, activity.today)
    if not activity.moves:
        return [t("(first: {day})", day=first)]
    return [t("(first: {day}, moved: {count})", day=first, count=activity.moves)]


def _due(t: Texts, activity: ActivityFacts) -> Html:
    """«by 30 April», beside the status; for endless work as the plan writes it, if that says more than the status."""
    if activity.due_on is not None:
        return join([t("by {day}", day=due_day(t, activity)), *moved(t, activity)], " ")
    if (none := no_deadline(t, activity)) is not None:
        return none
    return t.plan(activity.deadline_text) if " " in activity.deadline_text else Html("")


def term(t: Texts, activity: ActivityFacts) -> Html:
    """The deadline as the plan writes it; where that is the mere word for no end, it reads as a term."""
    terms = {"доимий": t("continuously"), "мунтазам": t("regularly")}
    return terms.get(activity.deadline_text.strip().lower()) or t.plan(activity.deadline_text)


def no_deadline(t: Texts, activity: ActivityFacts) -> Html | None:
    """That the activity should have a deadline and has none, or none yet; None if that is not so."""
    if activity.is_unset:
        return t("no deadline is set")
    return t("the day of the deadline is not known yet") if activity.awaits is not None else None


def unset_words(t: Texts, activity: ActivityFacts) -> list[Html]:
    """How the plan writes that the activity has no deadline yet; nothing where it says no more than that."""
    return [] if bare(activity.deadline_text) in _NO_TERM else [t.plan(activity.deadline_text)]


def deadline_line(t: Texts, activity: ActivityFacts) -> Html:
    """The deadline as the plan writes it, the day it means, and the time left."""
    if activity.is_unset:
        words = [t("No deadline is set (the plan says «{written}»)", written=one) for one in unset_words(t, activity)]
        return words[0] if words else t("No deadline is set")
    if activity.due_on is None and activity.awaits is not None:
        return t("Deadline: {written} (the day is not known yet)", written=t.plan(activity.deadline_text))
    if activity.due_on is None:
        return t("Deadline: {written}", written=term(t, activity))
    day = t.long_day(activity.due_on)
    if activity.is_extended and activity.planned_due_on is not None:
        return _extended(t, activity, bold(day), t.long_day(activity.planned_due_on))
    return _as_written(t, activity, day)


def _as_written(t: Texts, activity: ActivityFacts, day: Html) -> Html:
    """The term in the words of the plan, with its day where they do not say it themselves."""
    written = t.plan(activity.deadline_text)
    if bare(written).startswith(bare(day)):  # «2024 йил 25 июлгача»: the day itself, said once
        return t("Deadline: {written}", written=bold(written))
    if activity.is_order:  # its words are the bot's, for that very day
        return t("Deadline: {written}", written=bold(day))
    return t("Deadline: {written} ({day})", written=written, day=bold(day))


def _extended(t: Texts, activity: ActivityFacts, day: Html, planned: Html) -> Html:
    if activity.moves > 1:
        return t(
            "Deadline: {day} (moved {count} times; the plan said {planned})",
            day=day,
            planned=planned,
            count=activity.moves,
        )
    return t("Deadline: {day} (extended; the plan said {planned})", day=day, planned=planned)


def file_name(t: Texts, file: FileFacts) -> Html:
    """The file's own name, or else its kind."""
    kinds = {
        "photo": t("photo"),
        "voice": t("voice message"),
        "video": t("video"),
        "video_note": t("video message"),
        "audio": t("audio"),
        "animation": t("animation"),
    }
    return escape(file.name) if file.name else kinds.get(file.kind, t("file"))


def files_line(t: Texts, files: tuple[FileFacts, ...]) -> Html:
    """«📎 баённома.pdf, сурат»."""
    return Html("📎 " + ", ".join(file_name(t, file) for file in files))


def document_line(t: Texts, document: DocumentFacts) -> Html:
    """The document by which the work was handed in."""
    if document.number is None or document.day is None:
        return Html("")
    return t("📑 Document No. {number} of {day}", number=bold(document.number), day=t.long_day(document.day))


def later_months(activity: ActivityFacts, count: int) -> list[date]:
    """The first days of the next `count` months whose last day is later than the deadline, and is still ahead."""
    day_after = max(activity.due_on or activity.today, activity.today) + timedelta(days=1)
    months = [day_after.replace(day=1)]
    while len(months) < count:
        months.append((months[-1] + timedelta(days=31)).replace(day=1))
    return months


def too_early(t: Texts) -> Html:
    """Say that the month named cannot be the new deadline."""
    return t("The new deadline must be later than the present one, and still ahead.")


def or_a_day(t: Texts, activity: ActivityFacts) -> Html:
    """That a day may be written in place of pressing a month."""
    example = max(activity.due_on or activity.today, activity.today) + timedelta(days=10)
    return italic(t("You may also write the day, for example: {day}.", day=t.day(example)))


def linked_count(t: Texts, unlinked: int, total: int) -> Html:
    """How many of the executors are not linked yet, or that all are."""
    if not unlinked:
        return t("All {total} executors are linked.", total=total)
    return t.many(
        "{n} of {total} executors is not linked yet.",
        "{n} of {total} executors are not linked yet.",
        unlinked,
        total=total,
    )


def question_sign(t: Texts, number: int, mark: str) -> Html:
    """The number of a question for the meetings: beside the mark of its plan no label of an activity, as «ИР-3» is."""
    if not mark:
        return escape(str(number))
    return t("Question {number} ({mark})", number=str(number), mark=t.script(mark))
