"""The page for everybody: no accessibility fault, light and dark, on a phone, by keyboard, in both languages."""

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import Browser, ConsoleMessage, Error, Page, expect

from bot.wire import Attached, Target
from tests.browser.stage import STANDUP, Stage, card, late_card, section, task_card

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
GROUP = Target("console", "group", "launch")
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
PHONE = (390, 844)
DESK = (1440, 900)


async def show(
    browser: Browser,
    stage: Stage,
    size: tuple[int, int] = DESK,
    scheme: Literal["light", "dark"] = "light",
    query: str = "",
) -> Page:
    await stage.post(task_card(), GROUP)
    await stage.post(late_card(), GROUP)
    await stage.post(card("站会", "warn", section(("请在 10:00 前填写",), form=STANDUP)), GROUP)
    await stage.console.say("zhang", "launch", "/任务 海报 @李四")
    page = await browser.new_page(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce"
    )
    await page.goto(f"{stage.address}{query}#as=li&chat=launch")
    await expect(page.locator(".msg").last).to_be_visible()
    return page


async def faults(page: Page) -> list[str]:
    await page.evaluate(AXE)
    found: dict[str, Any] = await page.evaluate("axe.run()")
    return [f"{fault['id']}: {node['html']}" for fault in found["violations"] for node in fault["nodes"]]


@pytest.mark.parametrize("size", [DESK, (1000, 760), PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_no_fault(
    browser: Browser, stage: Stage, size: tuple[int, int], scheme: Literal["light", "dark"]
) -> None:
    page = await show(browser, stage, size, scheme)
    assert await faults(page) == []


async def test_axe_finds_no_fault_in_the_completion_list(browser: Browser, stage: Stage) -> None:
    page = await show(browser, stage, query="?lang=en")
    await page.locator("#input").press_sequentially("/")
    await expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(4)
    assert await faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_no_fault_in_a_file_and_a_picture(
    browser: Browser, stage: Stage, scheme: Literal["light", "dark"]
) -> None:
    page = await show(browser, stage, PHONE, scheme)
    await stage.post(card("Q4 任务表", "plain"), GROUP, file=Attached("任务表.xlsx", b"PK", "2 项任务"))
    await stage.post(card("Q4 甘特图", "plain"), GROUP, file=Attached("甘特图.png", b"", "三项任务", picture=True))
    await expect(page.locator(".file")).to_have_count(2)
    assert await faults(page) == []


async def test_axe_finds_no_fault_in_a_dialog(browser: Browser, stage: Stage) -> None:
    page = await show(browser, stage)
    await page.get_by_role("button", name="改期").first.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await faults(page) == []


@pytest.mark.parametrize("drawer", ["side", "panel"])
async def test_axe_finds_no_fault_in_a_drawer_and_escape_closes_it(browser: Browser, stage: Stage, drawer: str) -> None:
    page = await show(browser, stage, PHONE)
    await page.locator(f"[data-open={drawer}]").click()
    await expect(page.locator(f"[data-close={drawer}]")).to_be_focused()
    assert await faults(page) == []
    await page.keyboard.press("Escape")
    await expect(page.locator(f"#{drawer}")).to_be_hidden()
    await expect(page.locator(f"[data-open={drawer}]")).to_be_focused()


@pytest.mark.parametrize(("size", "zoom"), [(PHONE, "100%"), ((320, 640), "100%"), (PHONE, "200%"), (DESK, "200%")])
async def test_nothing_scrolls_sideways_on_a_phone_or_with_large_text(
    browser: Browser, stage: Stage, size: tuple[int, int], zoom: str
) -> None:
    page = await show(browser, stage, size)
    await page.evaluate("zoom => { document.documentElement.style.fontSize = zoom }", zoom)
    assert await page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert (
        await page.evaluate("document.getElementById('log').scrollWidth - document.getElementById('log').clientWidth")
        == 0
    )


async def test_buttons_of_a_card_are_large_enough_for_a_finger(browser: Browser, stage: Stage) -> None:
    page = await show(browser, stage, PHONE)
    heights = await page.locator(".card .button").evaluate_all("nodes => nodes.map(node => node.offsetHeight)")
    assert min(heights) >= 44


async def test_light_and_dark_follow_the_system_and_can_be_set(browser: Browser, stage: Stage) -> None:
    page = await show(browser, stage, scheme="dark")
    background = "getComputedStyle(document.querySelector('.talk')).backgroundColor"
    assert await page.evaluate(background) == "rgb(26, 29, 36)"
    await page.get_by_role("button", name="外观：跟随系统").click()
    assert await page.evaluate(background) == "rgb(255, 255, 255)"


async def test_the_skip_link_leads_to_the_composer(browser: Browser, stage: Stage) -> None:
    page = await show(browser, stage)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="跳到输入框")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#input")).to_be_focused()


async def test_the_other_language_keeps_person_and_place(browser: Browser, stage: Stage) -> None:
    page = await show(browser, stage)
    await page.get_by_role("link", name="English").click()
    await expect(page.get_by_role("heading", name="Speak as")).to_be_visible()
    await expect(page.locator("#people [aria-current]")).to_contain_text("李四")
    assert await page.locator("html").get_attribute("lang") == "en"


async def test_a_mention_of_the_acting_person_stands_out(browser: Browser, stage: Stage) -> None:
    page = await show(browser, stage)
    await expect(page.locator(".mention.mine").first).to_have_text("@李四")
    await expect(page.locator(".pings-me")).to_have_count(3)


async def test_the_page_works_without_a_complaint_of_the_browser(browser: Browser, stage: Stage) -> None:
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        complaints.append(message.text)

    def fail(error: Error) -> None:
        complaints.append(str(error))

    page = await show(browser, stage)
    page.on("console", note)
    page.on("pageerror", fail)
    await page.reload()
    await expect(page.locator(".msg").last).to_be_visible()
    await page.locator("#input").fill("任务")
    await page.keyboard.press("Enter")
    await expect(page.locator(".own .bubble")).to_have_text("任务")
    assert complaints == []
