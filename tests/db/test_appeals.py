"""Words that are no report: kept once, told to the admins once, answered once; a draft is settled by its owner."""

from models import Appeal, AppealKind, LinkRequest, Report, ReportState
from services.language.reading.parts import Asks
from services.people.accounts import Person
from services.reports.message import Answer, Appealed, Choice, Courteous, Incoming, Recorded, TakenBack
from tests.db.world import World, at

NOW = at("2024-02-06")
LATER = at("2024-02-07")


async def sent(
    world: World, person: Person, text: str, message_id: int, about: tuple[int, ...] = ()
) -> tuple[Answer, ...]:
    """All that becomes of a message."""
    ids = [(await world.activity(number)).id for number in about]
    incoming = Incoming(person.telegram_id, message_id, text)
    return await world.services.reporting.take(person, incoming, ids, NOW, replied=False)


async def test_a_refusal_that_comes_twice_is_told_once(world: World) -> None:
    officer = await world.link("mamatov")
    for _ in range(2):
        [answer] = await sent(world, officer, "6-тадбир бизга тегишли эмас", 7)
        assert isinstance(answer, Appealed)
        assert answer.is_sent
    [row] = await world.rows(Appeal)
    assert (row.kind, row.text) == (AppealKind.REFUSAL, "6-тадбир бизга тегишли эмас")
    assert len(await world.owed("appeal")) == 2, "each admin once"
    assert await world.count(Report) == 0


async def test_a_refusal_with_no_activity_waits_for_it(world: World) -> None:
    officer = await world.link("mamatov")
    [answer] = await sent(world, officer, "бу менинг вазифам эмас", 7)
    assert isinstance(answer, Appealed)
    assert answer.activity is None
    assert answer.choices
    assert await world.owed("appeal") == []
    six = await world.activity(6)
    stranger = await world.link("umarov")
    assert await world.services.appeals.place(answer.id, six.id, stranger, NOW) is None
    placed = await world.services.appeals.place(answer.id, six.id, officer, NOW)
    assert placed is not None
    assert placed.is_sent
    assert len(await world.owed("appeal")) == 2


async def test_a_question_goes_to_the_admins_only_when_its_author_says_so(world: World) -> None:
    officer, other = await world.link("mamatov"), await world.link("umarov")
    [answer] = await sent(world, officer, "муддати қачон?", 7, about=(6,))
    assert isinstance(answer, Appealed)
    assert await world.owed("appeal") == []
    assert await world.services.appeals.send(answer.id, other, NOW) is None
    assert await world.services.appeals.send(answer.id, officer, NOW) is not None
    await world.services.appeals.send(answer.id, officer, LATER)
    assert len(await world.owed("appeal")) == 2


async def test_an_answer_is_given_once(world: World) -> None:
    officer, other = await world.link("mamatov"), await world.link("umarov")
    [answer] = await sent(world, officer, "муддати қачон?", 7, about=(6,))
    assert isinstance(answer, Appealed)
    await world.services.appeals.answer(answer.id, "апрелда", other, NOW)
    second = await world.services.appeals.answer(answer.id, "майда", officer, LATER)
    assert second is not None
    assert second.answer == "апрелда"
    assert len(await world.owed("appeal_answered")) == 1
    assert await world.services.appeals.answer(999, "йўқ", other, NOW) is None


async def test_courtesy_keeps_nothing(world: World) -> None:
    officer = await world.link("mamatov")
    assert await sent(world, officer, "хўп бўлади, раҳмат", 7, about=(6,)) == (Courteous.NOD,)
    assert await world.count(Report) == await world.count(Appeal) == 0


async def test_a_draft_is_settled_and_dismissed_by_its_owner_alone(world: World) -> None:
    officer, other = await world.link("mamatov"), await world.link("umarov")
    [asked] = await sent(world, officer, "хат тайёр", 7, about=(6,))
    assert isinstance(asked, Choice)
    assert asked.asks is Asks.DONE
    drafts, draft = world.services.drafts, asked.draft_ids[0]
    assert await drafts.settle(draft, other, NOW, percent=None, done=True) == ()
    assert await drafts.no_report(draft, other) is None
    assert await drafts.to_control(draft, other, NOW) is None
    assert await drafts.choose_all(draft, other, NOW, sure=True) == ()
    [recorded] = await drafts.settle(draft, officer, NOW, percent=60, done=None)
    assert isinstance(recorded, Recorded)
    assert recorded.report.percent == 60
    [again] = await drafts.settle(draft, officer, LATER, percent=None, done=True)
    assert isinstance(again, Recorded)
    assert again.report.percent == 60, "the first press holds"
    assert await drafts.no_report(draft, officer) is None


