"""The page as people use it: typing, completing, pressing, filling in, in several tabs."""

import base64
from datetime import timedelta

import pytest
from playwright.async_api import Browser, Page, expect

from bot.wire import Attached, Target
from tests.browser.stage import Stage, card, task_card

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
GROUP = Target("console", "group", "launch")
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def open_tab(browser: Browser, stage: Stage, person: str, chat: str = "launch", query: str = "") -> Page:
    page = await browser.new_page(locale="zh-CN")
    await page.goto(f"{stage.address}{query}#as={person}&chat={chat}")
    await expect(page.get_by_role("log")).not_to_have_attribute("aria-busy", "true")
    await expect(page.locator(".msg, .empty").first).to_be_visible()
    return page


async def said(stage: Stage) -> list[str]:
    return [event.text for event in stage.received]


async def test_enter_sends_and_shift_enter_makes_a_new_line(browser: Browser, stage: Stage) -> None:
    page = await open_tab(browser, stage, "zhang")
    await page.locator("#input").focus()
    await page.keyboard.type("第一行")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("第二行")
    await page.keyboard.press("Enter")
    await expect(page.locator(".own .bubble")).to_have_text("第一行\n第二行")
    await expect(page.locator("#input")).to_have_value("")
    assert await said(stage) == ["第一行\n第二行"]


async def test_enter_while_an_input_method_is_composing_sends_nothing(browser: Browser, stage: Stage) -> None:
    page = await open_tab(browser, stage, "zhang")
    await page.locator("#input").focus()
    keys = await page.context.new_cdp_session(page)
    await keys.send("Input.imeSetComposition", {"text": "nihao", "selectionStart": 5, "selectionEnd": 5})
    await keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Enter", "windowsVirtualKeyCode": 13})
    await keys.send("Input.insertText", {"text": "你好"})
    await expect(page.locator("#input")).to_have_value("你好")
    assert await said(stage) == []
    await page.keyboard.press("Enter")
    await expect(page.locator(".own .bubble")).to_have_text("你好")


async def test_a_chinese_command_is_completed_by_keyboard(browser: Browser, stage: Stage) -> None:
    page = await open_tab(browser, stage, "zhang")
    await page.locator("#input").press_sequentially("/")
    await expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(4)
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("listbox").get_by_role("option", selected=True)).to_contain_text("/站会")
    await page.keyboard.press("Tab")
    await expect(page.locator("#input")).to_have_value("/站会 ")
    await expect(page.get_by_role("listbox")).to_be_hidden()


async def test_an_english_word_finds_the_command_on_the_chinese_page(browser: Browser, stage: Stage) -> None:
    page = await open_tab(browser, stage, "zhang")
    await page.locator("#input").press_sequentially("/ta")
    await expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.locator("#input")).to_have_value("/task ")


async def test_escape_closes_the_list_and_keeps_the_text(browser: Browser, stage: Stage) -> None:
    page = await open_tab(browser, stage, "zhang")
    await page.locator("#input").press_sequentially("/任")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("listbox")).to_be_hidden()
    await expect(page.locator("#input")).to_have_value("/任")


async def test_people_are_completed_behind_an_at_sign(browser: Browser, stage: Stage) -> None:
    page = await open_tab(browser, stage, "zhang")
    await page.locator("#input").press_sequentially("请@李")
    await page.keyboard.press("Tab")
    await page.keyboard.type("看")
    await page.keyboard.press("Enter")
    await expect(page.locator(".own .mention")).to_have_text("@李四")
    assert await said(stage) == ["请<@li> 看"]


async def test_a_command_typed_in_full_is_sent_by_one_enter(browser: Browser, stage: Stage) -> None:
    page = await open_tab(browser, stage, "zhang")
    await page.locator("#input").press_sequentially("/站会")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="3月2日站会")).to_be_visible()


async def test_a_pressed_button_changes_the_card_in_every_tab(browser: Browser, stage: Stage) -> None:
    await stage.post(task_card(), GROUP)
    tabs = [await open_tab(browser, stage, person) for person in ("li", "zhang")]
    await tabs[0].get_by_role("button", name="接受").click()
    for tab in tabs:
        await expect(tab.locator(".card.good")).to_contain_text("进行中")
        await expect(tab.get_by_role("button", name="接受")).to_have_count(0)
        await expect(tab.locator(".msg.changed")).to_have_count(1)
    assert stage.received[0].user == "li"


