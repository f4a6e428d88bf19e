"""What heads see of their people: who has what to do, and what has come to a halt."""

from collections.abc import Mapping, Sequence

from services.messages.purposes import ShowsDigest
from services.plan.figures import ActivityFacts, ExecutorRef
from services.plan.status import Status
from services.reminders.escalating import PeopleLateFacts, PersonLate
from views.ahead import ahead_block
from views.kit import callbacks
from views.kit.paging import fitting, paged
from views.kit.screen import Row, Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, join
from views.kit.words import (
    executor_name,
    number_sign,
    numbered_name,
    signed_part,
    signed_status,
    spoken_of,
    status_line,
    time_left,
)

PAGE = 6
PEOPLE = 20
ROOM = 3000  # what is ahead follows
BUTTONS = 24
ASKED = 8


def people(t: Texts, work: Mapping[ExecutorRef, Sequence[ActivityFacts]], page: int = 0) -> Screen:
    """The head's people, each with what they have to do; a button opens it."""
    chosen = paged(list(work), page, PEOPLE)
    lines = [_person(t, one, work[one]) for one in chosen.shown]
    rows = in_rows((button(t.script(one.name), callbacks.OpenPeople(person=one.id)) for one in chosen.shown), 2)
    turn = chosen.turn(lambda to: callbacks.OpenPeople(page=to))
    mine = (button(t("📋 My activities"), callbacks.OpenMine()),)
    return Screen(join([bold(t("👥 My people")), *lines]), rows).with_rows(turn, mine)


def work_of(t: Texts, person: ExecutorRef, activities: Sequence[ActivityFacts], page: int = 0) -> Screen:
    """What one of them has to do, the most urgent first; each has a button that opens its card."""
    chosen = paged(activities, page, PAGE)
    head = bold(executor_name(t, person))
    entries = [join([numbered_name(t, one), status_line(t, one)]) for one in chosen.shown]
    entries = entries or [t("Has no activities in the plan.")]
    rows = in_rows((button(number_sign(t, one), callbacks.OpenActivity(activity=one.id)) for one in chosen.shown), 3)
    turn = chosen.turn(lambda to: callbacks.OpenPeople(person=person.id, page=to))
    ask = (button(t("🔔 Ask for a report"), callbacks.NudgeOne(executor=person.id)),) if activities else ()
    back = (button(t("👥 My people"), callbacks.OpenPeople()),)
    return Screen(join([head, *entries], "\n\n"), rows).with_rows(turn, ask, back)


def people_row(t: Texts, people: Sequence[ExecutorRef]) -> Row:
    """The button in a head's own list that opens their people's."""
    return (button(t.many("👥 My people: {n}", "👥 My people: {n}", len(people)), callbacks.OpenPeople()),)


def not_your_people(t: Texts) -> Screen:
    """An old button's person is led by somebody else now."""
    return Screen(
        t("They are not among your people any more."), ((button(t("👥 My people"), callbacks.OpenPeople()),),)
    )


def people_late(t: Texts, facts: PeopleLateFacts) -> Screen:
    """To a head: what has come to a halt, by the person, with buttons to ask them; at the end what is ahead."""
    if not facts.people:
        return _ahead_alone(t, facts)
    head = bold(t("👥 Your people: what has come to a halt, {day}", day=t.day(facts.day)))
    text = fitting(head, [_late(t, one, facts) for one in facts.people], ROOM, lambda _: Html("…"))
    every = {one.id: one for of in facts.people for one in of.activities}
    numbers = (
        button(number_sign(t, one), callbacks.OpenActivity(activity=one.id)) for one in list(every.values())[:BUTTONS]
    )
    ask = (
        button(t("🔔 {name}", name=t.script(one.person.name)), callbacks.NudgeOne(executor=one.person.id))
        for one in facts.people[:ASKED]
    )
    hint = t("🔔 asks them for a report.")
    about = ShowsDigest(activities=tuple(every))
    ahead = ahead_block(t, facts.ahead, facts.theirs)
    more = (_my_people(t),) if ahead else ()
    return Screen(join([text, hint, *ahead], "\n\n"), (*in_rows(numbers, 4), *in_rows(ask, 2), *more), about=about)


def _ahead_alone(t: Texts, facts: PeopleLateFacts) -> Screen:
    head = bold(t("👥 Your people: nothing new has come to a halt, {day}", day=t.day(facts.day)))
    return Screen(join([head, *ahead_block(t, facts.ahead, facts.theirs)], "\n\n"), (_my_people(t),))


def _my_people(t: Texts) -> Row:
    return (button(t("👥 My people"), callbacks.OpenPeople()),)


def _late(t: Texts, one: PersonLate, facts: PeopleLateFacts) -> Html:
    lines = [
        Html(f"{numbered_name(t, activity)} · {' · '.join(_halt(t, one.person, activity, facts))}")
        for activity in one.activities
    ]
    return join([bold(executor_name(t, one.person)), *lines])


def _halt(t: Texts, person: ExecutorRef, activity: ActivityFacts, facts: PeopleLateFacts) -> list[Html]:
    """How long it has stood still, and what its people have said of it all the same."""
    if activity.status is Status.OVERDUE:
        return [time_left(t, activity), *_spoken_of(t, person, activity, facts)]
    said = [part for part in (_standing(t, person, activity), time_left(t, activity)) if part]
    silence = t("two reminders without an answer")
    return [*said, silence, *_spoken_of(t, person, activity, facts)]


def _spoken_of(t: Texts, person: ExecutorRef, activity: ActivityFacts, facts: PeopleLateFacts) -> list[Html]:
    """What was said of it, under the one who said it: the whole is the lead's word, for whom a part is awaited."""
    if activity.lead.executor.id == person.id:
        return spoken_of(t, activity, facts.hand_ins, facts.asked)
    waiting = facts.hand_ins.get(activity.id)
    is_awaited = waiting is not None and any(one.executor.id == person.id for one in waiting.parts)
    return [*([t("their part is awaited")] if is_awaited else []), *spoken_of(t, activity, {}, facts.asked)]


def _standing(t: Texts, person: ExecutorRef, activity: ActivityFacts) -> Html:
    """The person's own part, not the lead's percent, where they are a co-executor."""
    part = next((one for one in activity.parts if one.executor.id == person.id), activity.lead)
    return signed_status(t, activity) if part.leads else signed_part(t, activity, part)


def _person(t: Texts, person: ExecutorRef, activities: Sequence[ActivityFacts]) -> Html:
    unfinished = [one for one in activities if one.is_open]
    late = sum(one.status is Status.OVERDUE for one in activities)
    parts = [t.many("{n} unfinished", "{n} unfinished", len(unfinished))]
    parts += [t.many("🔴 {n} overdue", "🔴 {n} overdue", late)] if late else []
    return Html(f"▫️ {bold(executor_name(t, person))}: {', '.join(parts)}")
