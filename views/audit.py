"""The audit in words: who did what and when, by the page, with its filters."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from aiogram.types import InlineKeyboardButton

from services.audit.log import AuditFacts, AuditFilter, AuditPage
from services.calendar.deadlines import Period
from services.control.loader import IS_TAKEN_BACK
from services.people.admin_accounts import AccountRef, AdminFacts
from services.plan.figures import ExecutorRef
from services.plan.marks import shown_number
from views.edition import differences
from views.kit import callbacks
from views.kit.callbacks import AuditChoice
from views.kit.paging import TRIANGLES, Page, paged, pages_of
from views.kit.screen import Row, Screen, button, in_rows, shorten
from views.kit.texts import Html, Texts, bold, escape, join

PAGE = 10
WORDS = 120  # of a reason or a text within an entry
CHOICES = 30
_LARGEST = 2**31 - 1  # id that a database keeps
_WORD = re.compile(r"([aepl])(\d{1,10})(?!\d)|d(\d{8})", re.ASCII)


def pack(asked: AuditFilter) -> str:
    """«a7 e12 p5 l1 d20240305»: activity, executor, account, line of plans, day."""
    words = [
        f"a{asked.activity}" if asked.activity is not None else "",
        f"e{asked.executor}" if asked.executor is not None else "",
        f"p{asked.account}" if asked.account is not None else "",
        f"l{asked.line}" if asked.line is not None else "",
        f"d{asked.day:%Y%m%d}" if asked.day is not None else "",
    ]
    return " ".join(word for word in words if word)


def unpack(words: str) -> AuditFilter:
    """What pack() packed; unknown words, as in a forged button, are ignored."""
    asked = AuditFilter()
    for letter, number, day in _WORD.findall(words):
        if number and int(number) > _LARGEST:
            continue
        if letter == "a":
            asked = replace(asked, activity=int(number))
        elif letter == "e":
            asked = replace(asked, executor=int(number), account=None)
        elif letter == "l":
            asked = replace(asked, line=int(number))
        elif letter == "p":
            asked = replace(asked, account=int(number), executor=None)
        else:
            asked = replace(asked, day=_day(day) or asked.day)
    return asked


def page(t: Texts, asked: AuditFilter, page: AuditPage) -> Screen:
    """A page of the audit, newest first."""
    shown = Page(page.entries, page.page, pages_of(page.total, PAGE))
    head = [bold(t("📜 Who did what")), *_asked(t, asked, page)]
    if not page.total:
        return Screen(join([*head, t("Nothing was found.")]), _narrowing(t, asked))
    if shown.count > 1:
        head.append(t("Page {page} of {pages}", page=shown.number + 1, pages=shown.count))
    words = pack(asked)
    turn = shown.turn(lambda to: callbacks.OpenAudit(words=words, page=to))
    excel = (button(t("📊 Excel"), callbacks.AuditFile(words=words)),)
    is_named = asked.activity is None or page.is_mixed
    name = next((one.name for one in page.entries if one.name is not None), None) if not is_named else None
    head += [t.plan(name)] if name is not None else []
    if page.is_mixed and asked.activity is not None:
        number = t.script(shown_number(asked.activity, page.marks))
        head.append(t("Several activities have had the number {number}: each is named.", number=number))
    entries = [entry(t, one, is_named=is_named) for one in shown.shown]
    return Screen(join([join(head), *entries], "\n\n")).with_rows(turn, *_narrowing(t, asked), excel)


def entry(t: Texts, entry: AuditFacts, *, is_named: bool = True) -> Html:
    """«5 March, 10:02 · М. Алимбаев» and what they did; `is_named`: the activity's name is told."""
    is_called_else = entry.number_then is not None or entry.is_left_out
    name = [_name(t, entry)] if (is_named or is_called_else) and entry.name is not None else []
    return join([Html(f"{t.moment(entry.at)} · {bold(who(t, entry))}"), what(t, entry), *name])


def _name(t: Texts, entry: AuditFacts) -> Html:
    """«№7 семинар ўтказиш (then №5)»: which activity it is, whatever has its number now."""
    name = Html(f"№{t.script(entry.written_number)} {t.plan(entry.name or '')}")
    said = (
        [t("then №{number}", number=t.script(shown_number(entry.number_then, entry.marks)))]
        if entry.number_then is not None
        else []
    )
    said += [t("left out of the plan")] if entry.is_left_out else []
    return Html(f"{name} ({join(said, ', ')})") if said else name


