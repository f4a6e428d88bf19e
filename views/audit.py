"""The audit in words: who did what, when; pages, and what they can be narrowed to."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from aiogram.types import InlineKeyboardButton

from services.audit.trail import AuditFacts, AuditFilter, AuditPage
from services.calendar.deadlines import Period
from services.people.naming import AccountRef, AdminFacts
from services.plan.figures import ExecutorRef
from views.edition import differences
from views.kit import callbacks
from views.kit.paging import TRIANGLES, Page, paged, pages_of
from views.kit.screen import Row, Screen, button, in_rows, shorten
from views.kit.texts import Html, Texts, bold, escape, join

PAGE = 10
WORDS = 120  # of a reason or a text within an entry
CHOICES = 30
_WORD = re.compile(r"([aep])(\d{1,9})|d(\d{8})", re.ASCII)


def pack(asked: AuditFilter) -> str:
    """«a7 e12 p5 d20240305»: activity, executor, account, day."""
    words = [
        f"a{asked.activity}" if asked.activity is not None else "",
        f"e{asked.executor}" if asked.executor is not None else "",
        f"p{asked.account}" if asked.account is not None else "",
        f"d{asked.day:%Y%m%d}" if asked.day is not None else "",
    ]
    return " ".join(word for word in words if word)


def unpack(words: str) -> AuditFilter:
    """What pack() packed; words of no kind, as in a forged button, are passed over."""
    asked = AuditFilter()
    for letter, number, day in _WORD.findall(words):
        if letter == "a":
            asked = replace(asked, activity=int(number))
        elif letter == "e":
            asked = replace(asked, executor=int(number), account=None)
        elif letter == "p":
            asked = replace(asked, account=int(number), executor=None)
        else:
            asked = replace(asked, day=_day(day) or asked.day)
    return asked


def page(t: Texts, asked: AuditFilter, found: AuditPage, person: str | None) -> Screen:
    """A page of the audit, newest first; `person` is the name that is asked about."""
    shown = Page(found.entries, found.page, pages_of(found.total, PAGE))
    head = [bold(t("📜 Who did what")), *_asked(t, asked, person)]
    if not found.total:
        return Screen(join([*head, t("Nothing was found.")]), _narrowing(t, asked))
    if shown.count > 1:
        head.append(t("Page {page} of {pages}", page=shown.number + 1, pages=shown.count))
    words = pack(asked)
    turn = shown.turn(lambda to: callbacks.OpenAudit(words=words, page=to))
    excel = (button(t("📊 Excel"), callbacks.AuditFile(words=words)),)
    entries = [entry(t, one) for one in shown.shown]
    return Screen(join([join(head), *entries], "\n\n")).with_rows(turn, *_narrowing(t, asked), excel)


def entry(t: Texts, one: AuditFacts) -> Html:
    """«5 March, 10:02 · М. Алимбаев» and what they did."""
    return join([Html(f"{t.moment(one.at)} · {bold(who(t, one))}"), what(t, one)])


def who(t: Texts, one: AuditFacts) -> Html:
    """The person's name; the bot's own deeds are the bot's."""
    return t("the bot itself") if one.who is None else escape(one.who)


def what(t: Texts, one: AuditFacts) -> Html:
    """The deed in one sentence, with what it changed."""
    kind = one.action.partition(".")[0]
    say = _KINDS.get(kind)
    said = (say(t, one) if say is not None else None) or escape(one.action)
    return said if one.period is None else join([said, _of_earlier_plan(t, one.period)])


def choose_activity(t: Texts, asked: AuditFilter, numbers: Sequence[int], page: int) -> Screen:
    """Which activity?"""
    chosen = paged(numbers, page, CHOICES * 2)
    rows = in_rows((_narrow(f"№{one}", replace(asked, activity=one)) for one in chosen.shown), 6)
    return Screen(t("Which activity?"), rows).with_rows(_turning("activity", asked, chosen), _back(t, asked))


def choose_person(
    t: Texts, asked: AuditFilter, executors: Sequence[ExecutorRef], admins: Sequence[AdminFacts], page: int
) -> Screen:
    """Which person? Admins first, then the plan's executors."""
    every = [
        *(
            _narrow(f"🔑 {one.account.name}", replace(asked, account=one.account.id, executor=None))
            for one in admins
            if one.account is not None
        ),
        *(_narrow(t.script(one.name), replace(asked, executor=one.id, account=None)) for one in executors),
    ]
    chosen = paged(every, page, CHOICES)
    rows = in_rows(chosen.shown, 2)
    return Screen(t("Which person?"), rows).with_rows(_turning("person", asked, chosen), _back(t, asked))


def choose_day(t: Texts, asked: AuditFilter, days: Sequence[date]) -> Screen:
    """Which day, of the last ones on which anything was done?"""
    rows = in_rows((_narrow(t.day(one), replace(asked, day=one)) for one in days), 3)
    hint = t("Or write the day: /audit 05.03.2024")
    return Screen(join([t("Which day?"), hint])).with_rows(*rows, _back(t, asked))


