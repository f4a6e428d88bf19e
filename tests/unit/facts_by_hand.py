"""The seeded plan as facts of a day, made by hand: what views and selections are tested on, without a database."""

import functools
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from services.calendar.workdays import Workdays
from services.leadership.agenda import AgendaFacts
from services.leadership.summary import Changes, Quality, SectionFacts, SummaryFacts, counts, iso_week
from services.plan import file as planfile
from services.plan.activities import by_urgency
from services.plan.figures import ActivityFacts, ExecutorRef, Part, PlanFacts
from services.plan.silence import Silent
from services.plan.status import Status
from views.kit.texts import Texts, Translator

ROOT = Path(__file__).resolve().parents[2]
TASHKENT = ZoneInfo("Asia/Tashkent")
WORKDAYS = Workdays()
TODAY = date(2024, 4, 15)
BEFORE = datetime(2024, 4, 8, 4, tzinfo=UTC)

# On 15 April: five of the first quarter's are done, one of them late; what else of it is open is overdue.
STATUSES = {
    1: Status.RETURNED,
    **dict.fromkeys((3, 5), Status.OVERDUE),
    **dict.fromkeys((11, 13, 19, 20), Status.DONE),
    15: Status.DONE_LATE,
    21: Status.REVIEW,
    **dict.fromkeys((10, 18), Status.CONTINUOUS),
    4: Status.REGULAR,
    **dict.fromkeys((2, 6, 14, 24, 25), Status.IN_PROGRESS),
}
DONE_ON = {
    11: date(2024, 3, 20),
    13: date(2024, 3, 29),
    15: date(2024, 4, 2),
    19: date(2024, 3, 1),
    20: date(2024, 3, 29),
}


def texts(locale: str = "en") -> Texts:
    """The texts of a language."""
    return Translator(TASHKENT, "en")[locale]


@functools.cache
def plan_file() -> planfile.PlanFile:
    """The seeded plan."""
    return planfile.load_plan(ROOT / "data" / "seed_plan.json")


@functools.cache
def everybody() -> dict[str, ExecutorRef]:
    """The executors by key; ids from 1 in the plan's order."""
    return {
        one.key: ExecutorRef(index, one.key, one.name, one.kind == "unit")
        for index, one in enumerate(plan_file().executors, start=1)
    }


def activities(statuses: Mapping[int, Status] = STATUSES, today: date = TODAY) -> tuple[ActivityFacts, ...]:
    """The plan's activities with these statuses (by number; not started where none is given)."""
    return tuple(
        ActivityFacts(
            id=100 + activity.number,
            number=activity.number,
            text=activity.text,
            section=section.number,
            section_title=section.title,
            deadline_text=activity.deadline.text,
            status=statuses.get(activity.number, Status.NOT_STARTED),
            percent=0,
            starts_on=item.first,
            planned_due_on=item.due,
            due_on=item.due,
            done_on=DONE_ON.get(activity.number),
            today=today,
            parts=tuple(
                Part(1000 * activity.number + position, everybody()[key], position, 0, False, None)
                for position, key in enumerate(activity.executors)
            ),
            short_name=activity.short_name,
            rhythm=item.rhythm,
        )
        for section in plan_file().sections
        for activity in section.activities
        for item in plan_file().items(activity.deadline, WORKDAYS)
    )


def summary(
    chosen: tuple[ActivityFacts, ...] | None = None,
    *,
    today: date = TODAY,
    silent: tuple[Silent, ...] = (),
    changes: Changes | None = None,
    quality: Quality | None = None,
    agenda: tuple[int, ...] = (),
) -> SummaryFacts:
    """The plan as it stands on a day, with the lists that follow from the activities."""
    every = activities(today=today) if chosen is None else chosen
    plan = plan_file()
    numerals = dict.fromkeys(one.section for one in every)
    titles = {one.section: one.section_title for one in every}
    return SummaryFacts(
        plan=PlanFacts(1, plan.title, plan.organisation, date(2024, 1, 1), date(2024, 6, 30), len(every), 19, False),
        today=today,
        week=iso_week(today),
        counts=counts(every),
        activities=every,
        sections=tuple(
            SectionFacts(numeral, titles[numeral], counts(one for one in every if one.section == numeral))
            for numeral in numerals
        ),
        overdue=tuple(one for one in every if one.status is Status.OVERDUE),
        due_soon=by_urgency(one for one in every if _is_due_soon(one)),
        review=tuple(one for one in every if one.status is Status.REVIEW),
        silent=silent,
        changes=changes or Changes(BEFORE, 0, (), (), (), (), ()),
        quality=quality or Quality(19, (), ()),
        agenda=tuple(
            AgendaFacts(item.number, item.text, item.deadline.text, today.replace(day=1), today.replace(day=1))
            for item in plan.agenda
            if item.number in agenda
        ),
    )


def silence(key: str, since: date, *numbers: int) -> Silent:
    """An executor silent since a day."""
    return Silent(everybody()[key], since, False, numbers)


def _is_due_soon(facts: ActivityFacts) -> bool:
    waits = facts.status in (Status.REVIEW, Status.OVERDUE)
    return facts.is_open and not waits and facts.days_left is not None and facts.days_left <= 14
