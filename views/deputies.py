"""Deputies of officers who are away: naming one step by step, and the letters."""

from collections.abc import Sequence
from datetime import date, timedelta

from aiogram.types import InlineKeyboardButton

from services.people.deputies import DeputyProblem, SubstitutionFacts
from services.plan.figures import ExecutorRef
from views.kit import callbacks
from views.kit.figures import days_between
from views.kit.paging import TRIANGLES, paged
from views.kit.screen import Row, Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, join
from views.kit.words import executor_name

PAGE = 20
STARTS = (0, 1, 2, 3, 7)  # days from today
LENGTHS = (3, 7, 14, 21, 30, 45)  # days


def who(t: Texts, executor: ExecutorRef, executors: Sequence[ExecutorRef], page: int = 0) -> Screen:
    """Choose whose people get the reminders as well, from a page of executors."""
    others = paged([one for one in executors if one.id != executor.id], page, PAGE)
    rows = in_rows(
        (button(t.script(one.name), callbacks.Substitute(executor=executor.id, deputy=one.id)) for one in others.shown),
        2,
    )
    turn = others.turn(lambda to: callbacks.Substitute(executor=executor.id, page=to), TRIANGLES)
    text = t("Who should also get the reminders while {name} is away?", name=bold(executor_name(t, executor)))
    return Screen(text, rows).with_rows(turn, _back(t, executor))


def since(t: Texts, executor: ExecutorRef, deputy: ExecutorRef, today: date) -> Screen:
    """Ask from which day."""
    days = (today + timedelta(days=ahead) for ahead in STARTS)
    choices = (
        button(t.day(day), callbacks.Substitute(executor=executor.id, deputy=deputy.id, start=day)) for day in days
    )
    text = t("{deputy} stands in for {name}. From which day?", deputy=_bold(t, deputy), name=_bold(t, executor))
    return Screen(text, (*in_rows(choices, 2), _back(t, executor)))


def until(t: Texts, executor: ExecutorRef, deputy: ExecutorRef, start: date) -> Screen:
    """Ask until which day."""
    choices = (
        button(
            t.day(start + timedelta(days=days - 1)),
            callbacks.Substitute(executor=executor.id, deputy=deputy.id, start=start, days=days),
        )
        for days in LENGTHS
    )
    text = t(
        "{deputy} stands in for {name} from {day}. Until which day?",
        deputy=_bold(t, deputy),
        name=_bold(t, executor),
        day=t.day(start),
    )
    return Screen(text, (*in_rows(choices, 2), _back(t, executor)))


def sure(t: Texts, executor: ExecutorRef, deputy: ExecutorRef, start: date, end: date) -> Screen:
    """Ask once more."""
    lines = [
        t(
            "{deputy} stands in for {name}: {days}.",
            deputy=_bold(t, deputy),
            name=_bold(t, executor),
            days=days_between(t, start, end),
        ),
        t("Both receive the reminders, and both may report. The substitution ends by itself."),
    ]
    days = (end - start).days + 1
    yes = callbacks.Substitute(executor=executor.id, deputy=deputy.id, start=start, days=days, sure=True)
    return Screen(join(lines), ((button(t("✅ Yes"), yes),), _back(t, executor)))


def problem(t: Texts, problem: DeputyProblem, executor: ExecutorRef | None) -> Screen:
    """Say why it cannot be done."""
    sentences = {
        DeputyProblem.UNKNOWN: t("There is no such executor any more."),
        DeputyProblem.SAME: t("An officer cannot be their own deputy."),
        DeputyProblem.NOBODY: t("Nobody is linked to that executor yet, so reminders would reach nobody."),
        DeputyProblem.OVERLAP: t("Some of these days already have a deputy: end that substitution first."),
        DeputyProblem.PAST: t("These days have passed."),
    }
    return Screen(sentences[problem], (_back(t, executor),) if executor is not None else ())


def named(t: Texts, substitution: SubstitutionFacts) -> Screen:
    """To the admin: the deputy is named."""
    return Screen(join([_said(t, substitution), t("Both have been told.")]), (_back(t, substitution.executor),))


def ended(t: Texts, substitution: SubstitutionFacts) -> Screen:
    """To the admin: the substitution has ended."""
    text = t(
        "{deputy} no longer stands in for {name}.",
        deputy=_bold(t, substitution.deputy),
        name=_bold(t, substitution.executor),
    )
    return Screen(text, (_back(t, substitution.executor),))


def line(t: Texts, substitution: SubstitutionFacts) -> Html:
    """A substitution, on the officer's page."""
    days = days_between(t, substitution.from_on, substitution.until_on)
    return t("🤝 Deputy: {name}, {days}", name=_bold(t, substitution.deputy), days=days)


def rows(t: Texts, executor: ExecutorRef, substitutions: Sequence[SubstitutionFacts]) -> tuple[Row, ...]:
    """The substitution buttons of the officer's page."""
    end = [(_end_button(t, one),) for one in substitutions]
    return (*end, (button(t("🤝 Name a deputy"), callbacks.Substitute(executor=executor.id)),))


# -- letters -------------------------------------------------------------------------------------------------------


def named_letter(t: Texts, substitution: SubstitutionFacts, *, is_deputy: bool) -> Screen:
    """To the deputy's people and to the executor's own: from when and until when."""
    if not is_deputy:
        return Screen(_said(t, substitution))
    lines = [
        _said(t, substitution),
        t("You receive the reminders for {name} as well.", name=_bold(t, substitution.executor)),
    ]
    return Screen(join(lines), ((button(t("📋 My activities"), callbacks.OpenMine()),),))


def ended_letter(t: Texts, substitution: SubstitutionFacts) -> Screen:
    """To both: the substitution has ended."""
    text = t(
        "🤝 {deputy} no longer stands in for {name}.",
        deputy=_bold(t, substitution.deputy),
        name=_bold(t, substitution.executor),
    )
    return Screen(text)


def _said(t: Texts, substitution: SubstitutionFacts) -> Html:
    return t(
        "🤝 {deputy} stands in for {name}: {days}.",
        deputy=_bold(t, substitution.deputy),
        name=_bold(t, substitution.executor),
        days=days_between(t, substitution.from_on, substitution.until_on),
    )


def _bold(t: Texts, executor: ExecutorRef) -> Html:
    return bold(executor_name(t, executor))


def _end_button(t: Texts, substitution: SubstitutionFacts) -> InlineKeyboardButton:
    label = t("🤝 End: {name}", name=executor_name(t, substitution.deputy))
    return button(label, callbacks.EndSubstitution(substitution=substitution.id))


def _back(t: Texts, executor: ExecutorRef) -> Row:
    return (button(t("⬅️ Back"), callbacks.OpenOfficer(executor=executor.id)),)