async def test_a_form_in_a_card_is_filled_in(browser: Browser, stage: Stage) -> None:
    page = await open_tab(browser, stage, "li", "")
    await page.locator("#input").fill("站会")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("昨天完成了什么")).to_have_value("海报主视觉定稿")
    await page.get_by_label("今天打算做什么").fill("出三款初稿")
    await page.get_by_role("button", name="提交").click()
    await expect(page.get_by_role("heading", name="站会已提交")).to_be_visible()
    assert stage.received[-1].fields == {"done": "海报主视觉定稿", "plan": "出三款初稿", "block": ""}


async def test_what_stands_in_a_form_survives_an_update_of_its_card(browser: Browser, stage: Stage) -> None:
    page = await open_tab(browser, stage, "li", "")
    await page.locator("#input").fill("站会")
    await page.keyboard.press("Enter")
    await page.get_by_label("今天打算做什么").fill("写到一半")
    message = next(stage.console.visible("li"))
    again = message.rendered()
    assert again is not None
    await stage.post(again, Target("console", "dm", "li"), message.ref)
    await expect(page.locator(".msg.changed")).to_have_count(1)
    await expect(page.get_by_label("今天打算做什么")).to_have_value("写到一半")
    await expect(page.get_by_label("今天打算做什么")).to_be_focused()


async def test_a_form_behind_a_button_opens_in_a_dialog(browser: Browser, stage: Stage) -> None:
    await stage.post(task_card(), GROUP)
    page = await open_tab(browser, stage, "li")
    await page.get_by_role("button", name="改期").click()
    sheet = page.get_by_role("dialog", name="改期：完成3款海报初稿")
    await sheet.get_by_label("原因").select_option("需求变更")
    await sheet.get_by_label("协作人").select_option("张三")
    await sheet.get_by_role("checkbox", name="李四").check()
    await sheet.get_by_role("button", name="改期").click()
    await expect(sheet).to_be_hidden()
    assert stage.received[0].fields == {
        "due": "2026-03-05T17:00",
        "cause": "change",
        "helper": "<@zhang>",
        "informed": "<@li>",
    }


async def test_markup_that_was_typed_stays_text(browser: Browser, stage: Stage) -> None:
    page = await open_tab(browser, stage, "zhang")
    await page.locator("#input").fill("<img src=x onerror=alert(1)> **x**")
    await page.keyboard.press("Enter")
    await expect(page.locator(".own .bubble")).to_have_text("<img src=x onerror=alert(1)> **x**")
    await expect(page.locator(".log img")).to_have_count(0)


async def test_a_failed_send_keeps_the_text_and_can_be_repeated_once(browser: Browser, stage: Stage) -> None:
    page = await open_tab(browser, stage, "zhang")
    stage.deaf = True
    await page.locator("#input").fill("大家好")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert").first).to_contain_text("没发出去，内容还在。")
    await expect(page.locator("#input")).to_have_value("大家好")
    await expect(page.locator(".own .bubble")).to_have_count(0)
    stage.deaf = False
    await page.get_by_role("button", name="再发一次").click()
    await expect(page.locator("#input")).to_have_value("")
    await expect(page.locator(".own .bubble")).to_have_count(1)
    assert await said(stage) == ["大家好"]


async def test_another_persons_message_is_counted_and_shown_when_speaking_as_them(
    browser: Browser, stage: Stage
) -> None:
    page = await open_tab(browser, stage, "zhang")
    await stage.post(card("请您定", "bad"), Target("console", "dm", "zhao"))
    row = page.locator("#people").get_by_role("button", name="赵总")
    await expect(row).to_contain_text("1 条未读")
    await row.click()
    await expect(page.get_by_role("heading", name="请您定")).to_be_visible()
    await expect(page.locator("#input")).to_have_attribute("aria-label", "以赵总的身份说")


