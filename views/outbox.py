"""The outbox as the admins see it: what waits, what failed and why."""

from services.messages.kinds import LetterKind
from services.messages.outbox import Troubled, Troubles
from views.kit.callbacks import Retry
from views.kit.screen import Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, escape, join

SHOWN = 10


def troubles(t: Texts, troubles: Troubles) -> Screen:
    """What waits and what failed, each failed message with a button to try it again."""
    lines: list[Html] = [bold(t("Messages to be sent")), _waiting(t, troubles)]
    if not troubles.failed:
        lines.append(t("Nothing has failed."))
    else:
        lines.append(t.many("{n} message has failed:", "{n} messages have failed:", troubles.failed))
        lines += [_failed(t, number, one) for number, one in enumerate(troubles.newest, start=1)]
        lines.append(t("Press a number to send that message again."))
    again = [button(f"🔁 {number}", Retry(outbox=one.id)) for number, one in enumerate(troubles.newest, start=1)]
    fresh = (button(t("🔄 Look again"), Retry()),)
    return Screen(join(lines), (*in_rows(again, 5), fresh))


def not_failed(t: Texts) -> Html:
    """Say that the message has already been tried again."""
    return t("This message has already been sent again.")


def _waiting(t: Texts, troubles: Troubles) -> Html:
    if not troubles.queued:
        return t("Nothing is waiting.")
    minutes = int(troubles.oldest // 60)
    if not minutes:
        return t.many("{n} message waits.", "{n} messages wait.", troubles.queued)
    return t.many(
        "{n} message waits, the oldest for {minutes} min.",
        "{n} messages wait, the oldest for {minutes} min.",
        troubles.queued,
        minutes=minutes,
    )


def _failed(t: Texts, number: int, letter: Troubled) -> Html:
    kinds: dict[str, Html] = {
        LetterKind.REMINDER: t("reminder"),
        LetterKind.SUMMARY: t("weekly summary"),
        LetterKind.SUBMISSION: t("report for acceptance"),
        LetterKind.DECIDED: t("decision"),
        LetterKind.EXTENSION: t("request for more time"),
        LetterKind.EXTENSION_DECIDED: t("decision on more time"),
    }
    return t(
        "{number}. {day}, {kind} to {recipient}: {reason}",
        number=number,
        day=t.day(t.local_day(letter.queued_at)),
        kind=kinds.get(letter.kind, t("message")),
        recipient=t.plan(letter.recipient),
        reason=_reason(t, letter.reason),
    )


def _reason(t: Texts, reason: str) -> Html:
    """Telegram's reason, in the reader's language if it is a common one."""
    known = {
        "blocked by the user": t("the person has blocked the bot"),
        "deactivated": t("the account was deleted"),
        "initiate conversation": t("the person has not opened the bot"),
        "chat not found": t("there is no such chat"),
        "kicked": t("the bot was removed from the group"),
        "rights": t("the bot may not write in the group"),
        "TOPIC_CLOSED": t("the topic is closed"),
        "defect": t("a defect of the bot; see its log"),
    }
    return next((words for part, words in known.items() if part in reason), escape(reason))
