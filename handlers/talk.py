"""A conversation's turn: who wrote, in which chat and language, and how to answer."""

import dataclasses
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, ReactionTypeEmoji

from handlers.leaders import NOTHING, lines_led
from handlers.speaking import Voice
from handlers.turns import Turn
from services.container import Services
from services.messages.anchors import A_DAY, Said
from services.messages.purposes import About, AsksHandIn, AsksOfDecision, Gave, ShowsDecision, ShowsReminder
from services.people.accounts import Person
from services.people.groups import GroupFacts
from services.people.reader import Reader
from views.fallback import shown_below
from views.kit.screen import Screen
from views.kit.sending import can_replace, replace, rewrite, send
from views.kit.texts import Html, Texts, Translator, plain
from views.reasons import may_be_cancelled

TOAST_LIMIT = 200
NOD, THANKS, SEEN = "👌", "👍", "👀"  # recorded; politeness answered; read, and not recorded


@dataclass
class Talk:
    """One update of one person. Handlers get it by the name `talk`.

    In private it is in the person's language, in a group in the bot's own, whoever writes or presses there.

    `message` is the message sent, or the one whose button was pressed (None when Telegram no longer shows it).
    `voice` says in whose name it is; behind other voices than a person's stands nobody (`person.is_nobody`).
    `is_muted` is set in a flood: everything is done but nothing is said, beyond the passing word on a press. `turn` is
    None if nobody else is to be thought of. `group` is the leadership's chat that the talk is in. `led` are the lines
    of plans of which the person is a leader in private, as far as that was asked; None: of every one. `labels` are the
    words of screens and buttons that may be typed; `translator` has the languages of others.
    """

    bot: Bot
    services: Services
    person: Person
    t: Texts
    now: datetime
    chat_id: int
    is_private: bool
    message: Message | None = None
    callback: CallbackQuery | None = None
    voice: Voice = Voice.PERSON
    is_muted: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    translator: Translator | None = None
    turn: Turn | None = None
    group: GroupFacts | None = None
    led: frozenset[int] | None = frozenset()
    _is_answered: bool = field(default=False, init=False)
    _is_subject_known: bool = field(default=False, init=False)
    _subject: Said[About] | None = field(default=None, init=False)
    _is_led_known: bool = field(default=False, init=False)

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.astimezone(self.t.timezone).date()

    async def is_in_leadership_chat(self) -> bool:
        """Whether the talk is in a leadership's chat."""
        return not self.is_private and self.group is not None

    async def is_leader(self) -> bool:
        """Whether the person writes in private and is a member of a leadership's chat; Telegram may be asked."""
        return await self._lines_led() != NOTHING

    async def _lines_led(self) -> frozenset[int] | None:
        if not self.is_private or self.person.is_nobody:
            return NOTHING
        # Of all others but officers and admins it was asked before; several filters ask it of one update.
        if self.led == NOTHING and self.person.works_with_the_plan and not self._is_led_known:
            self._is_led_known = True
            self.led = await lines_led(self.bot, self.services, self.person.telegram_id, self.now)
        return self.led

    async def sight(self) -> frozenset[int] | None:
        """The lines of plans that are shown whole in this talk; None: every one."""
        if self.group is not None and not self.is_private:
            return self.group.lines
        return None if self.person.is_admin else await self._lines_led()

    async def own_line(self) -> int | None:
        """The line of plans for whose own leadership the person speaks here; None: for the organisation's."""
        if not self.is_private:
            return self.group.line if self.group is not None else None
        led = None if self.person.is_admin else await self._lines_led()
        groups = await self.services.groups.all() if led else ()
        return next((one.line for one in groups if led and one.line in led), None)

    async def reader(self) -> Reader:
        """The person as a reader: the whole plan is shown to admins, to leaders, and to all in a leadership's chat."""
        lines = await self.sight()
        return Reader(self.person, lines != NOTHING, lines)

    async def subject(self) -> Said[About] | None:
        """What the person's words are about: the message they reply to, or else what the bot last asked or showed."""
        if not self._is_subject_known:
            self._is_subject_known = True
            self._subject = await self._find_subject()
        return self._subject

    @property
    def is_reply(self) -> bool:
        """Whether the words reply to one of the bot's messages."""
        reply = self.message.reply_to_message if self.message is not None else None
        return reply is not None and reply.from_user is not None and reply.from_user.id == self.bot.id

    @property
    def thread_id(self) -> int | None:
        """The forum topic the person wrote in."""
        is_topic = self.message is not None and self.message.is_topic_message
        return self.message.message_thread_id if self.message is not None and is_topic else None

    async def answered(self, anchor: Said[About], gave: Gave, message_id: int | None = None) -> None:
        """Record that the person's message was the answer to a question, so that it is recognised when it is edited.

        The message is the one being handled, unless a button has confirmed the words of an earlier one, `message_id`.
        """
        await self.settle(anchor)
        if message_id is None and self.message is not None:
            message_id = self.message.message_id
        if message_id is not None:
            await self.services.anchors.say(self.chat_id, message_id, None, gave, self.now)

    async def pressed_about(self) -> Said[About] | None:
        """What the message whose button was pressed is about."""
        if self.message is None:
            return None
        return await self.services.anchors.of_message(self.chat_id, self.message.message_id)

    async def settle(self, anchor: Said[About]) -> None:
        """Close the question: later words are not taken as its answer."""
        await self.services.anchors.answered(anchor, self.now)

    async def leave_nothing_open(self) -> None:
        """Close everything open in this chat: the person's next words start anew."""
        await self.services.anchors.close(self.chat_id, self.person.account_id, self.now)

    async def say(self, screen: Screen, *, reply_to: int | None = None) -> int | None:
        """Send a screen as a new message; returns its id, None if nothing is sent."""
        if self.is_muted:
            await self.release()
            return None
        if self.is_private:
            screen = may_be_cancelled(self.t, screen)
        else:
            await self.release()  # a group's turn comes late, and the sign would turn as long
        async with self._turn_to_write(self.chat_id):
            message_id = await self._say_once(screen, reply_to)
        await self._remember(message_id, screen)
        await self.release()
        if not self.is_private:
            await self.services.groups.found(self.chat_id, self.now)  # it took an answer
        return message_id

    async def _say_once(self, screen: Screen, reply_to: int | None) -> int:
        """Send it, unless it was already sent when the same update was first handled."""
        if self.turn is not None and (message_id := self.turn.said_already(screen)) is not None:
            return message_id
        message_id = await send(self.bot, self.chat_id, screen, thread_id=self.thread_id, reply_to=reply_to)
        if self.turn is not None:
            self.turn.said.append((screen, message_id))
        return message_id

    @asynccontextmanager
    async def _turn_to_write(self, chat_id: int, edits: int | None = None) -> AsyncIterator[bool]:
        """Wait for the turn in a group; yields False if a later edit of the same message makes this one needless."""
        if self.turn is None or chat_id > 0:  # a private chat is written in by its person alone
            yield True
            return
        async with self.turn.in_chat(chat_id, edits) as is_latest:
            yield is_latest

    async def tell(self, text: Html) -> int | None:
        """Send a sentence."""
        return await self.say(Screen(text))

    async def tell_aside(self, text: Html) -> None:
        """Send a sentence besides the answer to a press, whose passing word is still to come."""
        if not self.is_muted:
            async with self._turn_to_write(self.chat_id):
                await self._say_once(Screen(text), None)

    async def nod(self, sign: str = NOD) -> None:
        """React to the person's message: it was seen, and words would add nothing."""
        if self.message is not None and self.callback is None and not self.is_muted:
            with suppress(TelegramBadRequest):  # a group may forbid reactions
                await self.bot.set_message_reaction(
                    self.chat_id, self.message.message_id, reaction=[ReactionTypeEmoji(emoji=sign)]
                )

    async def show(self, screen: Screen) -> int | None:
        """Put a screen in the place of the one whose button was pressed; as a new message if that cannot be.

        What is on record (a reminder, a summary, an instruction, news of an edition) stays as it was said: what its
        buttons open comes below it. In a group that is one message, which every press edits. What is no longer there is
        said in passing: the message keeps its words.
        """
        if self.is_muted or self.callback is None or self.message is None:
            return await self.say(screen)
        if screen.is_outdated:
            await self.toast(screen.text, alert=True)
            return await self._without_buttons(self.message)
        if not self.is_private and await self._belongs_below(screen, self.message):
            return await self._show_below(self.message.message_id, screen)
        if await self._is_on_record():
            return await self.say(screen)
        await self._leave_decision(screen)
        return await self._replace(self.message, screen)

    async def _replace(self, message: Message, screen: Screen) -> int | None:
        """Put the screen in the message's place, unless a later edit of it makes this one needless."""
        if not self.is_private:
            await self.release()
        async with self._turn_to_write(self.chat_id, message.message_id) as is_latest:
            if not is_latest:
                return message.message_id
            is_there = await replace(self.bot, message, screen)
        if not is_there:
            return await self.say(screen)
        await self._remember(message.message_id, screen)
        await self.release()
        return message.message_id

    async def _without_buttons(self, message: Message) -> int:
        """Take the buttons from a message that is about one thing, which is gone; others see to theirs in a group."""
        pressed = await self.pressed_about()
        if self.is_private and pressed is not None and pressed.about.is_of_one and not await self._is_on_record():
            with suppress(TelegramBadRequest):
                async with self._turn_to_write(self.chat_id, message.message_id):
                    await self.bot.edit_message_reply_markup(chat_id=self.chat_id, message_id=message.message_id)
        return message.message_id

    async def relabel(self, label: Html) -> None:
        """Put other words on the button that was pressed; all else of its message stays."""
        if self.callback is None or self.message is None or self.message.reply_markup is None or self.is_muted:
            return
        rows = [
            [
                InlineKeyboardButton(text=plain(label), callback_data=one.callback_data)
                if one.callback_data == self.callback.data
                else one
                for one in row
            ]
            for row in self.message.reply_markup.inline_keyboard
        ]
        with suppress(TelegramBadRequest):  # it says so already, or was taken away
            await self.bot.edit_message_reply_markup(
                chat_id=self.chat_id,
                message_id=self.message.message_id,
                reply_markup=InlineKeyboardMarkup(inline_keyboard=rows),
            )

    async def _leave_decision(self, screen: Screen) -> None:
        """A message that shows something else from now on is not settled with what it showed."""
        if screen.about is None and self.message is not None:
            pressed = await self.pressed_about()
            if pressed is not None and isinstance(pressed.about, ShowsDecision):
                await self.services.anchors.forget_decision(self.chat_id, self.message.message_id)

    async def _belongs_below(self, screen: Screen, pressed: Message) -> bool:
        """Whether the screen stands below the message pressed, as the one that shows what its buttons open."""
        if screen.picture is not None:
            return True
        return can_replace(screen) and (pressed.text is None or await self._is_on_record())

    async def _show_below(self, above: int, screen: Screen) -> int:
        """Put a screen in the place of what the buttons of the message `above` opened before, if that is still there.

        What stands there for more than a day is taken away and said anew: the talk in the group has gone on since.
        """
        if can_replace(screen) and await self._standing_below(above) is not None:
            await self.toast(shown_below(self.t))
        await self.release()
        async with self._turn_to_write(self.chat_id):
            below = await self._standing_below(above)
            is_there = below is not None and can_replace(screen)
            if below is None or not is_there or not await rewrite(self.bot, self.chat_id, below, screen):
                old = await self.services.anchors.below(self.chat_id, above)
                below = await self._say_once(screen, above)
                await self.services.anchors.stands_below(self.chat_id, above, below)
                if old is not None:
                    with suppress(TelegramBadRequest):  # it may be gone, or too old to be taken away
                        await self.bot.delete_message(self.chat_id, old)
        await self._remember(below, screen)
        return below

    async def _standing_below(self, above: int) -> int | None:
        """What stands below that message and was opened or turned within a day."""
        below = await self.services.anchors.below(self.chat_id, above)
        said = await self.services.anchors.of_message(self.chat_id, below) if below is not None else None
        return below if said is not None and said.said_at > self.now - A_DAY else None

    async def rewrite(self, message_id: int, screen: Screen, *, chat_id: int | None = None) -> bool:
        """Replace an earlier message of the bot, here or in that chat; False if that cannot be done."""
        if self.is_muted:
            return True
        chat = chat_id or self.chat_id
        async with self._turn_to_write(chat, message_id) as is_latest:
            if not is_latest:
                return True
            if not await rewrite(self.bot, chat, message_id, screen):
                return False
        await self._remember(message_id, screen, chat_id)
        return True

    async def toast(self, text: Html, *, alert: bool = False) -> None:
        """Answer a press with a passing word over the chat (`alert`: one that must be closed by hand)."""
        await self._answer(plain(text)[:TOAST_LIMIT], alert=alert)

    async def release(self) -> None:
        """Stop the waiting sign on a pressed button."""
        await self._answer(None, alert=False)

    async def _answer(self, text: str | None, *, alert: bool) -> None:
        if self.callback is None or self._is_answered:
            return
        self._is_answered = True
        try:
            await self.callback.answer(text, show_alert=alert)
        except TelegramBadRequest as error:
            # A press that waited too long (the bot was down) is answered by the screen alone.
            if "query is too old" not in error.message:
                raise

    async def _is_on_record(self) -> bool:
        anchor = await self.pressed_about()
        return anchor is not None and anchor.about.purpose.is_on_record

    async def _find_subject(self) -> Said[About] | None:
        anchors = self.services.anchors
        if self.is_reply and self.message is not None and self.message.reply_to_message is not None:
            anchor = await anchors.of_message(self.chat_id, self.message.reply_to_message.message_id)
            if anchor is not None:
                is_clear = anchor.is_fresh(self.now) and len(anchor.activity_ids) == 1
                return self._last_pressed(anchor) if is_clear else anchor
        anchor = await anchors.open(self.chat_id, self.person.account_id, self.now)
        if anchor is not None:
            return self._last_pressed(anchor)
        reminder = await anchors.reminded(self.chat_id, self.person.account_id, self.now)
        return reminder if reminder is not None and len(reminder.activity_ids) == 1 else None

    def _last_pressed(self, anchor: Said[About]) -> Said[About]:
        """What a button under a reminder has just recorded or opened goes before the reminder's other activities."""
        answer = anchor.about.pressed if isinstance(anchor.about, ShowsReminder) else None
        return anchor if answer is None else dataclasses.replace(anchor, about=answer)

    def in_private(self) -> "Talk":
        """The same talk in the person's private chat, as about what they did not write there."""
        t = self.translator[self.person.locale] if self.translator is not None else self.t
        chat_id = self.person.telegram_id
        return dataclasses.replace(self, t=t, chat_id=chat_id, is_private=True, message=None, callback=None)

    async def ask_in_private(self, screen: Screen) -> bool:
        """Ask in private what began in this group; False if the bot may not write there."""
        if not isinstance(screen.about, AsksOfDecision):
            return False
        about = dataclasses.replace(screen.about, asked_in=self.chat_id)
        try:
            message_id = await send(self.bot, self.person.telegram_id, may_be_cancelled(self.t, screen))
        except (TelegramBadRequest, TelegramForbiddenError):
            return False
        await self.services.anchors.say(self.person.telegram_id, message_id, self.person.account_id, about, self.now)
        return True

    async def _remember(self, message_id: int, screen: Screen, chat_id: int | None = None) -> None:
        if screen.about is not None:
            chat, account_id = chat_id or self.chat_id, self.person.account_id or None
            await self.services.anchors.say(chat, message_id, account_id, screen.about, self.now)
            if isinstance(screen.about, AsksHandIn):
                await self.one_question(screen.about.draft, message_id)

    async def one_question(self, draft: int, asked_in: int | None) -> None:
        """Take the keys from the questions why the draft is handed in, but for that of the message `asked_in`."""
        for message_id in await self.services.anchors.asking_to_hand_in(self.chat_id, draft):
            if message_id != asked_in:
                with suppress(TelegramBadRequest):  # they are gone, or it is
                    await self.bot.edit_message_reply_markup(chat_id=self.chat_id, message_id=message_id)


def words_of(message: Message) -> str:
    """The message's text or caption."""
    return (message.text or message.caption or "").strip()