async def test_the_guide_fills_the_composer_as_the_right_person(browser: Browser, stage: Stage) -> None:
    page = await open_tab(browser, stage, "zhang")
    await page.get_by_role("button", name="看自己的任务").click()
    await expect(page.locator("#input")).to_have_value("我的")
    await expect(page.locator("#input")).to_be_focused()
    await expect(page.locator("#people [aria-current]")).to_contain_text("李四")
    await expect(page.get_by_role("heading", level=1)).to_have_text("和对齐私聊")


async def test_the_clock_shows_the_acting_persons_zone_and_moves_in_every_tab(browser: Browser, stage: Stage) -> None:
    shanghai = await open_tab(browser, stage, "zhang")
    berlin = await open_tab(browser, stage, "li")
    await expect(shanghai.locator("#clock-time")).to_have_text("09:00")
    await shanghai.get_by_role("button", name="+1 小时").click()
    await expect(shanghai.locator("#clock-time")).to_have_text("10:00")
    await expect(berlin.locator("#clock-time")).to_have_text("03:00")


async def test_messages_of_another_day_stand_under_their_own_date(browser: Browser, stage: Stage) -> None:
    await stage.post(card("周一", "good"), GROUP)
    stage.time += timedelta(days=1)
    await stage.post(card("周二", "good"), GROUP)
    page = await open_tab(browser, stage, "zhang")
    await expect(page.locator(".day")).to_have_text(["3月2日星期一", "3月3日星期二"])


async def test_earlier_messages_are_loaded_on_demand(browser: Browser, stage: Stage) -> None:
    for number in range(60):
        await stage.post(card(f"第{number}条", "plain"), GROUP)
    page = await open_tab(browser, stage, "zhang")
    await expect(page.locator(".msg")).to_have_count(50)
    await page.get_by_role("button", name="查看更早的消息").click()
    await expect(page.locator(".msg")).to_have_count(60)
    await expect(page.locator(".msg .bubble").first).to_have_text("第0条")


async def test_people_are_chosen_by_arrow_keys(browser: Browser, stage: Stage) -> None:
    page = await open_tab(browser, stage, "zhang")
    await page.locator("#people [aria-current]").focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator("#people [aria-current]")).to_contain_text("李四")
    await expect(page.locator("#people [aria-current]")).to_be_focused()


async def test_the_log_follows_cards_that_come_while_it_is_still_scrolling(browser: Browser, stage: Stage) -> None:
    for _ in range(4):
        await stage.post(task_card(), GROUP)
    page = await open_tab(browser, stage, "zhang")
    for _ in range(4):
        await stage.post(task_card(), GROUP)
    await expect(page.locator(".msg")).to_have_count(8)
    await expect(page.locator(".msg").last.get_by_role("button").last).to_be_in_viewport()
    await expect(page.locator("#newest")).to_be_hidden()


async def test_whoever_reads_older_messages_is_left_there(browser: Browser, stage: Stage) -> None:
    for _ in range(4):
        await stage.post(task_card(), GROUP)
    page = await open_tab(browser, stage, "zhang")
    await page.evaluate("document.getElementById('log').scrollTop = 0")
    await expect(page.locator("#newest")).to_be_visible()
    await stage.post(task_card(), GROUP)
    await expect(page.locator(".msg")).to_have_count(5)
    assert await page.evaluate("document.getElementById('log').scrollTop") == 0


async def test_a_sheet_is_downloaded_under_its_name(browser: Browser, stage: Stage) -> None:
    page = await open_tab(browser, stage, "zhang")
    sheet = Attached("Q4-2026-03-02-任务表.xlsx", b"PK\x03\x04", "2 项任务：已完成 1 项")
    await stage.post(card("Q4 任务表", "plain"), GROUP, file=sheet)
    await expect(page.locator(".file")).to_contain_text("2 项任务：已完成 1 项")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Q4-2026-03-02-任务表.xlsx").click()
    assert (await download.value).suggested_filename == "Q4-2026-03-02-任务表.xlsx"


async def test_a_picture_stands_in_the_conversation_with_its_words(browser: Browser, stage: Stage) -> None:
    page = await open_tab(browser, stage, "zhang")
    await stage.post(card("Q4 甘特图", "plain"), GROUP, file=Attached("a.png", DOT, "三项任务，一项逾期", picture=True))
    image = page.get_by_role("img", name="三项任务，一项逾期")
    await expect(image).to_be_visible()
    assert await image.evaluate("node => node.naturalWidth") == 1
