"""The sandbox's page in a real browser: an officer is linked, reminded and answers; leadership reads what was done."""

import asyncio
import contextlib
import json
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, Route, async_playwright, expect

from bot.demo import ADMIN_IDS, LEADER_ID, LEADERSHIP_GROUP_ID, OUTSIDER_ID, actors_of
from services.plan.file import PlanFile, load_plan
from tests.e2e.processes import PLAN, ROOT, free_port, started, web

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
AT_ONCE, A_WHILE = 30_000, 60_000  # milliseconds, on a busy machine
expect.set_options(timeout=AT_ONCE)
ADMIN = ADMIN_IDS[0]
FIFTEEN = re.compile(r"\b15\b")  # the activity's number, as each language writes it
FIRST_OF_FEBRUARY = "2024-02-01"
NEXT_PLAN = ROOT / "tests" / "samples" / "plans" / "d2_h2_2024.docx"

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="there is no Chromium here: install Debian's package «chromium» for the browser test"
)


class Desk:
    """The page as a person uses it. Buttons are known by their sign: the words are of the reader's language."""

    def __init__(self, page: Page, complaints: list[str]) -> None:
        self.page = page
        self.complaints = complaints  # what the browser's console had to say

    async def be(self, person: int, chat: int | None = None) -> None:
        """Look through a person's eyes at their chat with the bot, or at another."""
        await self.page.goto(f"{self.page.url.partition('#')[0]}#as={person}&chat={chat or person}")
        await expect(self.page.get_by_test_id(f"chat-{chat or person}")).to_have_attribute("aria-current", "true")

    async def write(self, text: str) -> None:
        await self.page.get_by_test_id("compose").fill(text)
        await self.page.get_by_test_id("send").click()
        await expect(self.page.locator(".row.out", has_text=text).last).to_be_visible()

    def said(self, words: str | re.Pattern[str]) -> Locator:
        """The newest message of the bot that has the words."""
        return self.page.locator(".row.in").filter(has_text=words).last

    def button(self, sign: str) -> Locator:
        """The newest button that begins with a sign."""
        return self.page.locator(".key").filter(has_text=re.compile(rf"^\s*{re.escape(sign)}(?!\d)")).last

    async def press(self, sign: str) -> None:
        await self.button(sign).click()

    async def reply(self, message: Locator, text: str, file: Path | None = None) -> None:
        await message.hover()
        await message.locator('[data-testid^="reply-"]').click()
        if file is not None:
            await self.page.get_by_test_id("file-input").set_input_files(file)
        await self.write(text)

    async def clock_moved(self) -> None:
        await expect(self.page.locator(".clock.busy")).to_have_count(0, timeout=A_WHILE)

    async def go_to(self, date: str) -> None:
        await self.page.get_by_test_id("goto-date").fill(date)
        await self.page.get_by_test_id("goto").click()
        await expect(self.page.locator(f'[data-testid="clock-now"][datetime^="{date}"]')).to_be_visible(timeout=A_WHILE)
        await self.clock_moved()


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


def plan_alone(folder: Path) -> Path:
    """The plan without the orders that lie beside it: numbers have no marks. Activity 15 is due at February's end.

    In the seeded plan it is due a month later: the clock would go through each of the days until then.
    """
    plan = json.loads(PLAN.read_text(encoding="utf-8"))
    [fifteenth] = [one for section in plan["sections"] for one in section["activities"] if one["number"] == 15]
    fifteenth["deadline"] |= {"text": "январь-февраль", "last": "2024-02"}
    file = folder / "plan.json"
    file.write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
    return file


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """The page of a bot that was just started in a fresh folder."""
    port, alone = free_port(), plan_alone(tmp_path)
    async with started(tmp_path, "bot", HTTP_PORT=port, PLAN_FILE=alone) as process, web(port) as page:
        await process.says("event=running")
        await page.answers("/healthz")
        yield page.base


@asynccontextmanager
async def opened(address: str, **look: Any) -> AsyncIterator[Desk]:
    """The page, which must neither fail nor complain."""
    async with chromium() as browser:
        page = await browser.new_page(**look)
        page.set_default_timeout(AT_ONCE)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda one: complaints.append(one.text) if one.type == "error" else None)
        await page.goto(address)
        await expect(page.locator("body[data-ready]")).to_be_visible()
        yield Desk(page, complaints)
        assert complaints == []


def officer(plan: PlanFile, name: str) -> int:
    """Who stands for an executor in the sandbox."""
    executor = next(one for one in plan.executors if one.name == name)
    return actors_of(plan, executor.key)[0].id


