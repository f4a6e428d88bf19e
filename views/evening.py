"""The leads' evening digest: what their co-executors reported on the day."""

from datetime import timedelta

from services.language.addressing import as_sentence
from services.messages.purposes import ShowsDigest
from services.plan.calling import with_own_number
from services.plan.figures import ActivityFacts
from services.plan.marks import own_number
from services.reports.evening import EveningEntry, EveningFacts, PartReport
from services.reports.handing_in import is_wholly_delivered
from views.kit import callbacks
from views.kit.paging import fitting
from views.kit.screen import Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, join
from views.kit.words import executor_name, files_line, number_sign, numbered_name, opening
from views.parts import term_of

ROOM = 3600
WORDS = 150
BUTTONS = 40
NEAR = timedelta(days=3)  # before a part's own term, from when the lead sees it here


def evening(t: Texts, facts: EveningFacts) -> Screen:
    """A line for each report of a co-executor, under its activity; a button for each activity."""
    head = bold(t("🌆 Reports of co-executors, {day}", day=t.day(facts.day)))
    text = fitting(head, [_entry(t, one) for one in facts.entries], ROOM, lambda _: Html("…"))
    buttons = (
        button(number_sign(t, one.activity), callbacks.OpenActivity(activity=one.activity.id))
        for one in facts.entries[:BUTTONS]
    )
    about = ShowsDigest(activities=tuple(one.activity.id for one in facts.entries))
    return Screen(text, in_rows(buttons, 4), about=about)


def _entry(t: Texts, one: EveningEntry) -> Html:
    ready = [t("All parts are delivered: it can be handed in.")] if is_wholly_delivered(one.activity) else []
    return join(
        [
            numbered_name(t, one.activity),
            *(_report(t, said, one.activity) for said in one.reports),
            *_of_the_others(t, one),
            *ready,
        ]
    )


def _of_the_others(t: Texts, one: EveningEntry) -> list[Html]:
    """The parts of which nothing was reported, and whose own term is over or comes within days."""
    told = {said.part.assignment_id for said in one.reports}
    near = one.activity.today + NEAR
    others = [part for part in one.activity.parts[1:] if part.assignment_id not in told]
    return [
        Html(f"{'🔴' if one.activity.is_part_late(part) else '⏰'} {bold(executor_name(t, part.executor))}: {term}")
        for part in others
        for term in term_of(t, one.activity, part)
        if (one.activity.own_due(part) or near) <= near
    ]


def _report(t: Texts, said: PartReport, activity: ActivityFacts) -> Html:
    """«▫️ Б. Юнусов: 40% — лойиҳа келишилмоқда»."""
    name = executor_name(t, said.part.executor)
    percent = said.report.percent
    reading = t("done") if said.report.done else Html(f"{percent}%" if percent is not None else "")
    told = with_own_number(said.report.text, activity)
    text = as_sentence(told, own_number(activity.number), percent)  # what the line says already is not repeated
    words = opening(t, text, WORDS) if text else Html("")
    files = files_line(t, said.report.files) if said.report.files else Html("")
    shown = (reading, words, files, *term_of(t, activity, said.part))
    return Html(f"▫️ {bold(name)}: {' · '.join(part for part in shown if part)}")
