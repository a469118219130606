"""What is typed survives an interruption; what is recorded in flight mode is sent once, later."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Service, shoot, sign_in
from tests.browser.test_staff_on_the_road import wait_until_kept


def test_a_form_interrupted_half_way_is_not_lost(
    page: Page, service: Service, locale: str, size: str
) -> None:
    sign_in(page, service, "roanne@demo.example.org")
    page.goto(f"{service.address}/needs/new")
    title = page.locator("#field-title")
    expect(page.locator("[data-draft-note]")).to_be_hidden()
    title.fill("Bac pro Logistique, printemps")
    page.locator("#field-learners").fill("3")
    page.wait_for_timeout(600)

    page.goto(f"{service.address}/partners")
    page.goto(f"{service.address}/needs/new")
    expect(title).to_have_value("Bac pro Logistique, printemps")
    expect(page.locator("#field-learners")).to_have_value("3")
    expect(page.locator("[data-draft-note]")).to_be_visible()
    shoot(page, f"draft-{size}-{locale}")

    page.locator("[data-draft-drop]").click()
    expect(title).to_have_value("")
    page.reload()
    expect(title).to_have_value("")


def test_nothing_typed_is_left_after_signing_out(page: Page, service: Service) -> None:
    sign_in(page, service, "roanne@demo.example.org")
    page.goto(f"{service.address}/needs/new")
    page.locator("#field-title").fill("Bac pro Logistique")
    page.wait_for_timeout(600)
    page.goto(f"{service.address}/partners")

    page.locator("form[action='/sign-out'] button").evaluate("button => button.click()")
    expect(page.locator("a[href='/sign-in']").first).to_be_attached()

    kept = page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))")
    assert kept == []


def test_check_in_in_flight_mode_is_sent_once_there_is_a_connection(
    page: Page, service: Service, locale: str, size: str
) -> None:
    sign_in(page, service, "organiser@demo.example.org")
    page.goto(f"{service.address}/forums")
    forums = page.eval_on_selector_all(
        "main a[href^='/forums/']", "links => links.map(a => a.getAttribute('href'))"
    )
    numbers = sorted({int(found[1]) for link in forums if (found := re.search(r"/(\d+)$", link))})
    group = ""
    for number in numbers:
        page.goto(f"{service.address}/check-in/{number}")
        if page.locator("main a[data-keep]").count() > 1:
            group = str(page.locator("main ul a[data-keep]").first.get_attribute("href"))
            break
    assert group, "an edition of the demo is published"
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto(f"{service.address}{group}")
    page.reload()
    wait_until_kept(page, group)

    page.context.set_offline(True)
    page.reload()
    first = page.locator("ul.people li").first
    first.locator("button[value=yes]").click()
    expect(first.locator("button[value=yes]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-waiting]")).to_be_visible()
    shoot(page, f"check-in-{size}-{locale}")

    page.context.set_offline(False)
    expect(page.locator("[data-waiting]")).to_be_hidden(timeout=90_000)
    page.reload()
    expect(first.locator("button[value=yes]")).to_have_attribute("aria-pressed", "true")
