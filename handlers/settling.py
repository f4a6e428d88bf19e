"""What is decided, taken back or answered loses its buttons in every chat where it was told."""

from collections.abc import Callable, Collection
from contextlib import suppress

from aiogram.exceptions import TelegramForbiddenError

from handlers.talk import Talk
from services.messages.kinds import LetterKind
from services.reports.decisions import ExtensionFacts, SubmissionFacts
from views import review as views
from views.kit.screen import Screen
from views.kit.texts import Texts


async def settle_submission(talk: Talk, submission: SubmissionFacts) -> None:
    """What was handed in and is decided or taken back is for no admin to decide any more."""
    await settle_everywhere(
        talk,
        f"submission:{submission.id}",
        LetterKind.SUBMISSION,
        lambda t: views.submission(t, submission),
        in_group=lambda t: views.submission(t, submission, by_admin=False),
    )


async def renew_submissions(talk: Talk, activity_ids: Collection[int]) -> None:
    """What waits for acceptance stands before every admin as it is now: what was written since is in it."""
    for submission in await talk.services.decisions.open_on(activity_ids, talk.now):
        await settle_submission(talk, submission)


async def settle_request(talk: Talk, extension: ExtensionFacts) -> None:
    """Every admin's message shows a request for more time as it stands: decided, or with the day asked for now."""
    await settle_everywhere(
        talk, f"extension:{extension.id}", LetterKind.EXTENSION, lambda t: views.extension(t, extension)
    )


async def settle_everywhere(
    talk: Talk,
    key: str,
    kind: LetterKind,
    screen: Callable[[Texts], Screen],
    *,
    in_group: Callable[[Texts], Screen] | None = None,
) -> None:
    """Put the screen in the place of each such letter sent under this key, and of each copy opened since from a list.

    The message whose button was pressed is the presser's own to change. `in_group`: the screen where all may press.
    """
    if talk.translator is None:
        return
    own = talk.message.message_id if talk.callback is not None and talk.message is not None else None
    about = screen(talk.t).about
    copies = await talk.services.anchors.showing(about) if about is not None else ()
    letters = await talk.services.outbox.told(key, kind)
    for told in {(one.chat_id, one.message_id): one for one in (*letters, *copies)}.values():
        if (told.chat_id, told.message_id) != (talk.chat_id, own):
            shown = in_group if in_group is not None and told.chat_id < 0 else screen
            with suppress(TelegramForbiddenError):
                await talk.rewrite(told.message_id, shown(talk.translator[told.locale]), chat_id=told.chat_id)