async def test_an_officer_is_linked_answers_in_a_deadline_month_and_leadership_reads_what_was_accepted(
    address: str, tmp_path: Path
) -> None:
    plan = load_plan(PLAN)
    lead, newcomer = officer(plan, "Б. Кучкаров"), officer(plan, "Қ. Очилов")
    minutes = tmp_path / "bayonnoma.pdf"
    minutes.write_bytes(b"%PDF-1.4\n%%EOF\n")
    async with opened(address, viewport=DESK) as desk:
        page = desk.page

        # The admin invites the officer who is not linked yet; he opens the link and says yes.
        await page.get_by_test_id(f"person-{ADMIN}").click()
        await page.get_by_test_id(f"chat-{ADMIN}").click()
        await expect(page.get_by_test_id(f"chat-{ADMIN}")).to_have_attribute("aria-current", "true")
        await desk.write("/invite Очилов")
        await desk.said("start=").locator('a[href*="start="]').click()
        await page.get_by_test_id(f"open-as-{newcomer}").click()
        await expect(page).to_have_url(re.compile(rf"#as={newcomer}&chat={newcomer}$"))
        await expect(page.locator(".key-success")).to_have_count(1)
        await desk.press("✅")
        await expect(desk.said("№15")).to_be_visible()
        await page.get_by_test_id("keys").get_by_text("📋").click()
        await expect(desk.button("№15")).to_be_visible()
        await expect(page.get_by_test_id("keys").locator(".key")).to_have_count(3)

        # The clock goes to the month of his deadline; he is reminded, and answers by button, then by a file.
        await desk.go_to(FIRST_OF_FEBRUARY)
        reminder = page.get_by_test_id(await desk.said("⏰").get_attribute("data-testid") or "")
        await expect(reminder).to_contain_text("№15")
        await desk.press("№15")
        await expect(desk.button("📎")).to_be_visible()
        await desk.press("🔄")
        await desk.press("75%")
        await expect(desk.said("✔️")).to_contain_text("75%")
        await desk.reply(reminder, "85%, баённома илова қилинди", minutes)
        await expect(desk.said("85%")).to_contain_text(FIFTEEN)
        await expect(desk.said("85%")).to_contain_text(minutes.name)

        # The officer who leads it reports it as done by the button of the card.
        await desk.be(lead)
        await desk.write("/my")
        await expect(page.locator(".row.in").last).to_contain_text("Тадбирларингиз: ")
        await desk.press("№15")
        await expect(desk.button("📎")).to_be_visible()
        await desk.press("✅")
        await desk.press("✅ Ҳа, қисмлари менда")  # co-executors have not delivered theirs
        await expect(desk.said("🟡")).to_contain_text(FIFTEEN)

        # The admin reads the report and accepts it.
        await desk.be(ADMIN)
        await expect(desk.said("🟡")).to_contain_text(FIFTEEN)
        await desk.press("✅")
        await expect(desk.said("🟢")).to_contain_text(FIFTEEN)

        # On Monday the leadership reads in its group that №15 is done.
        await desk.be(LEADER_ID, LEADERSHIP_GROUP_ID)
        await page.get_by_test_id("next-summary").click()
        await desk.clock_moved()
        summary = desk.said("🟢")
        await expect(summary).to_contain_text(FIFTEEN)
        await desk.press("🖼")
        await expect(page.locator(".row.in .picture img").last).to_be_in_viewport(timeout=A_WHILE)


async def test_on_a_phone_a_report_is_written_and_an_outsider_learns_nothing(address: str) -> None:
    person = officer(load_plan(PLAN), "Б. Юнусов")
    async with opened(address, viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="dark") as desk:
        page = desk.page
        await page.get_by_test_id("back").click()
        await page.get_by_test_id(f"person-{person}").click()
        await expect(page.get_by_test_id("compose")).to_be_visible()
        await desk.write("1-тадбир 40% лойиҳа тайёр")
        await expect(desk.said("40%")).to_contain_text(re.compile(r"\b1\b"))
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out"
        await page.get_by_test_id("back").click()
        await page.get_by_test_id(f"person-{OUTSIDER_ID}").click()
        await described(page)
        await expect(page.get_by_test_id("about-bot")).to_contain_text("Марказий сайлов комиссияси")
        await expect(page.get_by_test_id("keys")).to_be_hidden()
        await page.get_by_test_id("start").click()
        await expect(desk.button("🙋")).to_be_visible()
        await expect(page.get_by_test_id("about-bot")).to_be_hidden()
        await desk.write("/my")
        await expect(page.locator(".row.in").filter(has_text="№")).to_have_count(0)


async def described(page: Page) -> None:
    """Wait until the bot has said what it is for: it does so some time after its start, and the page asks once."""
    about = page.get_by_test_id("about-bot")
    for _ in range(12):
        with contextlib.suppress(AssertionError):
            await expect(about).to_be_visible(timeout=5_000)
            return
        await page.reload()


SPOKEN = """() => [...document.querySelectorAll(".clock, .people, .head, .composer, #announcer, .skip")]
  .flatMap((part) => [part, ...part.querySelectorAll("*")])
  .flatMap((one) => [
    ...[...one.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE).map((child) => child.data),
    ...["aria-label", "title", "placeholder"].map((name) => one.getAttribute(name) ?? ""),
  ])
  .filter((words) => words.trim() !== "")"""
# What no language writes otherwise: the bot's name, commands, languages by their own names.
NAMES = re.compile(r"Ijrochi|/\w+|Oʻzbekcha \(lotin\)|English|[IVX]+")
LATIN = re.compile("[A-Za-z]")