def who(t: Texts, entry: AuditFacts) -> Html:
    """The person's name; the bot's own actions are the bot's."""
    return t("the bot itself") if entry.who is None else escape(entry.who)


def what(t: Texts, entry: AuditFacts) -> Html:
    """The action in one sentence, with what it changed."""
    kind = entry.action.partition(".")[0]
    say = _KINDS.get(kind)
    sentence = (say(t, entry) if say is not None else None) or escape(entry.action)
    if entry.paper:
        sentence = Html(f"{t.plan(entry.paper)}: {sentence}")
    return sentence if entry.period is None else join([sentence, _of_earlier_plan(t, entry.period)])


def choose_activity(t: Texts, asked: AuditFilter, numbers: Mapping[int, str], page: int) -> Screen:
    """Choose an activity; `numbers` gives for each number how it is written."""
    chosen = paged(list(numbers.items()), page, CHOICES * 2)
    rows = in_rows((_narrow(f"№{said}", replace(asked, activity=one)) for one, said in chosen.shown), 6)
    return Screen(t("Which activity?"), rows).with_rows(_turning(AuditChoice.ACTIVITY, asked, chosen), _back(t, asked))


def choose_person(
    t: Texts, asked: AuditFilter, executors: Sequence[ExecutorRef], admins: Sequence[AdminFacts], page: int
) -> Screen:
    """Choose a person, admins first, then the plan's executors."""
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
    return Screen(t("Which person?"), rows).with_rows(_turning(AuditChoice.PERSON, asked, chosen), _back(t, asked))


def choose_day(t: Texts, asked: AuditFilter, days: Sequence[date]) -> Screen:
    """Choose one of the latest days with entries."""
    rows = in_rows((_narrow(t.day(one), replace(asked, day=one)) for one in days), 3)
    hint = t("Or write the day: /audit 05.03.2024")
    return Screen(join([t("Which day?"), hint])).with_rows(*rows, _back(t, asked))


def which(
    t: Texts, words: str, asked: AuditFilter, matches: Sequence[ExecutorRef], accounts: Sequence[AccountRef]
) -> Screen:
    """The name has several matches, or none."""
    if not matches and not accounts:
        lines = [
            t("I did not understand «{words}».", words=shorten(words, WORDS)),
            t("Try /audit 7, /audit and a name, /audit 05.03.2024"),
        ]
        return Screen(join(lines), (_back(t, asked),))
    buttons = [
        *(_narrow(t.script(one.name), replace(asked, executor=one.id)) for one in matches[:CHOICES]),
        *(_narrow(one.name, replace(asked, account=one.id)) for one in accounts[:CHOICES]),
    ]
    return Screen(t("Who is meant by «{words}»?", words=shorten(words, WORDS)), in_rows(buttons, 2))


def no_such_activity(t: Texts, number: str) -> Screen:
    """The plan has no activity of this number, and nothing is kept of one."""
    return Screen(t("The plan has no №{number}.", number=number), (_back(t, AuditFilter()),))


def file_name(today: date) -> str:
    """The name of the Excel file."""
    return f"audit-{today}.xlsx"


def file_heads(t: Texts) -> tuple[Html, ...]:
    """The heads of the file's columns."""
    return t("Day"), t("Time"), t("Who"), t("What"), Html("№")


def file_title(t: Texts) -> Html:
    """The title of the file and of its sheet."""
    return t("Who did what")


def file_caption(t: Texts, asked: AuditFilter, page: AuditPage) -> Html:
    """The caption of the Excel file."""
    head = t.many("📜 Who did what: {n} entry", "📜 Who did what: {n} entries", len(page.entries))
    return join([bold(head), *_asked(t, asked, page)])


# -- sentences -----------------------------------------------------------------------------------------------------


def _activity(t: Texts, entry: AuditFacts) -> Html | None:
    sentence = _of_edition(t, entry) or _of_activity(t, entry) or _of_oversight(t, entry) or _of_twins(t, entry)
    if sentence is None:
        return None
    if entry.action in ("activity.changed", "activity.overruled", "activity.removed"):
        return join([sentence, *differences(t, entry.before, entry.after)])
    return _with_reason(t, sentence, entry.after)


