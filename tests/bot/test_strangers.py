"""Mischief and lost rights: whoever may not is answered, learns nothing of the plan, and changes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

import pytest
from aiogram.filters.callback_data import CallbackData
from sqlalchemy import select

from handlers import throttle
from models import Account, Audit, Group, Link
from tests.bot.scenes import after, opens, said_since, told_of_the_plan
from tests.stage import Someone, Stage
from views.kit import callbacks

ILL_FORMED = (
    "??",
    "z",
    "o1",
    "o1:",
    "o1:a",
    "o1:1:2",
    "o1:99999999999999999999",
    "d1:1:101:0",
    "d1:1:-2:0",
    "d1:1:50:2",
    "e1:1:4000:0",
    "x1:1:2024-99",
    "m1:-99999999999",
    "i1:7:token",
    "o1:1\n2",
    "з" * 32,
)
WORDS = ("accept", "approve", "text", "2024-12", "", "n1", "return", "refuse", "look", "0123456789")


def forged() -> Iterator[str]:
    """Data of every class there is, with ids that are somebody's."""
    classes = [one for one in vars(callbacks).values() if isinstance(one, type) and issubclass(one, CallbackData)]
    for made in classes:
        if made is CallbackData:
            continue
        fields = made.model_fields
        worded = {name for name, one in fields.items() if one.annotation is str or is_enum(one.annotation)}
        for word in WORDS if worded else ("",):
            try:
                yield made(**{name: word if name in worded else 1 for name in fields}).pack()
            except ValueError:  # the word is none of this field's
                continue


def is_enum(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, StrEnum)


FORGED = tuple(forged())