async def takes_the_next_plan(desk: Desk) -> None:
    """An admin sends the document of the next half-year, answers what it leaves open, and it waits for its day."""
    await desk.be(ADMIN)
    await desk.page.get_by_test_id("file-input").set_input_files(NEXT_PLAN)
    await desk.page.get_by_test_id("send").click()
    await expect(desk.said(NEXT_PLAN.name)).to_contain_text("2024 йил 1 июль – 31 декабрь")
    await desk.press("❓")
    for words, meant in (("15 мартгача", "2025 йил 15 март"), ("сентябрга қадар", "2024 йил сентябрь охирига")):
        await expect(desk.said("❓")).to_contain_text(words)
        await desk.press(meant)
    await desk.press("✅ Тасдиқлаш")
    await expect(desk.said("кучга киради")).to_contain_text("1 июль")
    await desk.press("✅ Ҳа, юклансин")
    await expect(desk.said("Навбатдаги режа юкланди")).to_contain_text("25")
    await desk.press("🏁")
    await expect(desk.said("Режа ижрода")).to_contain_text("иккинчи ярим йиллигига мўлжалланган ИШ РЕЖАСИ")
    assert await desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out"


async def waits_for_its_chat(desk: Desk) -> None:
    """What is written while another chat still loads is that chat's; the one before keeps what was begun in it."""
    page, loads = desk.page, asyncio.Event()

    async def slowly(route: Route) -> None:
        await loads.wait()
        await route.continue_()

    compose = page.get_by_test_id("compose")
    before = page.url
    await compose.fill("begun")
    await page.route("**/sandbox/chats**", slowly)
    await page.goto(f"{before.partition('#')[0]}#as={ADMIN}&chat={ADMIN}")
    await expect(compose).to_have_value("")
    await compose.fill("/")
    loads.set()
    await expect(page.locator("#command-report")).to_be_visible()
    await page.unroute("**/sandbox/chats**")
    await page.goto(before)
    await expect(compose).to_have_value("begun")
    await compose.fill("")


async def test_the_page_opens_on_the_first_summary_takes_a_plan_and_begins_anew(address: str) -> None:
    left_out = officer(load_plan(PLAN), "Қ. Очилов")
    async with opened(address, viewport=DESK) as desk:
        page = desk.page

        # The leadership's chat, with the first summary in sight; the page speaks Uzbek.
        await expect(page).to_have_url(re.compile(f"#as={LEADER_ID}&chat={LEADERSHIP_GROUP_ID}$"))
        await expect(page.locator(".row.in .picture img").last).to_be_in_viewport()
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out"
        spoken = await page.evaluate(SPOKEN)
        assert len(spoken) > 50
        assert [words for words in spoken if LATIN.search(NAMES.sub("", words))] == []
        await expect(page.get_by_test_id("hint").locator("li")).to_have_count(4)

        # Who is not linked is marked, until they are.
        await expect(page.locator('[data-testid^="unlinked-"]')).to_have_count(2)
        await expect(page.get_by_test_id(f"unlinked-{left_out}")).to_be_visible()

        # Another language, in place.
        await page.get_by_test_id("language").click()
        await page.get_by_test_id("language-ru").click()
        await expect(page.get_by_test_id("next-reminder")).to_contain_text("Следующий день напоминаний")
        await expect(page).to_have_url(re.compile(f"#as={LEADER_ID}&chat={LEADERSHIP_GROUP_ID}$"))

        await waits_for_its_chat(desk)

        # A command chosen while the sandbox cannot be reached waits in the box, and goes when it can.
        await page.route("**/sandbox/send", lambda route: route.abort())
        await page.get_by_test_id("commands").click()
        await page.locator("#command-agenda").click()
        await expect(page.get_by_test_id("toast")).to_be_visible()
        await expect(page.get_by_test_id("compose")).to_have_value("/agenda@ijrochi_bot")
        await page.unroute("**/sandbox/send")
        assert ["ERR_FAILED" in one for one in desk.complaints] == [True]
        desk.complaints.clear()
        await page.get_by_test_id("send").click()
        await expect(page.locator(".row.out", has_text="/agenda")).to_have_count(1)
        await expect(page.get_by_test_id("compose")).to_have_value("")

        await takes_the_next_plan(desk)

        # All anew: the first day again, seen from where the page opens.
        await desk.go_to("2024-01-10")
        await desk.be(left_out)
        await page.get_by_test_id("start-over").click()
        await page.get_by_test_id("confirm").click()
        await expect(page).to_have_url(re.compile(f"#as={LEADER_ID}&chat={LEADERSHIP_GROUP_ID}$"), timeout=A_WHILE)
        await expect(page.locator('[data-testid="clock-now"][datetime^="2024-01-03T09:00"]')).to_be_visible()
        await expect(page.locator(".row.in .picture img")).to_have_count(1)
        await expect(page.locator(".row.out")).to_have_count(0)
        await desk.write("/agenda")
        await expect(desk.said("🗓")).to_be_visible()
