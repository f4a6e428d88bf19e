"""What stays in a plan's next edition though the office's document lacks it: what was carried over, and its front."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, CarriedOver
from services.control import editions
from services.control.amended import Amendment
from services.language.roman import roman
from services.language.script import bare
from services.plan import file as planfile
from services.plan.file import PlanFile
from services.plan.paper_numbers import PAPER_NUMBER

Stands = tuple[planfile.Section, planfile.Activity]  # with the section it stands in


@dataclass(frozen=True)
class Carried:
    """The activities of a plan's last edition that were carried over into it, and the texts of its `others`.

    `executors` are those whom that edition names.
    """

    activities: tuple[Stands, ...] = ()
    others: tuple[str, ...] = ()
    executors: tuple[planfile.Executor, ...] = ()

    def left_out(self, file: PlanFile) -> tuple[Stands, ...]:
        """Those of them that a new edition does not have; the office's own may have the same words."""
        further = Counter(bare(one.text) for one in file.activities) - Counter(self.others)
        missing: list[Stands] = []
        for section, one in self.activities:
            if further[bare(one.text)] > 0:
                further[bare(one.text)] -= 1
            else:
                missing.append((section, one))
        return tuple(missing)

    def joined(self, file: PlanFile) -> tuple[PlanFile, dict[int, int]]:
        """A new edition with those that it does not have, and the numbers that these have now, by the ones they had."""
        missing = self.left_out(file)
        if not missing:
            return file, {}
        data = file.model_dump(mode="json")
        taken = {one.number for one in file.activities}
        moved: dict[int, int] = {}
        for section, one in missing:
            number = one.number if one.number not in taken else max(taken | {each.number for _, each in missing}) + 1
            taken.add(number)
            moved[one.number] = number
            into = next((each for each in data["sections"] if bare(each["title"]) == bare(section.title)), None)
            if into is None:
                into = {"number": _free(section.number, data["sections"]), "title": section.title, "activities": []}
                data["sections"].append(into)
            into["activities"].append(one.model_dump(mode="json") | {"number": number})
        named = {key for _, one in missing for key in one.executors} - {each["key"] for each in data["executors"]}
        data["executors"] += [each.model_dump(mode="json") for each in self.executors if each.key in named]
        return PlanFile.model_validate(data), moved


def with_front(file: PlanFile, former: PlanFile | None) -> PlanFile:
    """A new edition with the priorities, the agenda and the day of the `former` one where it has none.

    A document that is the table alone does not say that there are none. With fewer of them it does.
    """
    if former is None:
        return file
    kept = {
        "priorities": file.priorities or former.priorities,
        "agenda": file.agenda or former.agenda,
        "document_day": file.document_day or former.document_day,
    }
    return file.model_copy(update=kept)


def lost_columns(file: PlanFile, former: PlanFile | None) -> tuple[str, ...]:
    """The further columns of the `former` edition of which a new one has nothing: no deletion, but a shorter table."""
    if former is None:
        return ()
    named = {name for one in file.activities for name in one.extra}
    known = dict.fromkeys(name for one in former.activities for name in one.extra)
    return tuple(name for name in known if name not in named and name != PAPER_NUMBER)


def with_columns(file: PlanFile, former: PlanFile | None, numbers: Mapping[int, int]) -> PlanFile:
    """A new edition with the columns that it lacks, beside the activities that go on; `numbers` are new to old."""
    lost = lost_columns(file, former)
    if former is None or not lost:
        return file
    before = {one.number: one.extra for one in former.activities}

    def kept(one: planfile.Activity) -> planfile.Activity:
        was = before.get(numbers.get(one.number, 0), {})
        more = {name: was[name] for name in lost if name in was}
        return one.model_copy(update={"extra": {**one.extra, **more}}) if more else one

    sections = tuple(
        section.model_copy(update={"activities": tuple(map(kept, section.activities))}) for section in file.sections
    )
    return file.model_copy(update={"sections": sections})


async def carried_into(session: AsyncSession, plan_id: int) -> Carried:
    """What was carried over into the plan, as its last edition has it."""
    query = select(CarriedOver.number).where(CarriedOver.plan_id == plan_id, CarriedOver.number.is_not(None))
    numbers = set(await session.scalars(query))
    file = await editions.file_in_force(session, plan_id) if numbers else None
    if file is None:
        return Carried()
    stands = [(section, one) for section in file.sections for one in section.activities]
    return Carried(
        tuple((section, one) for section, one in stands if one.number in numbers),
        tuple(bare(one.text) for _, one in stands if one.number not in numbers),
        file.executors,
    )


async def with_carried(
    session: AsyncSession, plan_id: int, file: PlanFile, amendment: Amendment | None = None
) -> PlanFile:
    """A new edition of the plan, with what stays in it and is not in the office's document.

    What was carried over is known under the number that it has there, as the `amendment` says.
    """
    former = await editions.file_in_force(session, plan_id)
    file = with_front(file, former)
    if amendment is not None:
        file = with_columns(file, former, amendment.numbers)
    joined, moved = (await carried_into(session, plan_id)).joined(file)
    if amendment is not None:
        moved = {was: now for now, was in amendment.numbers.items()} | moved
    own = CarriedOver.plan_id == plan_id, CarriedOver.number.is_not(None)
    for row in await session.scalars(select(CarriedOver).where(*own)):
        row.number = moved.get(row.number or 0, row.number)
    await session.flush()
    return joined


async def number_as_before(session: AsyncSession, plan_id: int, rows: Mapping[int, Mapping[str, int]]) -> None:
    """Know what was carried over under the numbers of the edition before, whose `rows` (ids) are given by number."""
    numbers = {key: number for number, labels in rows.items() for key in labels.values()}
    own = select(Activity.number, Activity.id).where(Activity.plan_id == plan_id, Activity.is_removed.is_(False))
    before = {number: numbers[key] for number, key in await session.execute(own) if key in numbers}
    for row in await session.scalars(select(CarriedOver).where(CarriedOver.plan_id == plan_id)):
        row.number = before.get(row.number or 0, row.number)
    await session.flush()


def _free(number: str, sections: list[dict[str, object]]) -> str:
    """The section's number, or the next one that no other section has."""
    return number if number not in {each["number"] for each in sections} else roman(len(sections) + 1)
