"""Who may do what: every command and every kind of button, tried by every role, against one table."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData
from sqlalchemy import select

from bot.demo import LEADERSHIP_GROUP_ID
from handlers import throttle
from models import Acceptance, OrderLine
from services.language.taking_back import Taken
from services.people.accounts import Person
from services.plan.inventory import Listed
from services.reports.passages import Wording
from tests.bot.reach import Reach
from tests.bot.scenes import after, said_since, with_minutes
from tests.bot.test_plans_own_chats import group
from tests.stage import Shown, Someone, Stage
from views.kit import callbacks
from views.kit.commands import COMMANDS

ADMIN, NAMED, IN_GROUP, LEADER, ALONE, OFFICER, HEAD, MEMBER, IN_UNIT, OWN_CHAT, GUEST, OUTSIDER, FORMER = (
    "admin",
    "named admin",
    "admin in group",
    "leader",
    "leader alone",
    "officer",
    "head of a unit",
    "member of a class",
    "member in the unit's own chat",
    "leader in a plan's own chat",
    "outsider in a unit's own chat",
    "outsider",
    "former leader",
)
ROLES = (ADMIN, NAMED, IN_GROUP, LEADER, ALONE, OFFICER, HEAD, MEMBER, IN_UNIT, OWN_CHAT, GUEST, OUTSIDER, FORMER)
STRANGERS = frozenset({OUTSIDER, FORMER})
UNIT = "Ўқув-маркази"
UNIT_CHAT, PLAN_CHAT = -5_000_099, -5_000_098

NOBODY = frozenset[str]()
ADMINS = frozenset({ADMIN, NAMED})  # in private
ADMINS_ANYWHERE = ADMINS | {IN_GROUP}
READERS = ADMINS_ANYWHERE | {LEADER, ALONE, OWN_CHAT}
HEADS = frozenset({HEAD})
OFFICERS = frozenset({OFFICER, MEMBER}) | HEADS
EVERYBODY_IN_PRIVATE = ADMINS | OFFICERS | STRANGERS | {ALONE}

# What each kind of button carries here, and who may press it.
BUTTONS: tuple[tuple[CallbackData, frozenset[str]], ...] = (
    (callbacks.OpenActivity(activity=1), READERS | OFFICERS),
    (callbacks.OpenHistory(activity=1), READERS | OFFICERS),
    (callbacks.OpenWords(report=999), READERS | OFFICERS),
    (callbacks.OpenWording(what=Wording.RETURN, row=999), READERS | OFFICERS),
    (callbacks.OpenMine(), OFFICERS),
    (callbacks.OpenCalendar(), OFFICERS),
    (callbacks.Mark(activity=999, percent=50), OFFICERS),
    (callbacks.Progress(activity=999), OFFICERS),
    (callbacks.AskReport(activity=999, what=callbacks.Wanted.TEXT), OFFICERS),
    (callbacks.AskExtension(activity=999), OFFICERS),
    (callbacks.Undo(report=999), OFFICERS),
    (callbacks.Amend(report=999, percent=50), OFFICERS),
    (callbacks.Pick(draft=999, activity=999), OFFICERS),
    (callbacks.Enough(report=999), OFFICERS),
    (callbacks.Hinders(activity=999), OFFICERS),
    (callbacks.NothingHinders(report=999), OFFICERS),
    (callbacks.DescribeObstacle(report=999), OFFICERS),
    (callbacks.ObstacleGone(part=999), ADMINS | OFFICERS),
    (callbacks.NoPromise(report=999), OFFICERS),
    (callbacks.Withdraw(what=Taken.TIME, row=999), OFFICERS),
    (callbacks.MakePromise(report=999, day=date(2024, 5, 20)), OFFICERS),
    (callbacks.Decide(acceptance=999, verdict=callbacks.Verdict.ACCEPT), ADMINS_ANYWHERE),
    (callbacks.Reopen(acceptance=999), ADMINS_ANYWHERE),
    (callbacks.DecideExtension(extension=999, verdict=callbacks.ExtensionVerdict.APPROVE), ADMINS_ANYWHERE),
    (callbacks.Answer(activity=999, percent=50), OFFICERS),
    (callbacks.AwaitOthers(activity=999), OFFICERS),
    (callbacks.TakeBack(report=999), OFFICERS),
    (callbacks.TurnReminder(), OFFICERS),
    (callbacks.Disown(activity=999), OFFICERS),
    (callbacks.Acknowledge(letter=999), OFFICERS),
    (callbacks.Contest(letter=999), OFFICERS),
    (callbacks.HandOver(appeal=999), ADMINS),
    (callbacks.Waiting(), ADMINS_ANYWHERE),
    (callbacks.AnswerInvite(yes=False, token="x"), EVERYBODY_IN_PRIVATE),
    (callbacks.ReadInvite(locale="en", token="x"), EVERYBODY_IN_PRIVATE),
    (callbacks.AskLink(), EVERYBODY_IN_PRIVATE),
    (callbacks.Speak(locale="en"), EVERYBODY_IN_PRIVATE),
    (callbacks.KeepHours(), ADMINS | OFFICERS),
    (callbacks.KeepKeys(wanted=True), OFFICERS),
    (callbacks.DecideRequest(request=999, step=callbacks.RequestStep.REFUSE), ADMINS),
    (callbacks.ChooseExecutor(request=999), ADMINS),
    (callbacks.OpenOfficer(executor=1), ADMINS),
    (callbacks.OpenBoard(), ADMINS),
    (callbacks.InviteOne(executor=999), ADMINS),
    (callbacks.Unlink(executor=999, account=999), ADMINS),
    (callbacks.Retry(), ADMINS),
    (callbacks.Bind(), ADMINS_ANYWHERE),
    (callbacks.ConfirmBind(chat=-999), ADMINS),
    (callbacks.Report(words="menu"), READERS),
    (callbacks.Report(words="timeline"), READERS),
    (callbacks.OpenListed(number=1, words="overdue"), READERS),
    (callbacks.OpenAgenda(), READERS),
    (callbacks.MeetingPack(day=date(2024, 5, 20)), READERS),
    (callbacks.Instruct(instruction=999), READERS),
    (callbacks.InstructMany(instruction=999, all=True), READERS),
    (callbacks.WriteOrder(sheet=999, step=callbacks.OrderStep.GIVE), READERS),
    (callbacks.AsOrder(instruction=999), READERS),
    (callbacks.OpenMinutes(), READERS),
    (callbacks.Manage(activity=1), ADMINS),
    (callbacks.MoveDeadline(activity=999, month="2024-05"), ADMINS),
    (callbacks.MakeLead(activity=999, part=999), ADMINS),
    (callbacks.GiveLead(activity=999, executor=999), ADMINS),
    (callbacks.Oversee(activity=999, what=callbacks.Oversight.DOCUMENT, on=True), ADMINS),
    (callbacks.Oversee(activity=999, what=callbacks.Oversight.WATCHED, on=True, sure=True), READERS),
    (callbacks.MendText(activity=999), ADMINS),
    (callbacks.OpenParts(activity=1), ADMINS | OFFICERS),
    (callbacks.GiveUnder(activity=1), ADMINS | OFFICERS),
    (callbacks.PartDays(activity=1, part=999), ADMINS | OFFICERS),
    (callbacks.SetPartTerm(activity=1, part=999), ADMINS | OFFICERS),
    (callbacks.OpenAudit(), ADMINS),
    (callbacks.ChooseAudit(kind=callbacks.AuditChoice.DAY), ADMINS),
    (callbacks.AuditFile(), ADMINS),
    (callbacks.OpenAdmins(), ADMINS),
    (callbacks.AskAdmin(), ADMINS),
    (callbacks.NameAdmin(account=999), ADMINS_ANYWHERE),
    (callbacks.DropAdmin(account=999), ADMINS),
    (callbacks.OpenPlan(), ADMINS),
    (callbacks.OpenOnePlan(plan=1), ADMINS),
    (callbacks.ExportOnePlan(plan=1), ADMINS),
    (callbacks.AskMark(plan=1), ADMINS),
    (callbacks.ChangeMark(plan=1), ADMINS),
    (callbacks.ClosePlan(plan=1), ADMINS),
    (callbacks.ReopenPlan(plan=1), ADMINS),
    (callbacks.DropPlan(plan=1), ADMINS),
    (callbacks.TakeBackEdition(edition=1), ADMINS),
    (callbacks.ExportPlan(), ADMINS),
    (callbacks.ListPast(), ADMINS),
    (callbacks.PastReport(plan=999, words=""), READERS),
    (callbacks.CarryList(), ADMINS),
    (callbacks.OpenInventory(), ADMINS),
    (callbacks.MarkListed(what=Listed.OVERDUE, activity=1), ADMINS),
    (callbacks.CloseListed(), ADMINS),
    (callbacks.JudgeTwins(what=callbacks.TwinStep.APART), ADMINS),
    (callbacks.CarryMark(plan=999, activity=999, chosen=True), ADMINS),
    (callbacks.CarryAll(plan=999, chosen=True), ADMINS),
    (callbacks.CarryTerms(plan=999), ADMINS),
    (callbacks.CarryTerm(plan=999, activity=999), ADMINS),
    (callbacks.CarryOut(plan=999), ADMINS),
    (callbacks.TakeBackReports(executor=999, account=999), ADMINS),
    (callbacks.ImportChanges(plan_import=999), ADMINS),
    (callbacks.ImportStep(plan_import=999, what=callbacks.ImportWhat.SHOW), ADMINS),
    (callbacks.AnswerImport(plan_import=999, key="0123456789", choice=0), ADMINS),
    (callbacks.OpenUnits(), ADMINS),
    (callbacks.OpenUnit(unit=999), ADMINS),
    (callbacks.LeadUnit(unit=999), ADMINS),
    (callbacks.BelongToUnit(unit=999), ADMINS),
    (callbacks.MakeClass(unit=999), ADMINS),
    (callbacks.NameNew(unit=999), ADMINS),
    (callbacks.BindUnit(), ADMINS_ANYWHERE),
    (callbacks.BindPlan(plan=999), ADMINS_ANYWHERE),
    (callbacks.OpenPeople(), HEADS),
    (callbacks.NudgeOne(executor=999), ADMINS),
    (callbacks.NudgeSilent(), READERS),
    (callbacks.Substitute(executor=999), ADMINS),
    (callbacks.EndSubstitution(substitution=999), ADMINS),
    (callbacks.Settle(draft=999, done=1), OFFICERS),
    (callbacks.HandIn(draft=999, why=callbacks.Despite.OWN), OFFICERS),
    (callbacks.PartReady(part=999), OFFICERS),
    (callbacks.PickFrom(draft=999), OFFICERS),
    (callbacks.PickAll(draft=999), OFFICERS),
    (callbacks.NoReport(draft=999), OFFICERS),
    (callbacks.ToControl(draft=999), OFFICERS),
    (callbacks.OpenUnplaced(), OFFICERS),
    (callbacks.MoveReport(report=999, activity=999), OFFICERS),
    (callbacks.AppealAbout(appeal=999, activity=999), OFFICERS),
    (callbacks.SendAppeal(appeal=999), OFFICERS),
    (callbacks.AppealIsReport(appeal=999), OFFICERS),
    (callbacks.MoreTime(appeal=999), OFFICERS),
    (callbacks.MoreTimeUntil(appeal=999, day=date(2024, 5, 20)), OFFICERS),
    (callbacks.TakeKept(appeal=999), OFFICERS),
    (callbacks.AnswerAppeal(appeal=999), ADMINS),
    (callbacks.LookAtAppeal(appeal=999), ADMINS),
    (callbacks.CloseAppeal(appeal=999), ADMINS),
    (callbacks.CancelQuestion(), ADMINS | OFFICERS | {IN_GROUP, LEADER, ALONE, OWN_CHAT, IN_UNIT}),
    (callbacks.TakeWords(yes=1), NOBODY),  # only below a question that was asked of the presser
)

COMMANDS_OF: dict[str, frozenset[str]] = {
    "start": ADMINS | OFFICERS | {ALONE},
    "my": OFFICERS,
    "calendar": OFFICERS,
    "help": ADMINS | OFFICERS | {IN_GROUP, LEADER, ALONE, OWN_CHAT},
    "language": EVERYBODY_IN_PRIVATE,
    "settings": ADMINS | OFFICERS | {ALONE},
    "report": READERS,
    "agenda": READERS,
    "bind": ADMINS_ANYWHERE,
    "officers": ADMINS,
    "invite": ADMINS,
    "waiting": ADMINS,
    "outbox": ADMINS,
    "order": READERS,
    "audit": ADMINS,
    "plan": ADMINS,
    "remind": ADMINS,
    "admin": ADMINS,
}
REFUSING = {"refuse", "refuse_press", "bind_refused", "bind_press_refused", "bind_unit_refused", "decide_refused"}


async def roles_are_given(stage: Stage) -> None:
    """Of two people who are not linked, one is named admin; the other comes to the leadership chat and leaves it."""
    named, former = await unlinked(stage)
    person: Person = await stage.services.people.identify(named.id, named.name, None, stage.now)
    admin = await stage.services.people.identify(stage.admin.id, stage.admin.name, None, stage.now)
    await stage.services.admins.name(person.account_id, admin, stage.now)
    executors = {one.key: one.id for one in await stage.services.linking.executors()}
    await stage.services.units.lead(executors["training_center"], executors["umarov"], admin, stage.now)
    await stage.services.units.make_class(executors["commission_members"], admin, stage.now, is_class=True)
    await stage.services.units.belong(executors["commission_members"], executors["farmanov"], admin, stage.now)
    await own_chats(stage, executors["training_center"])
    await stage.settles()
    for joins in (True, False):
        body = {"chat": LEADERSHIP_GROUP_ID, "by": stage.admin.id, "user": former.id, "joins": joins}
        await stage.post("membership", body)
        await stage.settles()
        assert ("of 34 activities" in (await former.says("/report")).text) == joins


async def own_chats(stage: Stage, unit: int) -> None:
    """A unit has a chat of its own, in which an outsider sits as well; so has a plan beside the first."""
    await with_minutes(stage)
    members = (stage.officer(UNIT).id, stage.outsider.id)
    for chat_id, button in ((UNIT_CHAT, "O‘quv"), (PLAN_CHAT, "📄 Of ")):
        admin = group(stage, chat_id, *(members if chat_id == UNIT_CHAT else (stage.leader.id,)))
        await admin.presses(button, await admin.says("/bind"))


async def unlinked(stage: Stage) -> tuple[Someone, Someone]:
    """The two people who are not linked."""
    board = await stage.services.linking.board(stage.now)
    first, second = (stage.officer(one.executor.name) for one in board if not one.members)
    return first, second


@pytest.fixture
async def people(english: Stage, monkeypatch: pytest.MonkeyPatch) -> dict[str, Someone]:
    """Each role's person; the named admin answers for nobody."""
    monkeypatch.setattr(throttle, "UPDATES", 10_000)  # one person presses everything at once here
    named, former = await unlinked(english)
    return {
        ADMIN: english.admin,
        NAMED: named,
        IN_GROUP: english.second_admin.in_group(),
        LEADER: english.leader,
        ALONE: Someone(english, english.leader.id, "leader"),
        OFFICER: english.officer("Б. Юнусов"),
        HEAD: english.officer("Ш. Умаров"),
        MEMBER: english.officer("А. Фарманов"),
        IN_UNIT: english.officer(UNIT).in_group(UNIT_CHAT),
        OWN_CHAT: english.leader.in_group(PLAN_CHAT),
        GUEST: english.outsider.in_group(UNIT_CHAT),
        OUTSIDER: english.outsider,
        FORMER: former,
    }