def _of_edition(t: Texts, entry: AuditFacts) -> Html | None:
    """What a new edition of the plan, or taking one back, made of an activity."""
    number = t.script(entry.written_number)
    match entry.action:
        case "activity.changed" | "activity.removed" if entry.after.get(IS_TAKEN_BACK):
            return t("Taking back the last change of the plan changed activity {number}.", number=number)
        case "activity.added":
            return t("A new edition of the plan adds activity {number}.", number=number)
        case "activity.changed":
            return t("A new edition of the plan changed activity {number}.", number=number)
        case "activity.overruled":
            return t(
                "A new edition of the plan replaced the administrators’ changes to activity {number}.",
                number=number,
            )
        case "activity.removed":
            return t("A new edition of the plan leaves out activity {number}.", number=number)
    return None


def _of_oversight(t: Texts, entry: AuditFacts) -> Html | None:
    number = t.script(entry.written_number)
    match entry.action:
        case "activity.document" if entry.after.get("document"):
            return t("Activity {number} is handed in with a document from now on.", number=number)
        case "activity.document":
            return t("Activity {number} needs no document any more.", number=number)
        case "activity.watched":
            return t("Activity {number} was taken under personal control.", number=number)
        case "activity.unwatched":
            return t("Activity {number} was taken out of personal control.", number=number)
    return None


def _of_twins(t: Texts, entry: AuditFacts) -> Html | None:
    number = t.script(entry.written_number)
    match entry.action:
        case "activity.tied":
            return t("Activity {number} was tied to another as the same work.", number=number)
        case "activity.no_twins":
            return t("Activity {number} was found to be no twin of another.", number=number)
        case "activity.untied":
            return t("The decision on a twin of activity {number} was taken back.", number=number)
    return None


def _of_activity(t: Texts, entry: AuditFacts) -> Html | None:  # noqa: PLR0911 -- a sentence per deed
    number, before, after = t.script(entry.written_number), entry.before, entry.after
    match entry.action:
        case "activity.accepted":
            return t("Activity {number} was accepted.", number=number)
        case "activity.returned":
            return t("Activity {number} was returned.", number=number)
        case "activity.reopened":
            return t("The acceptance of activity {number} was taken back.", number=number)
        case "activity.closed":
            return t("Activity {number} was removed from control.", number=number)
        case "activity.restored":
            return t("Activity {number} was put back on control.", number=number)
        case "activity.deadline" if not before.get("due_on"):
            return t("Activity {number} was given a deadline: {new}.", number=number, new=_date(t, after.get("due_on")))
        case "activity.deadline":
            return t(
                "The deadline of activity {number} was moved from {old} to {new}.",
                number=number,
                old=_date(t, before.get("due_on")),
                new=_date(t, after.get("due_on")),
            )
        case "activity.lead":
            return t(
                "The responsible officer of activity {number} is now {new} instead of {old}.",
                number=number,
                new=t.plan(str(after.get("lead", "—"))),
                old=t.plan(str(before.get("lead", "—"))),
            )
        case "activity.executor":
            return t(
                "Activity {number} was given to {new} instead of {old}.",
                number=number,
                new=t.plan(str(after.get("executor", "—"))),
                old=t.plan(str(before.get("executor", "—"))),
            )
        case "activity.text":
            return t(
                "The text of activity {number} was corrected: {text}",
                number=number,
                text=_quoted(t, t.script(str(after.get("text", "")))),
            )
    return None


def _report(t: Texts, entry: AuditFacts) -> Html | None:
    if entry.action == "report.reverted":
        return t("The report on activity {number} was taken back or corrected.", number=t.script(entry.written_number))
    if entry.action != "report.recorded":
        return None
    done, percent = _said(entry)
    if done:
        return t("Reported that the work on activity {number} is done.", number=t.script(entry.written_number))
    if percent is not None:
        return t("Reported on activity {number}: {percent}%.", number=t.script(entry.written_number), percent=percent)
    if done is False:
        return t("Reported that the work on activity {number} is not done yet.", number=t.script(entry.written_number))
    return t("Reported on activity {number}.", number=t.script(entry.written_number))


def _said(entry: AuditFacts) -> tuple[object, object]:
    """What the report itself said: done or not, and the percent; of older entries, what it changed in its part."""
    before, after = entry.before, entry.after
    if "done" in after:
        return after["done"], after["percent"]
    done = (after.get("part_done") and not before.get("part_done")) or None
    return done, after.get("part_percent") if after.get("part_percent") != before.get("part_percent") else None


def _notice(t: Texts, entry: AuditFacts) -> Html | None:
    if entry.action != "notice.acknowledged":
        return None
    if entry.activity is not None:
        return t("Confirmed having read of activity {number}.", number=t.script(entry.written_number))
    activities = entry.after.get("activities")
    count = len(activities) if isinstance(activities, list) else 0
    return t.many("Confirmed having read of {n} activity.", "Confirmed having read of {n} activities.", count)


