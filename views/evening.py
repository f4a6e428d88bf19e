"""The leads' evening digest: what their co-executors reported on the day."""

from services.language.addressing import as_sentence
from services.messages.purposes import ShowsDigest
from services.plan.calling import with_own_number
from services.plan.figures import ActivityFacts
from services.plan.marks import own_number
from services.reports.evening import EveningEntry, EveningFacts, PartReport
from views.kit import callbacks
from views.kit.paging import fitting
from views.kit.screen import Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, join
from views.kit.words import executor_name, files_line, number_sign, numbered_name, opening

ROOM = 3600
WORDS = 150
BUTTONS = 40


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
    return join([numbered_name(t, one.activity), *(_report(t, said, one.activity) for said in one.reports)])


def _report(t: Texts, said: PartReport, activity: ActivityFacts) -> Html:
    """«▫️ Б. Юнусов: 40% — лойиҳа келишилмоқда»."""
    name = executor_name(t, said.part.executor)
    percent = said.report.percent
    reading = t("done") if said.report.done else Html(f"{percent}%" if percent is not None else "")
    told = with_own_number(said.report.text, activity)
    text = as_sentence(told, own_number(activity.number), percent)  # what the line says already is not repeated
    words = opening(t, text, WORDS) if text else Html("")
    files = files_line(t, said.report.files) if said.report.files else Html("")
    return Html(f"▫️ {bold(name)}: {' · '.join(part for part in (reading, words, files) if part)}")