def which(
    t: Texts, words: str, asked: AuditFilter, found: Sequence[ExecutorRef], accounts: Sequence[AccountRef]
) -> Screen:
    """A name that several answer to, or none."""
    if not found and not accounts:
        lines = [
            t("I did not understand «{words}».", words=shorten(words, WORDS)),
            t("Try /audit 7, /audit and a name, /audit 05.03.2024"),
        ]
        return Screen(join(lines), (_back(t, asked),))
    buttons = [
        *(_narrow(t.script(one.name), replace(asked, executor=one.id)) for one in found[:CHOICES]),
        *(_narrow(one.name, replace(asked, account=one.id)) for one in accounts[:CHOICES]),
    ]
    return Screen(t("Who is meant by «{words}»?", words=shorten(words, WORDS)), in_rows(buttons, 2))


def file_name(today: date) -> str:
    """The name of the Excel file."""
    return f"audit-{today}.xlsx"


def file_heads(t: Texts) -> tuple[Html, ...]:
    """The heads of the file's columns."""
    return t("Day"), t("Time"), t("Who"), t("What"), Html("№")


def file_title(t: Texts) -> Html:
    """The title of the file and of its sheet."""
    return t("Who did what")


def file_caption(t: Texts, asked: AuditFilter, person: str | None, count: int) -> Html:
    """What stands under the Excel file."""
    head = t.many("📜 Who did what: {n} entry", "📜 Who did what: {n} entries", count)
    return join([bold(head), *_asked(t, asked, person)])


# -- sentences -----------------------------------------------------------------------------------------------------


def _activity(t: Texts, one: AuditFacts) -> Html | None:
    number, before, after = one.activity, one.before, one.after
    said = {
        "activity.accepted": t("Activity {number} was accepted.", number=number),
        "activity.returned": t("Activity {number} was returned.", number=number),
        "activity.reopened": t("The acceptance of activity {number} was taken back.", number=number),
        "activity.closed": t("Activity {number} was removed from control.", number=number),
        "activity.restored": t("Activity {number} was put on control again.", number=number),
        "activity.changed": t("A new edition of the plan changed activity {number}.", number=number),
        "activity.overruled": t(
            "A new edition of the plan took the place of what administrators had changed in activity {number}.",
            number=number,
        ),
        "activity.removed": t("A new edition of the plan leaves out activity {number}.", number=number),
        "activity.deadline": t(
            "The deadline of activity {number} was moved from {old} to {new}.",
            number=number,
            old=_date(t, before.get("due_on")),
            new=_date(t, after.get("due_on")),
        ),
        "activity.lead": t(
            "The responsible officer of activity {number} is {new} in the place of {old}.",
            number=number,
            new=t.plan(str(after.get("lead", "—"))),
            old=t.plan(str(before.get("lead", "—"))),
        ),
        "activity.text": t(
            "The text of activity {number} was corrected: {text}",
            number=number,
            text=_quoted(t, t.script(str(after.get("text", "")))),
        ),
    }.get(one.action)
    if said is not None and one.action in ("activity.changed", "activity.overruled"):
        return join([said, *differences(t, before, after)])
    return None if said is None else _with_reason(t, said, after)


def _report(t: Texts, one: AuditFacts) -> Html | None:
    if one.action == "report.reverted":
        return t("The report on activity {number} was taken back or put right.", number=one.activity)
    if one.action != "report.recorded":
        return None
    if one.after.get("part_done"):
        return t("Reported that the work on activity {number} is done.", number=one.activity)
    percent = one.after.get("part_percent")
    if percent:
        return t("Reported on activity {number}: {percent}%.", number=one.activity, percent=percent)
    return t("Reported on activity {number}.", number=one.activity)


def _extension(t: Texts, one: AuditFacts) -> Html | None:
    said = {
        "extension.asked": t(
            "Asked for more time for activity {number}, until {day}.",
            number=one.activity,
            day=_date(t, one.after.get("to")),
        ),
        "extension.reworded": t("Changed the reason of the request, activity {number}.", number=one.activity),
        "extension.approved": t(
            "More time was given to activity {number}, until {day}.",
            number=one.activity,
            day=_date(t, one.after.get("due_on")),
        ),
        "extension.refused": t("Activity {number} got no more time.", number=one.activity),
    }.get(one.action)
    return None if said is None else _with_reason(t, said, {"reason": one.after.get("comment")})


def _instruction(t: Texts, one: AuditFacts) -> Html | None:
    if one.action != "instruction.given":
        return None
    return t("Gave an instruction on activity {number}.", number=one.activity)


