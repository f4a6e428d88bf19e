"""What the bot says in groups about being there."""

from collections.abc import Sequence

from services.plan.figures import PlanFacts
from views.kit import callbacks
from views.kit.screen import Row, Screen, button, in_rows, link_button
from views.kit.texts import Html, Texts, bold, join
from views.unit_groups import plan_button


def greeting(t: Texts, plans: Sequence[PlanFacts] = ()) -> Screen:
    """To an admin who added the bot: ask whether this is to be the leadership chat, or the own one of a plan."""
    lines = [
        t("Hello! Should this group be the leadership chat?"),
        t("The weekly summary comes here, and everybody in the group can see the whole plan with /report."),
        t("In a group with topics, write /bind in the topic where the summary should appear."),
    ]
    own = in_rows((plan_button(t, one, callbacks.BindPlan(plan=one.id)) for one in plans), 2)
    lead = button(t("✅ Make this the leadership chat"), callbacks.Bind())
    return Screen(join(lines), ((lead,), *own, unit_row(t)))


def unit_row(t: Texts) -> Row:
    """The button that makes a group a unit's own instead."""
    return (button(t("🏢 A unit’s own group"), callbacks.BindUnit()),)


def polite_word(t: Texts) -> Screen:
    """To anybody else who added the bot: nothing of the plan is told."""
    return Screen(t("Hello! I can work in this group once one of my administrators writes /bind here."))


def back_again(t: Texts) -> Screen:
    """Say that the bot is in the leadership chat again after it was removed."""
    return Screen(t("I am back: this is still the leadership chat, and the weekly summary comes here."))


def bound(t: Texts, *, is_news: bool, in_topic: bool) -> Screen:
    """Say that this group is the leadership chat now, or already was."""
    if not is_news:
        head = t("This is already the leadership chat.")
    elif in_topic:
        head = t("✅ This topic is the leadership chat now.")
    else:
        head = t("✅ This group is the leadership chat now.")
    lines = [
        bold(head),
        t("The weekly summary comes here. Everybody in the group can ask for the plan: /report. More: /help"),
    ]
    return Screen(join(lines), ((button(t("📋 The whole plan"), callbacks.Report(words="")),),))


def bind_in_a_group(t: Texts) -> Html:
    """Say that /bind must be written in a group."""
    return t("Add me to the leadership group and write /bind there: that group becomes the leadership chat.")


def bind_is_for_admins(t: Texts) -> Html:
    """Say that only an admin can bind the group."""
    return t("Only an administrator can make a group the leadership chat.")


def bind_by_yourself(t: Texts, username: str, chat_id: int, thread_id: int | None) -> Screen:
    """To an anonymous group admin: the bot cannot know who it is, and asks in private."""
    text = t(
        "You write as the group, so I cannot see who you are. Please confirm it in a private chat with me, or "
        "write /bind from your own account."
    )
    link = f"https://t.me/{username}?start=bind_{chat_id}_{thread_id or 0}"
    return Screen(text, ((link_button(t("Confirm in private"), link),),))


def confirm_bind(t: Texts, title: str, chat_id: int, thread_id: int, plans: Sequence[PlanFacts] = ()) -> Screen:
    """In private: ask whether that group is to be the leadership chat, or the own one of a plan."""
    text = t("Make the group «{title}» the leadership chat?", title=title)
    yes = button(t("✅ Make it the leadership chat"), callbacks.ConfirmBind(chat=chat_id, thread=thread_id or None))
    to_plan = [callbacks.BindPlan(plan=one.id, chat=chat_id, thread=thread_id or None) for one in plans]
    own = in_rows((plan_button(t, *one) for one in zip(plans, to_plan, strict=True)), 2)
    return Screen(text, ((yes,), *own))


def confirmed(t: Texts, title: str) -> Screen:
    """In private: say that it is."""
    return Screen(t("✅ The group «{title}» is the leadership chat now.", title=title))


def not_in_group(t: Texts) -> Screen:
    """In private: say that the bot is not in that group."""
    return Screen(t("I am not in that group. Add me to it, then write /bind there."))


def no_such_plan(t: Texts) -> Screen:
    """In private: say that the plan is carried out no more."""
    return Screen(t("That plan is not carried out any more. Write /bind in the group once again."))


def no_channels(t: Texts) -> Html:
    """Say that buttons do not work in a channel."""
    return t("I do not work in channels: write to me in private, or in the group.")


def how_to_write(t: Texts, username: str) -> Screen:
    """To those who write in the name of a channel or a group."""
    text = t(
        "You write in the name of a channel or a group, so I cannot see who you are. Please write from your own "
        "account, or to me in private."
    )
    return Screen(text, ((link_button(t("Write to me"), f"https://t.me/{username}"),),))


def setting(t: Texts, what: str, chat: int, group: str | None) -> Screen:
    """To the admins: what is wrong with LEADERSHIP_CHAT_ID (`chat`); `group` is the leadership chat's title."""
    sentences = {
        "no_minus": t(
            "LEADERSHIP_CHAT_ID is {chat}, but a group's id begins with a minus: −100… for a supergroup, − for a "
            "group. Please correct it in the settings and start me again, or write /bind in the group.",
            chat=chat,
        ),
        "channel": t(
            "The chat {chat} is a channel, and a channel cannot be the leadership chat because its readers are not "
            "known. Please write /bind in the leadership group.",
            chat=chat,
        ),
        "unknown": t(
            "LEADERSHIP_CHAT_ID is {chat}, but I find no such group. Am I in it, and is the id complete (a "
            "supergroup's begins with −100)? Add me to the group and write /bind there.",
            chat=chat,
        ),
        "changed": t(
            "LEADERSHIP_CHAT_ID was changed: the group «{group}» ({chat}) is the leadership chat now.",
            chat=chat,
            group=group or "—",
        ),
        "other": t(
            "LEADERSHIP_CHAT_ID is {chat}, but the group «{group}», where /bind was written, remains the leadership "
            "chat. To change that, write /bind in the other group; otherwise remove the line from the settings.",
            chat=chat,
            group=group or "—",
        ),
    }
    return Screen(sentences[what])


def asked_in_private(t: Texts) -> Html:
    """To an anonymous group admin who pressed a button that asks for words."""
    return t("You are anonymous in this group, so I have asked you in our private chat. Please answer there.")


def open_private_chat(t: Texts) -> Html:
    """The same, if the bot may not write to them."""
    return t("You are anonymous in this group. Press Start in a private chat with me, then press this button again.")


def who_are_you(t: Texts, username: str) -> Screen:
    """To an anonymous group admin who gave an admin's command."""
    text = t("You write as the group, so I cannot see who you are. Please write to me in private.")
    return Screen(text, ((link_button(t("Write to me"), f"https://t.me/{username}"),),))
