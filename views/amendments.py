"""What is answered of the changes of the plan, of how many activities it has, and of those without a deadline."""

from collections.abc import Iterator, Sequence

from services.control.amended import Amended
from services.documents.comparing import Kind
from services.language.amendments import Asked
from services.language.questions import Question
from services.leadership.amendments import ChangeFacts, PlanAnswer
from services.leadership.report import times_of
from services.messages.purposes import ShowsEdition, ShowsList, ShowsOverview
from services.plan.figures import ActivityFacts
from views import amending
from views import report as overview_views
from views.kit import callbacks
from views.kit.figures import count_lines, days_between, size
from views.kit.paging import fitting
from views.kit.screen import TEXT_LIMIT, Row, Screen, button, in_rows, shorten
from views.kit.texts import Html, Texts, bold, join
from views.kit.words import number_sign, numbered_name

LISTED = 20  # activities
BUTTONS = 8
DOCUMENT = 80  # characters of its name


def answer(t: Texts, answered: PlanAnswer) -> Screen:
    """The answer to what is asked of the plan itself."""
    if answered.asked is Asked.COUNT:
        return _count(t, answered)
    if answered.asked is Asked.UNSET:
        return _unset(t, answered)
    if answered.asked is Asked.CARRIED:
        return _listed(t, answered, t("Carried over from the former plan"), answered.carried)
    if answered.asked is Asked.END:
        plan = answered.summary.plan
        days = days_between(t, plan.starts_on, plan.ends_on)
        head = bold(t("▶️ The plan of {days}, in force", days=days))
        return Screen(head, _whole(t, answered), about=ShowsOverview(activities=()))
    return _changes(t, answered)


def _listed(t: Texts, answered: PlanAnswer, head: Html, activities: Sequence[ActivityFacts]) -> Screen:
    lines = [numbered_name(t, one) for one in activities[:LISTED]]
    more = len(activities) - LISTED
    lines += [t.many("… and {n} more", "… and {n} more", more)] if more > 0 else []
    ids = tuple(one.id for one in activities[:LISTED])
    rows = (*_cards(t, activities), *_whole(t, answered))
    return Screen(join([bold(head), size(t, activities), *lines]), rows, about=ShowsList(activities=ids))


def _count(t: Texts, answered: PlanAnswer) -> Screen:
    summary = answered.summary
    count = size(t, summary.activities)
    head = t("In the plan: {count}", count=count) if answered.is_whole else t("Your activities: {count}", count=count)
    return Screen(
        join([bold(head), *count_lines(t, summary.counts)]), _whole(t, answered), about=ShowsOverview(activities=())
    )


def _unset(t: Texts, answered: PlanAnswer) -> Screen:
    unset = [one for one in answered.summary.activities if one.is_open and one.is_unset]
    if not unset:
        return Screen(t("No activity lacks a set deadline."), _whole(t, answered), about=ShowsOverview(activities=()))
    lines = [numbered_name(t, one) for one in unset[:LISTED]]
    more = len(unset) - LISTED
    lines += [t.many("… and {n} more", "… and {n} more", more)] if more > 0 else []
    head = bold(t("⚪ No deadline is set: {count}", count=len(unset)))
    ids = tuple(one.id for one in unset[:LISTED])
    return Screen(join([head, *lines]), (*_cards(t, unset), *_whole(t, answered)), about=ShowsList(activities=ids))


def _cards(t: Texts, activities: Sequence[ActivityFacts]) -> tuple[Row, ...]:
    return in_rows(
        [button(number_sign(t, one), callbacks.OpenActivity(activity=one.id)) for one in activities[:BUTTONS]], 4
    )


def _changes(t: Texts, answered: PlanAnswer) -> Screen:
    if not answered.changes:
        return Screen(_none(t, answered), _whole(t, answered), about=ShowsEdition())
    entries = [entry for change in answered.changes for entry in _change(t, answered, change)]
    text = fitting(
        bold(_head(t, answered.asked)),
        entries,
        TEXT_LIMIT - 100,
        lambda left: t.many("… and {n} more", "… and {n} more", left),
    )
    told = [one for change in answered.changes for one in change.changes if one.kinds]
    return Screen(text, (*amending.cards(t, told), *_whole(t, answered)), about=ShowsEdition())


def _head(t: Texts, asked: Asked) -> Html:
    heads = {
        Asked.NEW: t("🆕 New in the plan"),
        Asked.LEFT_OUT: t("🗑 Left out of the plan"),
        Asked.DEADLINES: t("🗓 Moved deadlines"),
        Asked.OFFICERS: t("👤 Changed officers"),
    }
    return heads.get(asked, t("📄 What was changed in the plan"))


def _none(t: Texts, answered: PlanAnswer) -> Html:
    """That nothing was changed so, in the time asked about or at all."""
    times = times_of(answered.question)
    if answered.last is not None:
        day = t.long_day(t.local_day(answered.last.loaded_at))
        when = overview_views.asked(
            t, answered.summary, Question(months=answered.question.months, days=answered.question.days)
        )
        return t("Nothing of this was changed in the plan ({when}). The last such change: {day}", when=when, day=day)
    if answered.asked is Asked.CHANGES and not times:
        return t("The plan has not been changed since it was loaded.")
    return t("No amendment of the plan has changed this.")


def _change(t: Texts, answered: PlanAnswer, change: ChangeFacts) -> Iterator[Html]:
    day = t.long_day(t.local_day(change.loaded_at))
    said = t("Change of {day}, from «{document}»", day=day, document=shorten(change.document, DOCUMENT))
    yield bold(said if change.document else t("Change of {day}", day=day))
    if answered.asked is Asked.CHANGES:
        yield join(list(amending.tally(t, change.changes)))
    for one in change.changes:
        if one.kinds:
            yield _one(t, one)


def _one(t: Texts, one: Amended) -> Html:
    lines = list(amending.amended(t, one, (), new=amending.kinds(t)[Kind.NEW]))
    return join(lines)


def _whole(t: Texts, answered: PlanAnswer) -> tuple[Row, ...]:
    if not answered.is_whole:
        return ((button(t("📋 My activities"), callbacks.OpenMine()),),)
    return ((button(t("📋 The whole plan"), callbacks.Report(words="")),),)
