"""Outsiders: one answer a day, then a reaction to each message and a passing word to each press."""

from datetime import timedelta

import pytest

from tests.bot.scenes import again, told_of_the_plan
from tests.stage import Shown, Someone, Stage

WORDS = ["салом", "/start", "/help", "/my", "/calendar", "/report", "/officers", "/invite", "/x", "ким бу?"]


async def seen(person: Someone, shown: Shown) -> list[str]:
    """The reactions under a message."""
    return next(one.raw["reactions"] for one in await person.screen() if one.id == shown.id)


async def next_day(stage: Stage) -> None:
    await stage.jumps_to(stage.now + timedelta(days=1))


@pytest.mark.parametrize("words", WORDS)
async def test_the_first_message_of_a_day_gets_the_sentence_and_the_next_a_reaction(english: Stage, words: str) -> None:
    await next_day(english)
    shown = await english.outsider.says(words)
    assert shown.text.startswith("I help officers with their work, and you are not linked to me yet")
    assert shown.labels == ["🙋 Ask to be linked"]
    assert not told_of_the_plan(english, shown.text)
    words = "салом" if words == "/start" else words
    mine = await english.outsider.says(words)
    assert mine.is_mine
    assert await seen(english.outsider, mine) == ["👀"]


@pytest.mark.parametrize("kind", ["sticker", "poll", "location"])
async def test_whatever_else_an_outsider_sends_is_answered_in_the_same_way(english: Stage, kind: str) -> None:
    await next_day(english)
    assert (await english.outsider.sends(kind)).labels == ["🙋 Ask to be linked"]
    assert await seen(english.outsider, await english.outsider.sends(kind)) == ["👀"]


@pytest.mark.parametrize("text", ["5 done", ""])
async def test_an_outsiders_file_is_said_in_words_not_to_be_recorded(english: Stage, text: str) -> None:
    shown = await english.outsider.sends_files(("plan.pdf", b"%PDF"), text=text)
    assert "was not recorded" in shown.text
    assert not told_of_the_plan(english, shown.text)
    assert (text or "plan.pdf") in (await english.admin.last()).text


async def test_every_day_has_its_one_answer(english: Stage) -> None:
    before = await english.outsider.count()
    for _ in range(3):
        await next_day(english)
        for words in ("салом", "/help", "/my", "/x", "ким бу?"):
            await english.outsider.says(words)
    assert len(await english.outsider.heard(before)) == 3


async def test_start_is_always_answered(english: Stage) -> None:
    await english.outsider.says("салом")
    for _ in range(2):
        shown = await english.outsider.says("/start")
        assert shown.text.startswith("I help officers with their work")
        assert "If you were sent an invitation, open its link." in shown.text
        assert shown.labels == ["🙋 Ask to be linked"]
        assert not told_of_the_plan(english, shown.text)


async def unlinked(stage: Stage, name: str = "Б. Юнусов") -> Someone:
    """An officer whom an admin has unlinked."""
    officer = stage.officer(name)
    known = await stage.services.people.identify(officer.id, officer.name, None, stage.now)
    admin = await stage.services.people.identify(stage.admin.id, "admin", None, stage.now)
    await stage.services.linking.unlink(known.executors[0].id, known.account_id, admin, stage.now)
    await stage.settles()
    return officer


@pytest.mark.parametrize(
    "words",
    ["нега мени узиб қўйдингиз?", "Бу хато", "это ошибка, подключите меня обратно", "why?", "19 bo'yicha ishlayapmiz"],
)
async def test_the_words_of_the_unlinked_reach_the_admins_as_they_were_told(english: Stage, words: str) -> None:
    officer = await unlinked(english)
    assert "write to me" in (await officer.last()).text
    before = await english.admin.count()
    shown = await officer.says(words)
    assert "passed to the administrators" in shown.text
    letter = (await english.admin.heard(before))[-1]
    assert words in letter.text
    assert "🙋 Link" in letter.labels
    await officer.says("яна бир гап")
    assert "яна бир гап" in (await again(english.admin, letter)).text


@pytest.mark.parametrize("words", ["раҳмат", "хўп", "/my"])
async def test_courtesies_and_commands_of_the_unlinked_go_to_nobody(english: Stage, words: str) -> None:
    officer = await unlinked(english)
    before = await english.admin.count()
    await officer.says(words)
    assert await english.admin.heard(before) == []


@pytest.mark.parametrize(
    "data",
    ["o1:1", "m1:0", "h1:1", "k3:1:accept:1", "k3:1:look:", "f1:0", "v1:0", "r1:1:3", "j1", "ics1", "q1::0", "??"],
)
async def test_a_forged_button_gives_an_outsider_a_passing_word(english: Stage, data: str) -> None:
    before = await english.outsider.last()
    answer = await english.outsider.taps(before, data, forged=True)
    assert answer is not None
    assert answer["text"].startswith("I help officers with their work")
    assert (await english.outsider.last()).id == before.id


async def test_an_invite_opens_after_any_number_of_messages(english: Stage) -> None:
    for words in WORDS:
        await english.outsider.says(words)
    board = await english.services.linking.board(english.now)
    unlinked = next(one.executor for one in board if not one.members)
    admin = await english.services.people.identify(english.admin.id, "admin", None, english.now)
    [made] = await english.services.linking.invite([unlinked.id], admin, english.now)
    assert (await english.outsider.starts(made.token)).text.startswith(("Are you", "Do you answer"))
    assert (await english.outsider.presses("✅")).text.startswith("You are linked as")


async def test_whoever_is_unlinked_loses_the_old_buttons_at_once(english: Stage) -> None:
    officer = english.officer("Б. Юнусов")
    listed = await officer.says("/my")
    card = await officer.presses("№")
    known = await english.services.people.identify(officer.id, officer.name, None, english.now)
    admin = await english.services.people.identify(english.admin.id, "admin", None, english.now)
    await english.services.linking.unlink(known.executors[0].id, known.account_id, admin, english.now)
    before = await officer.count()
    for shown in (listed, card):
        for _, data, _ in shown.buttons:
            if data is not None:
                answer = await officer.taps(shown, data, forged=True)
                assert answer is not None
    await officer.says("5 done")
    said = "\n".join(shown.text for shown in await officer.heard(before))
    assert not told_of_the_plan(english, said, but="Б. Юнусов")


@pytest.mark.parametrize(
    "words",
    [
        "Илтимос, менга ёрдам беринг, ботга улана олмаяпман",
        "iltimos telefon raqamini bering",
        "у меня жалоба, кто может помочь?",
        "please add me, I am the new secretary",
    ],
)
async def test_an_outsiders_plea_is_answered_in_words_and_passed_on(english: Stage, words: str) -> None:
    await english.outsider.says("салом")
    before = await english.admin.count()
    shown = await english.outsider.says(words)
    assert "were passed to the administrators" in shown.text
    assert told_of_the_plan(english, shown.text) == set()
    assert words in "\n".join(one.text for one in await english.admin.heard(before))
    said = await english.outsider.says("илтимос, жавоб беринг")
    assert "added to your words of today" in said.text or said.is_mine
