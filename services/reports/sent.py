"""A message that a person sent, with everything that tells what it is about."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from models import Report
from services.language.reading.intents import Intent
from services.language.reading.parts import Asks
from services.language.reading.reader import Understanding
from services.people.admins import Admins
from services.plan.activities import begun_of
from services.plan.figures import ActivityFacts
from services.plan.marks import Marks, own_number
from services.reports.closed import ClosedPlan, closed_plan, paper_named
from services.reports.consistency import pointed_at
from services.reports.items import item_called, names_item
from services.reports.mending import mended, put_right
from services.reports.message import (
    Choice,
    Incoming,
    choice_for,
    is_one_of_several,
    nothing_said,
    numbered,
    or_a_question,
    spoken_of,
    understood,
    words_alone,
)
from services.reports.own_parts import read_of_own_part
from services.reports.recording import Recording
from services.reports.written import written_numbers


@dataclass(frozen=True)
class Sent:
    """A message inside its transaction, with its author's activities.

    `here` are the activities that it is about unless its words say otherwise; `foreign` are those of an earlier plan
    (ids) that the message replied to is about; `replied`: it replies to a message of the bot's, so its subject is
    known; `expected`: the bot has asked for words on the work. `shown_at` is when the message it is about was said.
    """

    recording: Recording
    admins: Admins
    incoming: Incoming
    mine: Sequence[ActivityFacts]
    here: Sequence[ActivityFacts]
    foreign: Sequence[int] = ()
    replied: bool = False
    expected: bool = False
    shown_at: datetime | None = None
    report_id: int | None = None  # that the message replied to tells of
    _understood_of: dict[tuple[int, ...], tuple[Sequence[ActivityFacts], Understanding]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _read_alone: dict[str, Understanding] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def is_foreign(self) -> bool:
        """Whether it replies to a message about an earlier plan, whose numbers are not this plan's."""
        return bool(self.foreign)

    @property
    def marks(self) -> Marks:
        """The marks of the plans in force, if the person's activities are of several."""
        return next((one.marks for one in self.mine if one.marks), ())

    async def closed_plan(self, named: Collection[int]) -> ClosedPlan | None:
        """The closed plan that it replies about or names, with those of its activities that it names by number."""
        if not self.foreign:
            return await self.paper_named()
        written = written_numbers(self.incoming.text)
        return await closed_plan(self.recording.session, self.foreign, named, written)

    async def lately(self) -> Sequence[ActivityFacts]:
        """The activities that the person has reported on within minutes."""
        lately = await self.recording.reported_lately()
        return [activity for activity in self.mine if activity.id in lately]

    async def paper_named(self) -> ClosedPlan | None:
        """The closed paper that its words name by its mark."""
        if not (self.incoming.text and self.recording.rarities.has_papers):
            return None
        return await paper_named(self.recording.session, self.incoming.text)

    def understood(self, about: Sequence[ActivityFacts] | None = None) -> Understanding:
        """What the words mean. Words asked for are of the activity spoken of; those of a file, of the one they name.

        It is asked several times while a message is taken.
        """
        here = self.here if about is None else about
        key = tuple(map(id, here))  # the very same values: comparing them takes as long as reading
        if key not in self._understood_of:
            self._understood_of[key] = here, self._understood_anew(here)
        return self._understood_of[key][1]

    def read_alone(self, text: str) -> Understanding:
        """What these words mean, whatever was spoken of. Of one text it is asked several times."""
        if text not in self._read_alone:
            self._read_alone[text] = understood(text, self.mine, (), self.recording.today)
        return self._read_alone[text]

    def _understood_anew(self, here: Sequence[ActivityFacts]) -> Understanding:
        executor_ids = self.recording.person.executor_ids
        of_part = read_of_own_part(self.incoming.text, self.mine, executor_ids, self.recording.today)
        if of_part is not None and not self.is_foreign:
            return of_part
        return self._understood(here)

    def _understood(self, here: Sequence[ActivityFacts]) -> Understanding:
        text = self.incoming.text
        understanding = understood(text, self.mine, here, self.recording.today) if text.strip() else nothing_said(here)
        has_files = bool(self.incoming.files)
        if not (self.expected or has_files):
            understanding = or_a_question(text, understanding, self.mine, self.recording.today)
        if self.is_foreign and understanding.told:
            return replace(understanding, asks=Asks.ACTIVITY)
        elsewhere = self.pointed_elsewhere(here[0]) if len(here) == 1 else None
        if elsewhere is not None and understanding.told:
            asks = Asks.INTENT if understanding.asks is Asks.INTENT else Asks.ACTIVITY
            return replace(understanding, asks=asks, choices=(elsewhere.number, here[0].number))
        mends = mended(text) is not None or put_right(text) is not None
        if understanding.intent is Intent.UNCLEAR and not has_files and mends:
            return replace(understanding, intent=Intent.CORRECTION, asks=Asks.NONE, told=())
        is_word = understanding.intent is Intent.UNCLEAR and (self.expected or has_files)
        if not is_word or only_a_number(understanding):
            return understanding
        is_named = has_files and bool(understanding.named)
        numbers = understanding.named if is_named else tuple(activity.number for activity in here)
        if len(numbers) != 1 or numbered(self.mine, numbers[0]) is None:
            return understanding
        told = words_alone(text, numbers[0])
        return replace(understanding, intent=Intent.REPORT, asks=Asks.NONE, told=(told,))

    def of_part(self, assignment_id: int | None) -> ActivityFacts | None:
        """The person's activity of which this is one of their parts."""
        own = self.recording.person.executor_ids
        return next(
            (one for one in self.mine if any(part.assignment_id == assignment_id for part in one.parts_of(own))), None
        )

    def numbered(self, number: int) -> ActivityFacts | None:
        """The person's activity of this number: of several items the one called, or spoken of, else the one meant."""
        return self._called(number) or numbered(self.mine, number, self.here)

    def _called(self, number: int) -> ActivityFacts | None:
        items = [one for one in self.mine if one.number == number]
        return item_called(self.incoming.text, own_number(number), items) if len(items) > 1 else None

    def is_open_which(self, activity: ActivityFacts) -> bool:
        """Whether it must be asked which of several items of the activity is meant: more than one, or a later one."""
        meant = numbered(self.mine, activity.number, self.here)
        is_beside = self._called(activity.number) is not None and activity != meant
        return is_beside or is_one_of_several(activity, self.mine, self.here)

    def leaves_handed_in(self, activity: ActivityFacts, understanding: Understanding, *, denies: bool) -> bool:
        """Whether words that say less than done may not take back what was handed in on an item of an activity.

        They may be about another of its items. Only words that plainly deny it do (`denies`), if no other item has
        begun, or if they name the item, or reply to or go on with a message about it.
        """
        beside = [one for one in self.mine if one.number == activity.number and self._is_to_be_done(one)]
        if not beside or not activity.is_open or self._is_to_be_done(activity):
            return False
        if not denies:
            return True
        is_spoken_of = any(one.id == activity.id for one in self.here) and (
            self.replied or activity.number not in understanding.named
        )
        return bool(begun_of(beside)) and not is_spoken_of and not names_item(self.incoming.text, activity)

    def _is_to_be_done(self, activity: ActivityFacts) -> bool:
        """Whether the person has not said yet that their part of the activity is done."""
        own = activity.parts_of(self.recording.person.executor_ids)
        return activity.is_worked_on and not all(part.done for part in own)

    async def asked(self, report: Report, understanding: Understanding) -> Choice:
        """Ask which activity the kept words are about; under a message about one, only whether they are about that."""
        choice = choice_for(report, understanding, self.mine, self.here, await self.lately())
        if (closed := await self.closed_plan(understanding.named)) is not None:
            ordered, likely = closed.first(choice.choices, self.mine), closed.only(self.mine)
            return replace(choice, choices=ordered, likely=likely, named=None, closed=closed)
        choice = await self.recording.of_plan(choice)
        is_known = self.replied and len(self.here) == 1 and not understanding.named
        return replace(choice, likely=self.here[0]) if is_known else choice

    def pointed_elsewhere(self, here: ActivityFacts) -> ActivityFacts | None:
        """Another activity of the person's at which the words point, though `here` was spoken of.

        None if they reply to a message about it, or the bot has asked for words on it.
        """
        if self.replied or self.expected or not self.incoming.text.strip():
            return None
        named = next((item for one in self._of_several_items() if (item := self._called(one)) is not None), None)
        if named is not None and named.number != here.number:
            return named  # «8 октябрь 15%»: the day, or that item of 8
        return pointed_at(self.incoming.text, self.mine, self.recording.today, here)

    def _of_several_items(self) -> Sequence[int]:
        """The person's numbers that have several items."""
        return [number for number, count in Counter(one.number for one in self.mine).items() if count > 1]


async def sent_about(
    recording: Recording,
    admins: Admins,
    incoming: Incoming,
    about: Sequence[int],
    *,
    replied: bool,
    expected: bool,
    shown_at: datetime | None = None,
    report_id: int | None = None,
) -> Sent:
    """Read what the message is about: the activities `about`, or else the only one its author has open."""
    mine = await recording.activities()
    spoken = spoken_of(incoming, mine, about)  # with numbers as that message has them
    here = [activity for activity in mine if activity.id in spoken]
    is_foreign = replied and bool(spoken) and not here  # of an earlier plan: its numbers are not this plan's
    if not here and not is_foreign:
        unfinished = [activity for activity in mine if activity.is_open]
        here = unfinished if len(unfinished) == 1 else []
    return Sent(
        recording,
        admins,
        incoming,
        mine,
        here,
        foreign=tuple(spoken) if is_foreign else (),
        replied=replied and bool(here),
        expected=expected,
        shown_at=shown_at,
        report_id=report_id if replied else None,
    )


def only_a_number(understanding: Understanding) -> bool:
    """Whether unclear words are no more than an activity's number."""
    return bool(understanding.named) and all(told.words.strip(" .№#").isdigit() for told in understanding.told)
