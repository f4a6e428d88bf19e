"""Language, hours and help."""

from collections.abc import Sequence
from datetime import time

from aiogram.types import InlineKeyboardButton

from services.people.accounts import Hours, Person
from views.kit import callbacks
from views.kit.commands import Role, described
from views.kit.keys import REMOVED, keyboard
from views.kit.languages import LANGUAGES
from views.kit.screen import Row, Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, escape, join

QUIET_FROM = (18, 20, 22)
OWN_HOURS = 8  # of the day that are offered
IN_A_ROW = 4


def languages(t: Texts) -> Screen:
    """The languages to choose from."""
    return Screen(t("Choose the language:"), _language_rows(t))


def spoken(t: Texts) -> Screen:
    """The language was chosen: said in it."""
    return Screen(_spoken(t), _language_rows(t))


def keys_in(t: Texts) -> Screen:
    """The same, with the keys in that language."""
    return Screen(_spoken(t), keys=keyboard(t))


def _spoken(t: Texts) -> Html:
    return t("From now on I write to you in {language}.", language=bold(t.language.name))


def settings(t: Texts, person: Person, hours: Hours, remind_at: time) -> Screen:
    """A person's settings, each with its buttons; no reminder comes before `remind_at`."""
    lines = [
        bold(t("Settings")),
        t("Language: {language}", language=bold(t.language.name)),
        t("Reminders come: {hours}", hours=bold(hours_word(t, hours))),
        t("🔔 the hour of the day's reminder; 🔕 when silence begins, until that hour."),
    ]
    screen = Screen(join(lines), (*_language_rows(t), *_hours_rows(t, hours, own_hours(remind_at))))
    if not person.is_officer:
        return screen
    label = t("⌨️ Remove the keys below") if person.wants_keys else t("⌨️ Put the keys below")
    return screen.with_rows((button(label, callbacks.KeepKeys(wanted=not person.wants_keys)),))


def keys(t: Texts, *, wanted: bool) -> Screen:
    """The keys below the writing line, put there or taken away."""
    if wanted:
        return Screen(t("⌨️ The keys are below again."), keys=keyboard(t))
    return Screen(t("⌨️ The keys are removed. Put them back in /settings."), keys=REMOVED)


def own_hours(remind_at: time) -> tuple[int, ...]:
    """The hours that can be chosen for the day's reminder: full hours from `remind_at` on."""
    first = remind_at.hour + (remind_at > time(remind_at.hour))
    return tuple(range(first, min(first + OWN_HOURS, QUIET_FROM[0])))


def is_offered(start: int, end: int, remind_at: time) -> bool:
    """Whether a button offers these hours."""
    return start in own_hours(remind_at) and end in QUIET_FROM


def hours_word(t: Texts, hours: Hours) -> Html:
    """«from 09:00 to 18:00», or at any time."""
    if hours.start is None or hours.end is None:
        return t("at any time of the day")
    return t("from {start} to {end}", start=f"{hours.start:%H:%M}", end=f"{hours.end:%H:%M}")


def help_for(t: Texts, role: Role, *, also_officer: bool = False, is_head: bool = False, number: str = "5") -> Screen:
    """What the bot can do for this person, on a screen of a phone; an admin may answer for an executor as well.

    A head has people whose work they look at. `number` is an activity of the officer's own, for the examples.
    """
    others = {"admin": _admin, "leadership": _leadership, "leader": _leader}
    lines = _officer(t, number) if role == "officer" else others[role](t)
    if also_officer:
        lines += _commands(t, ("my", "calendar"))
    rows = _help_rows(t, role)
    if is_head:
        lines.append(t("👥 My people — their work; «🔔» asks one of them for a report."))
        rows = (*rows, (button(t("👥 My people"), callbacks.OpenPeople()),))
    return Screen(join(lines), rows)


def _officer(t: Texts, number: str) -> list[Html]:
    return [
        bold(t("I remind you of your work in time and take your reports.")),
        Html(""),
        t("Answer a reminder with a button, or reply to it in your own words. Or simply write:"),
        _example(
            t("№{number} 70%, the draft is being agreed", number=number),
            t("№{number}, 70 percent", number=number),
        ),
        _example(t("№{number} done", number=number), t("№{number} is done", number=number)),
        Html(""),
        t("Documents, photos and voice messages belong to the report. Edit your message and the report is corrected."),
        t("Each report can be taken back by the button under my answer."),
        t("Write also what hinders you, and by when it will be done: I note it and remind you on the day."),
        t("What is new to you has the buttons «I have read it» and «It is not mine»."),
        t("If you lead an activity, give your co-executors orders: «📋 Give an order» on its card."),
        Html(""),
        t("/my — my activities"),
        t("/calendar — my deadlines, and a file for the phone's calendar"),
        t("/settings — hours of reminders"),
        t("/language — language"),
    ]