@pytest.fixture(autouse=True)
def answered_however_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program presses faster than a flood is answered: here each press must have its answer."""
    monkeypatch.setattr(throttle, "UPDATES", 10_000)


async def everybody_is_busy(stage: Stage) -> None:
    """There is one of everything to be meddled with: a report, a submission, requests for time and to be linked."""
    await stage.officer("Б. Юнусов").says("№1 бажарилди")
    mamatov = stage.officer("Х. Маматов")
    await mamatov.presses("⏳", await opens(mamatov, 5))
    await mamatov.presses("May 2024")
    await mamatov.says("вақт етмади")
    await stage.outsider.presses("🙋")


async def standing(stage: Stage) -> tuple[Sequence[object], ...]:
    """All that mischief could change: links, groups, what was done so far (what strangers write, admins are told)."""
    async with stage.database.read() as session:
        links = (await session.execute(select(Link.account_id, Link.executor_id).order_by(Link.id))).all()
        groups = (await session.execute(select(Group.chat_id, Group.thread_id))).all()
        told = Audit.action.not_like("appeal.%")
        done = (await session.execute(select(Audit.action, Audit.subject).where(told).order_by(Audit.id))).all()
    return links, groups, done


async def tries(person: Someone, every: Sequence[str]) -> str:
    """Press forged buttons on the person's last message of the bot's; all that was answered."""
    message = (await person.heard())[-1]
    before, toasts = await person.count(), []
    async with person.stage.settling_once():
        for data in every:
            answer = await person.taps(message, data, forged=True)
            assert answer is not None, f"«{data}» was not answered"
            toasts.append(answer["text"] or "")
    return "\n".join([*toasts, await said_since(person, before), (await person.screen())[-1].text])


async def test_a_screen_of_the_plan_would_be_noticed(english: Stage) -> None:
    for command in ("/report", "/report 5", "/officers"):
        assert told_of_the_plan(english, (await english.admin.says(command)).text)
    assert told_of_the_plan(english, (await english.officer("Б. Юнусов").says("/my")).text)
    assert not told_of_the_plan(english, (await english.admin.says("/language")).text)


def test_data_of_every_class_is_forged() -> None:
    prefixes = {data.partition(":")[0] for data in FORGED}
    assert len(prefixes) >= 23
    assert any("accept" in data for data in FORGED)


@after(everybody_is_busy)
async def test_forged_buttons_of_every_class_give_an_outsider_nothing(english: Stage) -> None:
    before = await standing(english)
    said = await tries(english.outsider, [*FORGED, *ILL_FORMED])
    assert not told_of_the_plan(english, said)
    assert await standing(english) == before


@after(everybody_is_busy)
async def test_a_leader_in_private_reads_but_decides_nothing(english: Stage) -> None:
    before = await standing(english)
    said = await tries(english.leader.in_group(english.leader.id), [*FORGED, *ILL_FORMED])
    assert "t.me" not in said
    assert await standing(english) == before


@after(everybody_is_busy)
async def test_forged_buttons_of_every_class_give_an_officer_nothing_of_others(english: Stage) -> None:
    officer = english.officer("Г. Рахимова")  # 24, 25 and 26 are hers
    before = await standing(english)
    said = await tries(officer, [*FORGED, *ILL_FORMED])
    assert "Activity 1" not in said
    assert "Activity 5" not in said
    assert "Yunusov" not in said
    assert "t.me" not in said
    assert await standing(english) == before


@after(everybody_is_busy)
async def test_a_leader_in_the_group_reads_but_decides_nothing(english: Stage) -> None:
    await english.leader.says("/report")
    before = await standing(english)
    said = await tries(english.leader, [*FORGED, *ILL_FORMED])
    assert "t.me" not in said
    assert await standing(english) == before


async def test_an_admin_who_presses_what_is_not_there_is_answered(english: Stage) -> None:
    await tries(english.admin, ILL_FORMED)


async def test_an_officers_ill_formed_data_are_old_buttons(english: Stage) -> None:
    officer = english.officer("Б. Юнусов")
    message = await opens(officer, 1)
    before = await standing(english)
    for data in ILL_FORMED:
        answer = await officer.taps(message, data, forged=True)
        assert answer is not None
        assert answer["text"] == "This button is out of date."
        shown = await officer.last()
        assert shown.text.startswith("That button is out of date.")
        assert "📋" in shown.labels[0]
    assert await standing(english) == before


async def test_who_was_unlinked_loses_the_plan_at_once_on_all_they_still_see(english: Stage) -> None:
    officer = english.officer("Б. Юнусов")
    await officer.says("№1 30%")
    await officer.says("нимадир")
    await opens(officer, 2)
    await officer.presses("🔄")
    async with english.database.read() as session:
        account_id, executor_id = (
            await session.execute(
                select(Link.account_id, Link.executor_id).join(Account).where(Account.telegram_id == officer.id)
            )
        ).one()
    shown = await english.admin.says("/officers")
    await english.admin.taps(shown, f"n1:{executor_id}:{account_id}:1", forged=True)
    told = await officer.last()
    assert told.text.startswith("You are no longer linked as")
    before = await standing(english)
    for message in await officer.heard():
        for _, data, _ in message.buttons:
            if data is not None and data != "l1":
                assert await officer.taps(message, data) is not None
    await officer.says("№1 80%", reply_to=message)
    await officer.sends_files(("1.pdf", b"%1"), text="№1")
    await officer.edits(next(one for one in await officer.screen() if one.is_mine and "30%" in one.text), "№1 90%")
    assert not told_of_the_plan(english, await said_since(officer, told.id), but="Б. Юнусов")
    assert await standing(english) == before


async def test_an_invite_shows_the_invited_name_and_no_more(english: Stage) -> None:
    board = await english.services.linking.board(english.now)
    name = next(one.executor.name for one in board if not one.members)
    shown = await english.admin.says(f"/invite {name}")
    token = shown.text.partition("start=")[2].split()[0]
    before = await english.outsider.count()
    await english.outsider.starts(token)
    await english.outsider.presses("No")
    await english.outsider.starts("nonsense")
    await english.outsider.says("/start")
    assert not told_of_the_plan(english, await said_since(english.outsider, before), but=name)


@pytest.mark.parametrize("name", ["", "Юнусов", "Мат", "Фаланчиев"])
async def test_invitations_never_go_to_a_group(english: Stage, name: str) -> None:
    admin = english.admin.in_group()
    before = await admin.count()
    await admin.says(f"/invite@ijrochi_bot {name}".strip())
    said = await admin.heard(before)
    assert [shown.text for shown in said] == ["This command works in a private chat with me."]
    assert all(url == "https://t.me/ijrochi_bot" for shown in said for _, _, url in shown.buttons)


async def test_nothing_that_an_outsider_sends_is_a_report_or_answered_with_the_plan(english: Stage) -> None:
    outsider = english.outsider
    before, standing_before = await outsider.count(), await standing(english)
    first = await outsider.says("5-тадбир бажарилди")
    await outsider.says("салом", reply_to=first)
    await outsider.says("№5 70%", forward="Котибият")
    await outsider.sends_files(("1.pdf", b"%1"), ("2.pdf", b"%2"), text="№5")
    for kind in ("sticker", "poll", "location", "contact", "dice", "video_note"):
        await outsider.sends(kind)
    for command in ("/my", "/report 5", "/officers", "/waiting", "/invite", "/settings", "/outbox", "/bind", "/x"):
        await outsider.says(command)
    await outsider.edits(next(one for one in await outsider.screen() if one.text == "салом"), "№5 80%")
    assert not told_of_the_plan(english, await said_since(outsider, before))
    assert await standing(english) == standing_before


async def test_a_button_whose_message_is_gone_is_answered_in_its_own_chat(english: Stage) -> None:
    summary = replace(await english.leader.says("/report"), id=99_999)
    before, private = await english.leader.count(), english.leader.in_group(english.leader.id)
    private_before = await private.count()
    assert await english.leader.taps(summary, "q1::0", forged=True) is not None
    assert "0 of 26 activities done" in await said_since(english.leader, before)
    assert await private.heard(private_before) == []

    officer = english.officer("Б. Юнусов")
    gone = replace(await officer.says("/my"), id=99_999)
    assert await officer.taps(gone, "m1:0", forged=True) is not None
    assert (await officer.last()).text.startswith("Your activities")