def _extension(t: Texts, entry: AuditFacts) -> Html | None:
    sentence = _of_extension(t, entry)
    return None if sentence is None else _with_reason(t, sentence, {"reason": entry.after.get("comment")})


def _of_request(t: Texts, entry: AuditFacts) -> Html:
    day = _date(t, entry.after.get("to"))
    if entry.after.get("replaced"):
        before = _date(t, entry.after.get("replaced"))
        return t(
            "Requested more time for activity {number} until {day}, in place of {before}.",
            number=t.script(entry.written_number),
            day=day,
            before=before,
        )
    return t("Requested more time for activity {number}, until {day}.", number=t.script(entry.written_number), day=day)


def _of_extension(t: Texts, entry: AuditFacts) -> Html | None:
    match entry.action:
        case "extension.asked":
            sentence = _of_request(t, entry)
            return join([sentence, t("It was asked late.")], " ") if entry.after.get("late") else sentence
        case "extension.reworded":
            return t("Changed the reason for the request on activity {number}.", number=t.script(entry.written_number))
        case "extension.withdrawn":
            return t("Took back the request on activity {number}.", number=t.script(entry.written_number))
        case "extension.approved":
            return t(
                "More time was given to activity {number}, until {day}.",
                number=t.script(entry.written_number),
                day=_date(t, entry.after.get("due_on")),
            )
        case "extension.refused":
            return t("More time for activity {number} was refused.", number=t.script(entry.written_number))
    return None


def _part(t: Texts, entry: AuditFacts) -> Html | None:
    if entry.action != "part.term":
        return None
    name, number = t.plan(str(entry.after.get("executor") or "")), t.script(entry.written_number)
    if entry.after.get("due_on") is None:
        return t("Took away the own term of {name} in activity {number}.", name=name, number=number)
    days = {"old": _date(t, entry.before.get("due_on")), "new": _date(t, entry.after.get("due_on"))}
    return t("Set the term of {name} in activity {number}: {old} → {new}.", name=name, number=number, **days)


def _submission(t: Texts, entry: AuditFacts) -> Html | None:
    if entry.action != "submission.despite":
        return None
    told, number = entry.after.get("parts"), t.script(entry.written_number)
    parts = ", ".join(str(name) for name in told) if isinstance(told, list) else ""
    sentence = t("Handed in activity {number} while parts were open: {names}.", number=number, names=t.plan(parts))
    return _with_reason(t, sentence, entry.after)


def _obstacle(t: Texts, entry: AuditFacts) -> Html | None:
    number = t.script(entry.written_number)
    match entry.action:
        case "obstacle.raised":
            return _with_reason(t, t("Noted an obstacle to activity {number}.", number=number), entry.after)
        case "obstacle.withdrawn":
            return t("Took back the obstacle to activity {number}: there was none.", number=number)
        case "obstacle.detailed":
            return t("Wrote who could help with the obstacle to activity {number}.", number=number)
        case "obstacle.gone":
            return t("Marked the obstacle to activity {number} as gone.", number=number)
    return None


def _promise(t: Texts, entry: AuditFacts) -> Html | None:
    number = t.script(entry.written_number)
    match entry.action:
        case "promise.made":
            return t("Promised activity {number} by {day}", number=number, day=_date(t, entry.after.get("day")))
        case "promise.withdrawn":
            return t("Took back the promise on activity {number}.", number=number)
    return None


def _order(t: Texts, entry: AuditFacts) -> Html | None:
    if entry.action == "order.opened":
        return t("Opened the paper of orders «{mark}».", mark=t.plan(str(entry.after.get("mark", "—"))))
    if entry.action != "order.given":
        return None
    return t("Gave the order {number}.", number=t.script(entry.written_number))


def _instruction(t: Texts, entry: AuditFacts) -> Html | None:
    if entry.action == "instruction.given_to_all":
        return t("Gave an instruction to all executors of the plan.")
    if entry.action == "instruction.given_to_some":
        return t("Gave an instruction to executors by their names.")
    if entry.action != "instruction.given":
        return None
    return t("Gave an instruction on activity {number}.", number=t.script(entry.written_number))


