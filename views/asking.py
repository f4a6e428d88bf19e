"""Answers to an officer's questions: from what the officer may know, which is their own activities."""

from collections.abc import Sequence

from services.leadership.report import Overview, is_due_in, is_timed
from services.messages.anchors import NAMED
from services.messages.purposes import ShowsOverview
from services.plan.activities import by_urgency
from services.plan.figures import ActivityFacts, ExecutorRef
from services.reports import Decision
from services.reports.decisions import ExtensionFacts, SubmissionFacts
from views.kit import callbacks
from views.kit.figures import yours
from views.kit.screen import Screen, button, in_rows, shorten
from views.kit.texts import Html, Texts, bold, join
from views.kit.words import executor_name, executors_line, last_word, number_sign, numbered_name, status_line
from views.report import asked, not_understood

ENTRIES = 8
REASON = 200  # characters


def own(t: Texts, overview: Overview) -> Screen:
    """The officer's activities that a question names, the most urgent first, each with a button that opens its card."""
    activities, person = overview.activities, _colleague(overview)
    if person is not None:  # what they have delivered is done for them
        activities = by_urgency(one.counted_for((person.id,)) for one in activities)
    lines = [bold(yours(t, activities))] if activities else []
    if _narrows(overview):
        words = asked(t, overview.summary, overview.question)
        lines.append(join([words, *_nothing_due(t, overview)], ": "))
    if overview.question.unknown:
        lines.insert(0, not_understood(t, [one.word for one in overview.question.unknown]))
    if not activities:
        return Screen(join([*lines, t("None of your activities answers to this.")]))
    return _listed(t, activities, lines, _colleague(overview))


def _listed(t: Texts, activities: Sequence[ActivityFacts], lines: list[Html], person: ExecutorRef | None) -> Screen:
    shown, others = activities[:ENTRIES], len(activities) - ENTRIES
    entries = [_entry(t, one, person) for one in shown]
    if others > 0:
        entries.append(t.many("… and {n} more: /my", "… and {n} more: /my", others))
    rows = in_rows((button(number_sign(t, one), callbacks.OpenActivity(activity=one.id)) for one in shown), 4)
    about = ShowsOverview(activities=tuple(one.id for one in by_urgency(activities)[:NAMED]))
    head = [join(lines)] if lines else []
    return Screen(join([*head, *entries], "\n\n"), rows, about=about)


def named(t: Texts, activities: Sequence[ActivityFacts]) -> Screen:
    """The activities of several plans that a number alone names, each with a button that opens its card."""
    return _listed(t, activities, [], None)


def what_may_be_asked(t: Texts) -> Screen:
    """A question that was not understood, and what may be asked."""
    examples = (t("who is overdue?"), t("what must be done in May?"), t("who has not reported?"), t("activity 7"))
    lines = [t("I did not understand the question. You may ask, for example:")]
    lines += [Html(f"• <code>{one}</code>") for one in examples]
    return Screen(join([*lines, t("More: /report help")]))


def not_yours(t: Texts, word: str) -> Screen:
    """A number of none of the officer's activities: nothing is told of it."""
    return Screen(t("№{number} is not among yours.", number=t.script(word)))


def of_former(t: Texts, found: Sequence[SubmissionFacts | ExtensionFacts]) -> Screen:
    """What waited for a decision when its plan ended: what nobody has decided yet, and what became of the rest."""
    waiting = [one for one in found if isinstance(one, SubmissionFacts) and one.decision is None]
    others = [one for one in found if one.decision is not None]
    lines = [t("Of the former plan, still under review; you will be told of the decision:")] if waiting else []
    for one in waiting:
        submitted = t("submitted {day}", day=t.long_day(one.submitted_on))
        lines.append(Html(f"🟡 {numbered_name(t, one.activity)} · {submitted}"))
    if others:
        lines.append(t("Of the former plan, settled since its end:"))
    lines += [_decided(t, one) if isinstance(one, SubmissionFacts) else _closed(t, one) for one in others]
    return Screen(join(lines))


def _closed(t: Texts, one: ExtensionFacts) -> Html:
    said = t("the request for more time, until {day}, was closed with the plan", day=t.long_day(one.to_due))
    return Html(f"▫️ {numbered_name(t, one.activity)} · {said}")


def _decided(t: Texts, one: SubmissionFacts) -> Html:
    day = t.long_day(t.local_day(one.decided_at)) if one.decided_at is not None else Html("")
    if one.decision is Decision.ACCEPTED:
        return Html(f"🟢 {numbered_name(t, one.activity)} · {t('accepted on {day}', day=day)}")
    said = Html(f"↩️ {numbered_name(t, one.activity)} · {t('returned on {day}', day=day)}")
    return Html(f"{said}: {shorten(one.reason, REASON)}") if one.reason else said


def _narrows(overview: Overview) -> bool:
    question = overview.question
    narrowing = question.numbers or question.sections or question.executors or question.statuses
    return bool(narrowing or is_timed(question))


def _nothing_due(t: Texts, overview: Overview) -> list[Html]:
    """Of one day («tomorrow») on which nothing falls due: that it is so; what is listed is under way."""
    days = overview.question.days
    if days is None or days.start != days.end or not overview.activities:
        return []
    is_due = any(is_due_in(one, [days]) for one in overview.activities)
    return [] if is_due else [t("nothing falls due, under way are:")]


def _colleague(overview: Overview) -> ExecutorRef | None:
    """The one executor that was asked about."""
    asked_about = overview.question.executors
    every = {str(part.executor.id): part.executor for one in overview.activities for part in one.parts}
    return every.get(next(iter(asked_about))) if len(asked_about) == 1 else None


def _entry(t: Texts, activity: ActivityFacts, person: ExecutorRef | None) -> Html:
    """An activity in few lines; of the one executor that was asked about, when they last reported."""
    part = activity.part_of(frozenset({person.id})) if person is not None else None
    lines = [numbered_name(t, activity), status_line(t, activity, is_own=part is None)]
    if part is None:
        lines.append(Html(f"👤 {executors_line(t, activity.parts)}"))
    else:
        reported = last_word(t, part)
        lines.append(Html(f"👤 {executor_name(t, part.executor)} · {reported}"))
    return join(lines)