@pytest.fixture
def watched(reach: Reach) -> Iterator[Reach]:
    """What is reached in this test alone."""
    before, reach.reached = reach.reached, set()
    yield reach
    reach.reached |= before


def test_the_table_names_every_button_and_command() -> None:
    every = {one for one in vars(callbacks).values() if _is_button(one)}
    assert {type(data) for data, _ in BUTTONS} == every
    assert {name for names in COMMANDS.values() for name in names} <= COMMANDS_OF.keys()
    prefixes = [one.__prefix__ for one in every]
    assert len(prefixes) == len(set(prefixes))


@after(roles_are_given)
@pytest.mark.parametrize("role", ROLES)
async def test_every_button_answers_only_those_who_may_press_it(
    role: str, english: Stage, people: dict[str, Someone], watched: Reach
) -> None:
    person = people[role]
    shown = await person.says("/report" if role in READERS else "/language")
    wrong = []
    async with english.settling_once():
        for data, allowed in BUTTONS:
            watched.reached.clear()
            answer = await person.taps(shown, data.pack(), forged=True)
            may = any(_serves(name) and type(data).__name__ in name for name in watched.reached)
            if may != (role in allowed):
                wrong.append(f"{type(data).__name__}: {role} {'may' if may else 'may not'}")
            assert answer is not None or watched.reached, "a press was left without an answer"
    assert not wrong, "\n".join(wrong)