def _executor(t: Texts, entry: AuditFacts) -> Html | None:  # noqa: PLR0911 -- a sentence per deed
    name, person = t.plan(entry.whom or "—"), entry.person or "—"
    days = t("{first} – {last}", first=_date(t, entry.after.get("from")), last=_date(t, entry.after.get("until")))
    deputy = t.plan(str(entry.after.get("deputy", "—")))
    match entry.action:
        case "executor.invited":
            return t("Made an invite for {name}.", name=name)
        case "executor.linked":
            return t("{person} was linked as {name}.", person=person, name=name)
        case "executor.unlinked":
            return t("{person} was unlinked from {name}.", person=person, name=name)
        case "executor.nudged":
            return t("Asked {name} for a report.", name=name)
        case "executor.substituted":
            return t("{deputy} was named to stand in for {name}: {days}.", deputy=deputy, name=name, days=days)
        case "executor.back":
            return t("{deputy} no longer stands in for {name}.", deputy=deputy, name=name)
    return _unit(t, entry, name)


def _unit(t: Texts, entry: AuditFacts, unit: str) -> Html | None:  # noqa: PLR0911 -- a sentence per deed
    head, member = entry.after.get("head"), t.plan(str(entry.after.get("member", "—")))
    match entry.action:
        case "executor.unit_added":
            return t("Added the unit {unit}.", unit=unit)
        case "executor.led" if head is not None:
            return t("Made {name} the head of {unit}.", name=t.plan(str(head)), unit=unit)
        case "executor.led":
            return t("Left {unit} without a head.", unit=unit)
        case "executor.joined_unit":
            return t("Added {name} to {unit}.", name=member, unit=unit)
        case "executor.left_unit":
            return t("Took {name} out of {unit}.", name=member, unit=unit)
        case "executor.class" if entry.after.get("is_class"):
            return t("Gave each member of {unit} a part of their own.", unit=unit)
        case "executor.class":
            return t("Gave {unit} one part for all its members.", unit=unit)
    return None


def _admin(t: Texts, entry: AuditFacts) -> Html | None:
    name = entry.whom or "—"
    match entry.action:
        case "admin.named":
            return t("Made {name} an administrator.", name=name)
        case "admin.removed":
            return t("Removed {name} from the administrators.", name=name)
    return None


def _plan(t: Texts, entry: AuditFacts) -> Html | None:
    match entry.action:
        case "plan.loaded":
            return t(
                "Loaded an edition of the plan: {added} activities added, {changed} changed.",
                added=entry.after.get("added", 0),
                changed=entry.after.get("changed", 0),
            )
        case "plan.taken_back":
            return t(
                "Took back the last change of the plan: {added} activities added, {changed} changed.",
                added=entry.after.get("added", 0),
                changed=entry.after.get("changed", 0),
            )
    return _period(t, entry)


def _period(t: Texts, entry: AuditFacts) -> Html | None:  # noqa: PLR0911 -- a sentence per deed
    match entry.action:
        case "plan.closed":
            return t("Closed the plan period.")
        case "plan.begun":
            return t("The plan came into force.")
        case "plan.dropped":
            return t("Took off the plan that waited for its first day.")
        case "plan.taken_off":
            return t("Took off {mark}, which had been loaded by mistake.", mark=t.script(str(entry.before.get("mark"))))
        case "plan.reopened":
            return t("Reopened the closed plan.")
        case "plan.marked":
            before, after = t.script(str(entry.before.get("mark"))), t.script(str(entry.after.get("mark")))
            return t("Changed the mark of a plan: «{before}» → «{after}».", before=before, after=after)
    return None


def _group(t: Texts, entry: AuditFacts) -> Html | None:  # noqa: PLR0911 -- a sentence per deed
    match entry.action:
        case "group.of_unit":
            return t("Made a group the own group of {unit}.", unit=t.plan(str(entry.after.get("unit", "—"))))
        case "group.no_unit":
            return t("Left {unit} without a group of its own.", unit=t.plan(str(entry.after.get("unit", "—"))))
        case "group.of_plan":
            return t("Made a group the own leadership chat of {plan}.", plan=t.plan(str(entry.after.get("plan", "—"))))
        case "group.no_plan":
            return t(
                "Left {plan} without a leadership chat of its own.", plan=t.plan(str(entry.after.get("plan", "—")))
            )
        case "group.bound":
            return t("Made a group the leadership chat.")
        case "group.found":
            return t("The leadership chat can be reached again.")
        case "group.refused":
            return t("A chat that is not a group is no longer the leadership chat.")
        case "group.migrated":
            return t("The leadership group became a supergroup.")
        case "group.lost":
            return t("The leadership chat can no longer be reached.")
    return None