async def test_words_that_are_no_report_and_come_twice_or_are_edited_are_answered(world: World) -> None:
    officer = await world.link("mamatov")
    [asked] = await sent(world, officer, "тест учун", 7)
    assert isinstance(asked, Choice)
    incoming = Incoming(officer.telegram_id, 7, "муддати қачон?", edited=1)
    [answer] = await world.services.reporting.edit(officer, incoming, NOW)
    assert isinstance(answer, Appealed)
    assert answer.kind is AppealKind.QUESTION
    assert await sent(world, officer, "тест учун", 7) == ()
    [draft] = await world.rows(Report)
    assert draft.state is ReportState.UNDONE


async def test_what_went_to_the_control_department_may_be_a_report_after_all(world: World) -> None:
    officer = await world.link("mamatov")
    [asked] = await sent(world, officer, "тест учун", 7)
    assert isinstance(asked, Choice)
    sent_on = await world.services.drafts.to_control(asked.draft_ids[0], officer, NOW)
    assert sent_on is not None
    again = await world.services.drafts.report_after_all(sent_on.id, officer, NOW)
    assert isinstance(again, Choice)
    [recorded] = await world.services.drafts.choose(again.draft_ids[0], (await world.activity(6)).id, officer, NOW)
    assert isinstance(recorded, Recorded)
    assert await world.count(Report) == 1


async def test_a_report_edited_into_a_question_may_be_one_again(world: World) -> None:
    officer = await world.link("mamatov")
    await sent(world, officer, "6-тадбир 40%", 7)
    incoming = Incoming(officer.telegram_id, 7, "6-тадбир муддати қачон?", edited=1)
    taken, answer = await world.services.reporting.edit(officer, incoming, NOW)
    assert isinstance(taken, TakenBack)
    assert isinstance(answer, Appealed)
    assert (await world.activity(6)).percent == 0
    again = await world.services.drafts.report_after_all(answer.id, officer, NOW)
    assert isinstance(again, Recorded)
    assert again.report.text == "6-тадбир муддати қачон?"


async def test_words_that_count_for_nothing_leave_everything_and_are_taken_back(world: World) -> None:
    officer = await world.link("mamatov")
    before = await world.standing(6)
    [recorded] = await sent(world, officer, "6-тадбир ҳали бошланмади", 7)
    assert isinstance(recorded, Recorded)
    assert await world.standing(6) == before
    await sent(world, officer, "6-тадбир 40%", 8)
    after = await world.standing(6)
    assert await world.services.reporting.undo(recorded.report.id, officer, LATER) is not None
    assert await world.standing(6) == after
    assert [one.state for one in await world.rows(Report)] == [ReportState.UNDONE, ReportState.RECORDED]


async def test_a_strangers_words_of_a_day_are_told_once_and_kept_whole(world: World) -> None:
    stranger = await world.services.people.identify(424_242, "x", None, NOW)
    for id, text in enumerate(("5-тадбир 70%", "6-тадбир бажарилди"), 7):
        await world.services.appeals.strangers_report(stranger, Incoming(424_242, id, text), NOW)
    first, second = await world.rows(Appeal)
    assert (first.text, second.text) == ("5-тадбир 70%", "6-тадбир бажарилди")
    assert len(await world.owed("appeal")) == 2, "each admin, once"
    letter = await world.services.appeals.one(first.id, NOW)
    assert letter is not None
    assert [one.text for one in letter.further] == ["6-тадбир бажарилди"]
    assert await world.count(LinkRequest) == 1
    await world.services.appeals.strangers_report(stranger, Incoming(424_242, 9, "7-тадбир 10%"), LATER)
    assert await world.count(Appeal) == 3
    assert await world.count(LinkRequest) == 1
    again = await world.services.appeals.one(first.id, LATER)
    assert again is not None
    assert len(again.further) == 1, "the next day has its own letter"