@after(roles_are_given)
@pytest.mark.parametrize("role", ROLES)
async def test_every_command_answers_only_those_who_may_use_it_and_others_get_one_sentence(
    role: str, english: Stage, people: dict[str, Someone], watched: Reach
) -> None:
    person = people[role]
    wrong = []
    async with english.settling_once():
        for command, allowed in COMMANDS_OF.items():
            before = await person.count()
            watched.reached.clear()
            await person.says(f"/{command}")
            may = any(map(_serves, watched.reached))
            if may != (role in allowed):
                wrong.append(f"/{command}: {role} {'may' if may else 'may not'} {watched.reached}")
            if role not in allowed and role not in STRANGERS | {GUEST}:  # an outsider is answered once a day
                assert len(await person.heard(before)) == 1, command
    assert not wrong, "\n".join(wrong)


ORDER, UNDER = "Юнусов, Сатаев: гараж эшиги таъмирлансин, 15 апрелгача", "Сатаевга: гараж калитлари, 1 апрелгача"
SECRET = "garaj"
CO_EXECUTOR, ELSEWHERE = "М. Сатаев", "Х. Маматов"


async def orders_are_given(stage: Stage) -> None:
    """The leadership gives an order, whose lead belongs to a unit and gives an order under it, which is handed in."""
    ids = {one.key: one.id for one in await stage.services.linking.executors()}
    admin = await stage.services.people.identify(stage.admin.id, "admin", None, stage.now)
    await stage.services.units.belong(ids["training_center"], ids["yunusov"], admin, stage.now)
    await stage.leader.presses("✅ Give the order", await stage.leader.says(f"@ijrochi_bot {ORDER}"))
    lead, other = stage.officer("Б. Юнусов"), stage.officer(CO_EXECUTOR)
    card = await lead.presses("№T-1", await lead.with_button("✅ I have read it"))
    await lead.presses("✅ Give the order", await lead.says(UNDER, reply_to=card))
    await other.says("Т-2 тўлиқ бажарилди")