def _sending(t: Texts, entry: AuditFacts) -> Html | None:  # noqa: PLR0911 -- a sentence per deed
    name = entry.whom or "—"
    match entry.action:
        case "account.lost":
            return t("{name} can no longer be reached.", name=name)
        case "account.disowned":
            return t("Removed the rights of an account that is no person’s.")
        case "outbox.failed":
            return t("A message could not be sent.")
        case "outbox.retried":
            return t("Sent a failed message again.")
        case "reminder.queued":
            return t("Reminded {name}.", name=name)
        case "summary.queued":
            return t("Sent the weekly summary.")
        case "watched.told":
            return t("Told the leadership what is new under its personal control.")
    return None


def _appeal(t: Texts, entry: AuditFacts) -> Html:
    name = entry.whom or "—"
    match entry.action:
        case "appeal.answered" if entry.activity is not None and entry.after.get("kind") == "refusal":
            number = t.script(entry.written_number)
            left = t(
                "Left activity {number} with {name}, who had said that it is not theirs.", number=number, name=name
            )
            return _with_reason(t, left, {"reason": entry.after.get("answer")})
        case "appeal.answered":
            answered = t("Answered {name}’s words to the control department.", name=name)
            return _with_reason(t, answered, {"reason": entry.after.get("answer")})
        case "appeal.closed":
            return t("Marked {name}’s words to the control department as seen to.", name=name)
        case "appeal.withdrawn":
            return t("{name} took back that an activity is not theirs.", name=name)
        case "appeal.refusal":
            said = t("{name} said that it is not theirs; passed on to the administrators.", name=name)
            return _with_reason(t, said, entry.after)
    return t("Passed {name}’s words on to the administrators.", name=name)


_KINDS: Mapping[str, Callable[[Texts, AuditFacts], Html | None]] = {
    "account": _sending,
    "activity": _activity,
    "admin": _admin,
    "appeal": _appeal,
    "executor": _executor,
    "extension": _extension,
    "group": _group,
    "instruction": _instruction,
    "order": _order,
    "notice": _notice,
    "obstacle": _obstacle,
    "outbox": _sending,
    "part": _part,
    "plan": _plan,
    "promise": _promise,
    "reminder": _sending,
    "report": _report,
    "submission": _submission,
    "summary": _sending,
    "watched": _sending,
}


# -- parts ---------------------------------------------------------------------------------------------------------


def _of_earlier_plan(t: Texts, period: Period) -> Html:
    return t("(the plan of {first} – {last})", first=t.long_day(period.start), last=t.long_day(period.end))


def _with_reason(t: Texts, sentence: Html, values: Mapping[str, object]) -> Html:
    reason = values.get("reason")
    return join([sentence, _quoted(t, str(reason))], " ") if reason else sentence


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


def _asked(t: Texts, asked: AuditFilter, page: AuditPage) -> list[Html]:
    words = [
        t("Activity {number}", number=t.script(shown_number(asked.activity, page.marks)))
        if asked.activity is not None
        else t.script(next((one.text for one in page.marks if one.line == asked.line), "")) or None,
        t.plan(page.person) if page.person is not None else None,
        t.long_day(asked.day) if asked.day is not None else None,
    ]
    given = [one for one in words if one is not None]
    return [Html(" · ".join(given))] if given else []


def _narrowing(t: Texts, asked: AuditFilter) -> tuple[Row, ...]:
    words = pack(asked)
    kinds = (
        button(t("🔎 Activity"), callbacks.ChooseAudit(kind=AuditChoice.ACTIVITY, words=words)),
        button(t("🔎 Person"), callbacks.ChooseAudit(kind=AuditChoice.PERSON, words=words)),
        button(t("🔎 Day"), callbacks.ChooseAudit(kind=AuditChoice.DAY, words=words)),
    )
    if asked == AuditFilter():
        return (kinds,)
    return (kinds, (button(t("✖️ All of it"), callbacks.OpenAudit()),))


def _narrow(label: str, asked: AuditFilter) -> InlineKeyboardButton:
    return button(label, callbacks.OpenAudit(words=pack(asked)))


def _turning(kind: AuditChoice, asked: AuditFilter, chosen: Page[Any]) -> Row:
    return chosen.turn(lambda to: callbacks.ChooseAudit(kind=kind, words=pack(asked), page=to), TRIANGLES)


def _back(t: Texts, asked: AuditFilter) -> Row:
    return (button(t("⬅️ Back"), callbacks.OpenAudit(words=pack(asked))),)