def _admin(t: Texts) -> list[Html]:
    return [
        bold(t("I remind officers, take their reports and inform the leadership.")),
        bold(t("The plan")),
        t("📎 Send me a plan’s document as a file."),
        *_commands(t, ("report", "order", "agenda", "plan", "audit")),
        t("Deadlines, officers and texts are changed on a card: «⚙️ Manage». All of /report: /report help"),
        *_commands(t, ("waiting", "remind")),
        bold(t("People")),
        *_commands(t, ("officers", "invite", "admin")),
        bold(t("The bot")),
        *_commands(t, ("bind", "outbox", "settings", "language")),
    ]


def _leadership(t: Texts) -> list[Html]:
    return [bold(t("The weekly summary comes to this chat. At any time you can ask:")), Html(""), *_asking(t)]


def _leader(t: Texts) -> list[Html]:
    head = bold(t("You can ask here what can be asked in the leadership group:"))
    return [head, Html(""), *_asking(t), t("/language — language")]


def _asking(t: Texts) -> list[Html]:
    overdue = t("overdue")
    return [
        _example("/report", t("the whole plan")),
        _example("/report 7", t("activity 7 with all its reports")),
        _example("/report III", t("section III")),
        _example(f"/report {overdue}", t("what is overdue")),
        _example(f"/report {t('obstacle')}", t("what hinders the work")),
        _example(f"/report {t('acknowledgement')}", t("who has read what is theirs")),
        _example("/report 2024-1", t("the final report of a closed plan")),
        _example("/agenda", described(t)["agenda"]),
        _example("/order", described(t)["order"]),
        t("A reply to a card goes to the activity's officers as an instruction."),
        t("«🔺 Personal control» on a card: I tell you at once of what happens to it."),
        t("More words, and buttons: /report help"),
    ]


def _help_rows(t: Texts, role: Role) -> tuple[Row, ...]:
    rows: dict[Role, tuple[InlineKeyboardButton, ...]] = {
        "officer": (
            button(t("📋 My activities"), callbacks.OpenMine()),
            button(t("🗓 Calendar"), callbacks.OpenCalendar()),
        ),
        "admin": (
            button(t("📊 Report"), callbacks.Report(words="menu")),
            button(t("👥 Officers"), callbacks.OpenOfficer()),
        ),
        "leadership": (button(t("📊 Report"), callbacks.Report(words="menu")),),
        "leader": (button(t("📊 Report"), callbacks.Report(words="menu")),),
    }
    return (rows[role],)


def _language_rows(t: Texts) -> tuple[Row, ...]:
    offered = LANGUAGES.values()
    return in_rows((_marked(one.name, callbacks.Speak(locale=one.code), one == t.language) for one in offered), 2)


def _hours_rows(t: Texts, hours: Hours, offered: tuple[int, ...]) -> tuple[Row, ...]:
    anytime = _marked(t("At any time"), callbacks.KeepHours(), hours.start is None)
    if not offered:
        return ((anytime,),)
    # Hours that were chosen when others were offered may be among these no more.
    start = hours.start.hour if hours.start is not None and hours.start.hour in offered else offered[0]
    end = hours.end.hour if hours.end is not None and hours.end.hour in QUIET_FROM else QUIET_FROM[0]
    own = (_hour("🔔", hour, hours.start, callbacks.KeepHours(start=hour, end=end)) for hour in offered)
    quiet = (_hour("🔕", hour, hours.end, callbacks.KeepHours(start=start, end=hour)) for hour in QUIET_FROM)
    return (*in_rows(own, IN_A_ROW), tuple(quiet), (anytime,))


def _hour(sign: str, hour: int, chosen: time | None, data: callbacks.KeepHours) -> InlineKeyboardButton:
    return _marked(f"{sign} {hour:02}:00", data, chosen == time(hour))


def _marked(label: str, data: callbacks.Speak | callbacks.KeepHours, is_chosen: bool) -> InlineKeyboardButton:
    return button(f"✓ {label}" if is_chosen else label, data)


def _commands(t: Texts, names: Sequence[str]) -> list[Html]:
    """«/waiting — what waits for a decision»: as the menu of commands has it."""
    descriptions = described(t)
    return [Html(f"/{name} — {descriptions[name]}") for name in names]


def _example(words: str, meaning: Html) -> Html:
    return Html(f"<code>{escape(words)}</code> — {meaning}")