def _executor(t: Texts, one: AuditFacts) -> Html | None:
    name, person = t.plan(one.whom or "—"), one.person or "—"
    days = t("{first} – {last}", first=_date(t, one.after.get("from")), last=_date(t, one.after.get("until")))
    deputy = t.plan(str(one.after.get("deputy", "—")))
    return {
        "executor.invited": t("Made an invite for {name}.", name=name),
        "executor.linked": t("{person} was linked as {name}.", person=person, name=name),
        "executor.unlinked": t("{person} was unlinked from {name}.", person=person, name=name),
        "executor.nudged": t("Asked {name} for a word.", name=name),
        "executor.substituted": t(
            "{deputy} was named to stand in for {name}: {days}.", deputy=deputy, name=name, days=days
        ),
        "executor.back": t("{deputy} no longer stands in for {name}.", deputy=deputy, name=name),
    }.get(one.action)


def _admin(t: Texts, one: AuditFacts) -> Html | None:
    name = one.whom or "—"
    return {
        "admin.named": t("Made {name} an administrator.", name=name),
        "admin.removed": t("Removed {name} from the administrators.", name=name),
    }.get(one.action)


def _plan(t: Texts, one: AuditFacts) -> Html | None:
    return {
        "plan.loaded": t(
            "Loaded an edition of the plan: {added} activities added, {changed} changed.",
            added=one.after.get("added", 0),
            changed=one.after.get("changed", 0),
        ),
        "plan.closed": t("Closed the period of the plan."),
        "plan.reopened": t("Carried on the plan that was closed."),
    }.get(one.action)


def _group(t: Texts, one: AuditFacts) -> Html | None:
    return {
        "group.bound": t("Made a group the leadership chat."),
        "group.found": t("The leadership chat can be written to again."),
        "group.refused": t("A chat that is no group is not the leadership chat any more."),
        "group.migrated": t("The leadership group became a supergroup."),
        "group.lost": t("The leadership chat can not be written to any more."),
    }.get(one.action)


def _sending(t: Texts, one: AuditFacts) -> Html | None:
    name = one.whom or "—"
    return {
        "account.lost": t("{name} can not be written to any more.", name=name),
        "account.disowned": t("Took back the rights of an account that stands for nobody."),
        "outbox.failed": t("A message could not be sent."),
        "outbox.retried": t("Had a failed message tried again."),
        "reminder.queued": t("Reminded {name}.", name=name),
        "summary.queued": t("Sent the weekly summary."),
    }.get(one.action)


_KINDS: Mapping[str, Callable[[Texts, AuditFacts], Html | None]] = {
    "account": _sending,
    "activity": _activity,
    "admin": _admin,
    "executor": _executor,
    "extension": _extension,
    "group": _group,
    "instruction": _instruction,
    "outbox": _sending,
    "plan": _plan,
    "reminder": _sending,
    "report": _report,
    "summary": _sending,
}


# -- parts ---------------------------------------------------------------------------------------------------------


def _of_earlier_plan(t: Texts, period: Period) -> Html:
    return t("(the plan of {first} – {last})", first=t.long_day(period.start), last=t.long_day(period.end))


def _with_reason(t: Texts, said: Html, values: Mapping[str, object]) -> Html:
    reason = values.get("reason")
    return join([said, _quoted(t, str(reason))], " ") if reason else said


def _quoted(_t: Texts, text: str) -> Html:
    return Html(f"«{escape(shorten(text, WORDS))}»")


def _date(t: Texts, value: object) -> Html:
    """A day kept as text; «—» for none."""
    try:
        return t.long_day(date.fromisoformat(str(value)))
    except ValueError:
        return Html("—")


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _asked(t: Texts, asked: AuditFilter, person: str | None) -> list[Html]:
    said = [
        t("Activity {number}", number=asked.activity) if asked.activity is not None else None,
        t.plan(person) if person is not None else None,
        t.long_day(asked.day) if asked.day is not None else None,
    ]
    found = [one for one in said if one is not None]
    return [Html(" · ".join(found))] if found else []


def _narrowing(t: Texts, asked: AuditFilter) -> tuple[Row, ...]:
    words = pack(asked)
    kinds = (
        button(t("🔎 Activity"), callbacks.ChooseAudit(kind="activity", words=words)),
        button(t("🔎 Person"), callbacks.ChooseAudit(kind="person", words=words)),
        button(t("🔎 Day"), callbacks.ChooseAudit(kind="day", words=words)),
    )
    if asked == AuditFilter():
        return (kinds,)
    return (kinds, (button(t("✖️ All of it"), callbacks.OpenAudit()),))


def _narrow(label: str, asked: AuditFilter) -> InlineKeyboardButton:
    return button(label, callbacks.OpenAudit(words=pack(asked)))


def _turning(kind: str, asked: AuditFilter, chosen: Page[Any]) -> Row:
    return chosen.turn(lambda to: callbacks.ChooseAudit(kind=kind, words=pack(asked), page=to), TRIANGLES)


def _back(t: Texts, asked: AuditFilter) -> Row:
    return (button(t("⬅️ Back"), callbacks.OpenAudit(words=pack(asked))),)