async def learns(person: Someone, shown: Shown, data: CallbackData, secret: str = SECRET) -> bool:
    """Whether what a press is answered with, in any form, has the secret."""
    before = await person.count()
    answer = await person.taps(shown, data.pack(), forged=True) or {}
    told = [one for one in await person.screen(shown.id - 1) if one.id == shown.id or one.id > before]
    return secret in " ".join([answer.get("text") or "", *(f"{one.text} {one.labels}" for one in told)]).casefold()


@after(roles_are_given, orders_are_given)
async def test_an_order_is_seen_by_its_people_their_head_and_the_leadership_and_by_nobody_else(
    english: Stage, people: dict[str, Someone]
) -> None:
    async with english.database.read() as session:
        every = (await session.scalars(select(OrderLine).order_by(OrderLine.id))).all()
        acceptance = await session.scalar(select(Acceptance.id).where(Acceptance.activity_id == every[1].activity_id))
    order, under = (one.activity_id or 0 for one in every)
    everybody = people | {"co-executor": english.officer(CO_EXECUTOR), "elsewhere": english.officer(ELSEWHERE)}
    # The officer leads the order and has given the one under it; the leaders are those who gave the first.
    concerned = READERS - {OWN_CHAT} | {OFFICER, HEAD, "co-executor"}
    wrong = []
    buttons = (
        callbacks.OpenActivity(activity=order),
        callbacks.OpenHistory(activity=order),
        callbacks.OpenActivity(activity=under),
        callbacks.OpenParts(activity=order),
        callbacks.GiveUnder(activity=order),
        callbacks.Manage(activity=order),
        callbacks.PartDays(activity=order, part=1),
        callbacks.Oversee(activity=order, what=callbacks.Oversight.WATCHED, on=True),
        callbacks.AskReport(activity=order, what=callbacks.Wanted.TEXT),
    )
    begun = {role: await person.count() for role, person in everybody.items()}
    for role, person in everybody.items():
        async with english.settling_once():  # what it leaves owed is looked at below
            shown = await person.says("/report" if role in READERS else "/language")
            for data in buttons:
                if await learns(person, shown, data) and role not in concerned:
                    wrong.append(f"{role} learns by {data!r}")
            sees = await learns(person, shown, callbacks.OpenActivity(activity=order))
            if sees != (role in concerned):
                wrong.append(f"{role} {'sees' if sees else 'does not see'} the order")
            if role not in ADMINS_ANYWHERE | {OFFICER}:
                verdict = callbacks.Decide(acceptance=acceptance or 0, verdict=callbacks.Verdict.ACCEPT)
                await person.taps(shown, verdict.pack(), forged=True)
            for words in ("/report Т-1", "Т-1", "Т-2 бажарилди"):
                await person.says(words)
    for role, person in everybody.items():
        if role not in concerned and SECRET in (await said_since(person, begun[role])).casefold():
            wrong.append(f"{role} learns by what is said to them")
    assert not wrong, "\n".join(wrong)
    async with english.database.read() as session:
        assert await session.scalar(select(Acceptance.decision).where(Acceptance.id == acceptance)) is None
    lead = people[OFFICER]
    await lead.presses("✅ Accept", await lead.with_button("✅ Accept"))
    async with english.database.read() as session:
        assert await session.scalar(select(Acceptance.decision).where(Acceptance.id == acceptance)) is not None


def _serves(name: str) -> bool:
    """Whether a handler of this name does what was wished, and does not refuse it."""
    router, _, rest = name.partition(".")
    return router not in ("fallback", "outsiders", "errors") and rest.split()[0] not in REFUSING


def _is_button(one: Any) -> bool:
    return isinstance(one, type) and issubclass(one, CallbackData) and one is not CallbackData
