"""The answers when no other screen fits."""

from services.people.accounts import Person
from views.kit.callbacks import OpenMine, OpenOfficer
from views.kit.screen import Row, Screen, button, link_button
from views.kit.texts import Html, Texts, join


def old_button(t: Texts) -> Html:
    """A button that no longer works."""
    return t("This button is out of date.")


def shown_below(t: Texts) -> Html:
    """A press in a group: what it opened stands in a message that is there already."""
    return t("⬇️ Shown below, in my answer to this message.")


def fresh_start(t: Texts, person: Person) -> Screen:
    """Where to go on from an old button."""
    return Screen(t("That button is out of date. You can continue here:"), _ways(t, person))


def unknown_command(t: Texts, person: Person) -> Screen:
    """A command that is not known, or not for this person."""
    return Screen(t("This command is not available to you. What I can do: /help"), _ways(t, person))


def what_can_be_set(t: Texts) -> Screen:
    """To a leader, whose language is all that can be set."""
    return Screen(t("For you only the language can be set: /language"))


def for_admins(t: Texts, person: Person | None = None) -> Screen:
    """To somebody who used an admin command without the right; in a private chat `person` is shown what they can do."""
    rows = _ways(t, person) if person is not None else ()
    return Screen(t("This command is for the administrators. What I can do: /help"), rows)


def write_privately(t: Texts, username: str) -> Screen:
    """A command that belongs in the private chat."""
    open_chat = link_button(t("Write to me"), f"https://t.me/{username}")
    return Screen(t("This command works in a private chat with me."), ((open_chat,),))


def what_can_be_sent(t: Texts, person: Person) -> Screen:
    """A kind of message that is no report."""
    if person.is_officer:
        text = t("I can take words, documents, photos, videos and voice messages as a report. I cannot take this.")
        return Screen(text, _ways(t, person))
    return Screen(t("I did not understand this. What I can do: /help"), _ways(t, person))


def too_fast(t: Texts, person: Person, *, in_private: bool) -> Html:
    """To somebody who floods the bot: said once; after that the flood is handled silently.

    What becomes of their words is said in private alone: it tells who is linked, and that is nobody else's affair.
    """
    text = t("You write faster than I can answer. I answer again in a few seconds.")
    if not in_private:
        return text
    if person.is_outsider:
        return join([text, t("Nothing is recorded meanwhile: you are not linked to me yet.")], " ")
    if not person.is_officer:
        return text
    return join([text, t("Reports that you send meanwhile are recorded; send commands again after that.")], " ")


def failed(t: Texts) -> Html:
    """Say that something of ours has failed."""
    return t("Something went wrong on our side and this was not recorded. Please send it again in a minute.")


def _ways(t: Texts, person: Person) -> tuple[Row, ...]:
    rows: list[Row] = []
    if person.is_officer:
        rows.append((button(t("📋 My activities"), OpenMine()),))
    if person.is_admin:
        rows.append((button(t("👥 Officers"), OpenOfficer()),))
    return tuple(rows)
