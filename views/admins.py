"""The list of admins, naming one in chat, and taking the right back."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from services.messages.purposes import AsksAdmin
from services.people.admin_accounts import AccountRef, AdminFacts, Removal
from views.kit import callbacks
from views.kit.screen import Row, Screen, button, in_rows, shorten
from views.kit.texts import Html, Texts, bold, escape, join
from views.kit.words import QUERY

SHOWN = 30
CHOICES = 10


def admins(t: Texts, every: Sequence[AdminFacts], me: int) -> Screen:
    """All admins, each with a button that takes the right back if that is possible (`me`: the reader's account)."""
    lines = [bold(t("Administrators")), *(_line(t, one) for one in every[:SHOWN])]
    if every[SHOWN:]:
        lines.append(t("and {count} more", count=len(every) - SHOWN))
    lines.append(t("Those in the settings file stay; the others are named and removed here."))
    drop = [_drop_button(t, one.account, me) for one in every[:SHOWN] if one.account is not None and not one.is_fixed]
    name = (button(t("➕ Name an administrator"), callbacks.AskAdmin()),)
    return Screen(join(lines), (*in_rows(drop, 1), name))


def ask_admin(t: Texts) -> Screen:
    """Ask whom to name: a forwarded message or a name."""
    lines = [
        t("Who should become an administrator? Forward me a message of theirs, or write their name or @username."),
        t("They must have opened a chat with me before."),
    ]
    return Screen(join(lines), about=AsksAdmin(), asks=t("The name"))


def sure_to_name(t: Texts, account: AccountRef, *, in_group: bool = False) -> Screen:
    """Ask once more, because an admin sees and decides everything. In a group, the list is left out."""
    lines = [
        t("Make {person} an administrator?", person=_person(account)),
        t("Administrators see the whole plan, accept work, change the plan and name other administrators."),
    ]
    yes = button(t("✅ Yes, name"), callbacks.NameAdmin(account=account.id, sure=True))
    return Screen(join(lines), ((yes,) if in_group else (yes, _list_button(t)),))


def named(t: Texts, account: AccountRef, *, in_group: bool = False) -> Screen:
    """The person is an admin now."""
    text = t("✅ {person} is now an administrator and has been told.", person=_person(account))
    return Screen(text, () if in_group else (_to_list(t),))


def is_admin_already(t: Texts, *, in_group: bool = False) -> Screen:
    """Say that the person is an admin already."""
    return Screen(t("This person is already an administrator."), () if in_group else (_to_list(t),))


def which_account(t: Texts, words: str, matches: Sequence[AccountRef]) -> Screen:
    """Offer the accounts that the name may mean."""
    buttons = [button(one.name, callbacks.NameAdmin(account=one.id)) for one in matches[:CHOICES]]
    return Screen(t("Who is meant by «{words}»?", words=shorten(words, QUERY)), in_rows(buttons, 1))


def nobody(t: Texts, words: str) -> Screen:
    """Say that no known person has this name."""
    lines = [
        t("I know nobody by the name «{words}».", words=shorten(words, QUERY)),
        t("They must have opened a chat with me before."),
    ]
    return Screen(join(lines), ((button(t("➕ Name an administrator"), callbacks.AskAdmin()),),))


def unknown_account(t: Texts) -> Screen:
    """Say that the message's author is not known to the bot."""
    text = t(
        "I do not know who wrote this: they hide it, or have never opened a chat with me. "
        "Ask them to press «Start» here, then write their name."
    )
    return Screen(text)


def sure_to_remove(t: Texts, account: AccountRef) -> Screen:
    """Ask once more before removing an admin."""
    text = t("Remove {person} as an administrator?", person=_person(account))
    yes = button(t("✂️ Yes, remove"), callbacks.DropAdmin(account=account.id, sure=True))
    return Screen(text, ((yes, _list_button(t)),))


def removal(t: Texts, outcome: Removal, account: AccountRef | None) -> Screen:
    """The outcome of removing an admin."""
    person = _person(account) if account is not None else Html("")
    sentences = {
        Removal.DONE: t("✂️ {person} is no longer an administrator and has been told.", person=person),
        Removal.FIXED: t("{person} is named in the settings file and remains an administrator.", person=person),
        Removal.LAST: t("The last administrator cannot be removed: name another one first."),
        Removal.NOT_ADMIN: t("This person is not an administrator."),
    }
    return Screen(sentences[outcome], (_to_list(t),))


def out_of_the_list(t: Texts) -> Screen:
    """Say that the admin has given up their own right."""
    return Screen(t("You are no longer an administrator."))


# -- letters -------------------------------------------------------------------------------------------------------


def you_are_named(t: Texts, by: str) -> Screen:
    """To the new admin."""
    return Screen(t("🔑 {name} has made you an administrator. What you can do: /help", name=bold(by)))


def somebody_is_named(t: Texts, account: AccountRef, by: str) -> Screen:
    """To the other admins."""
    return Screen(t("🔑 {name} has made {person} an administrator.", name=bold(by), person=_person(account)))


def you_are_removed(t: Texts) -> Screen:
    """To the person who is no longer an admin."""
    return Screen(t("You are no longer an administrator."))


def somebody_is_removed(t: Texts, account: AccountRef, by: str) -> Screen:
    """To the other admins."""
    text = t("{name} has removed {person} from the administrators.", name=bold(by), person=_person(account))
    return Screen(text)


def _line(t: Texts, admin: AdminFacts) -> Html:
    person = (
        _person(admin.account)
        if admin.account is not None
        else t("{id}, has not opened the bot yet", id=admin.telegram_id)
    )
    if admin.is_fixed:
        return Html(f"🔑 {person} — {t('settings file')}")
    day = t.day(t.local_day(admin.named_at)) if admin.named_at is not None else Html("—")
    return Html(f"🔑 {person} — {t('named {day} by {name}', day=day, name=admin.named_by or '—')}")


def _person(account: AccountRef) -> Html:
    name = bold(account.name)
    return Html(f"{name} (@{escape(account.username)})" if account.username else name)


def _drop_button(t: Texts, account: AccountRef, me: int) -> InlineKeyboardButton:
    label = t("✂️ Give up my own right") if account.id == me else t("✂️ Remove {name}", name=account.name)
    return button(label, callbacks.DropAdmin(account=account.id))


def _list_button(t: Texts) -> InlineKeyboardButton:
    return button(t("⬅️ Back"), callbacks.OpenAdmins())


def _to_list(t: Texts) -> Row:
    return (button(t("🔑 Administrators"), callbacks.OpenAdmins()),)
