"""What a plan file says of its units: who leads them, who belongs to them, and which of them are classes."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Executor, ExecutorKind, Membership
from services.control.units import new_executor
from services.documents.executors import people_named
from services.language.names import Named, find, is_name
from services.plan import file as planfile


async def staff(
    session: AsyncSession,
    entries: Sequence[planfile.Executor],
    known: Mapping[str, Executor],
    *,
    takes_back: bool = False,
) -> list[Executor]:
    """Take over what the file says anew of its units; returns the classes whose members, or being one, it changed.

    What admins set stands as long as the file says what it said before, or nothing: a document has no place for it. If
    the edition after the file's is taken back (`takes_back`), what that one had said goes.
    """
    changed = []
    for entry in entries:
        unit = known.get(entry.key)
        said = _said(entry)
        if unit is None or entry.kind != "unit" or said == unit.planned:
            continue
        before, unit.planned = dict(unit.planned or {}), said
        if takes_back and entry.led_by is None and _is_led_as_said(unit, before, known):
            unit.head_id, unit.head = None, entry.head
        await _lead(session, unit, entry, before, known)
        is_new = await _list(session, unit, entry, before, known, takes_back=takes_back)
        says_it = entry.members or entry.is_class or takes_back
        if says_it and unit.is_class != entry.is_class and before.get("is_class", False) != entry.is_class:
            unit.is_class, is_new = entry.is_class, True
        if is_new and (unit.is_class or before.get("is_class")):
            changed.append(unit)
    await session.flush()
    return changed


def _is_led_as_said(unit: Executor, said: Mapping[str, object], known: Mapping[str, Executor]) -> bool:
    """Whether the unit's head is the one whom an edition had named by key."""
    key = said.get("led_by")
    return isinstance(key, str) and key in known and unit.head_id == known[key].id


def _said(entry: planfile.Executor) -> dict[str, object]:
    said = {"head": entry.head, "led_by": entry.led_by, "members": list(entry.members), "is_class": entry.is_class}
    return {name: value for name, value in said.items() if value}


async def _lead(
    session: AsyncSession,
    unit: Executor,
    entry: planfile.Executor,
    before: Mapping[str, object],
    known: Mapping[str, Executor],
) -> None:
    if entry.led_by is not None:
        if before.get("led_by") != entry.led_by:
            head = known[entry.led_by]
            unit.head_id, unit.head = head.id, entry.head or head.name
    elif entry.head is not None and before.get("head") != entry.head:
        found = await _named(session, entry.head)
        unit.head, unit.head_id = entry.head, found.id if found is not None else None


async def _named(session: AsyncSession, words: str) -> Executor | None:
    """The person whom «бошлиқ Ш. Умаров» names, who becomes an executor without work if they are none yet.

    None if the words name nobody without a doubt.
    """
    query = select(Executor).where(Executor.kind == ExecutorKind.PERSON)
    people = {row.key: row for row in await session.scalars(query)}
    names = [Named(row.key, row.name, tuple(row.aliases)) for row in people.values()]
    written = people_named(words)
    if len(written) != 1:
        return None
    found = [one for one in find(written[0], names) if is_name(written[0], [one])]
    if len(found) > 1:
        return None
    return people[found[0].key] if found else await new_executor(session, written[0], ExecutorKind.PERSON)


async def _list(
    session: AsyncSession,
    unit: Executor,
    entry: planfile.Executor,
    before: Mapping[str, object],
    known: Mapping[str, Executor],
    *,
    takes_back: bool,
) -> bool:
    """Whether the file changed who belongs to the unit; those whom an admin added stay."""
    earlier = before.get("members")
    was = set(earlier) if isinstance(earlier, list) else set()
    if was == set(entry.members) or not (entry.members or takes_back):
        return False
    there = set(await session.scalars(select(Membership.member_id).where(Membership.unit_id == unit.id)))
    gone = [known[key].id for key in was - set(entry.members) if key in known]
    if gone:
        await session.execute(delete(Membership).where(Membership.unit_id == unit.id, Membership.member_id.in_(gone)))
    for key in entry.members:
        if known[key].id not in there:
            session.add(Membership(unit_id=unit.id, member_id=known[key].id))
    await session.flush()
    return True
