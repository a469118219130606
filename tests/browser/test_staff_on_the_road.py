"""A staff member on the road: link, week, a visit, calendar, flight mode, keyboard."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Service, shoot, speak

WORDS = {
    "en": {
        "week": "My week",
        "back": "Back to my week",
        "subscribe": "Subscribe in your calendar",
    },
    "fr": {
        "week": "Ma semaine",
        "back": "Retour à ma semaine",
        "subscribe": "S’abonner dans votre agenda",
    },
}


def test_a_staff_member_reads_the_week(
    page: Page, service: Service, locale: str, size: str
) -> None:
    words = WORDS[locale]
    page.goto(service.private_link)
    speak(page, locale)

    expect(page).to_have_url(f"{service.address}/me")
    expect(page.get_by_role("heading", level=1)).to_have_text(words["week"])
    shoot(page, f"staff-week-{size}-{locale}")

    page.locator(".item-visit h3 a").first.click()
    expect(page.locator("dl.facts")).to_be_visible()
    shoot(page, f"staff-visit-{size}-{locale}")

    page.get_by_role("link", name=words["back"]).click()
    page.get_by_role("button", name=words["subscribe"]).click()
    expect(page.locator("code.address")).to_contain_text("/c/")


def test_the_week_opens_in_flight_mode_after_one_visit(page: Page, service: Service) -> None:
    page.goto(service.private_link)
    expect(page.locator(".item-visit").first).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    expect(page.locator("html")).to_be_attached()
    page.reload()
    first_visit = page.locator(".item-visit h3 a").first
    address, title = first_visit.get_attribute("href"), first_visit.inner_text()
    wait_until_kept(page, str(address))

    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator(".item-visit h3 a").first).to_have_text(title)
    page.goto(f"{service.address}{address}")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.context.set_offline(False)


def wait_until_kept(page: Page, address: str) -> None:
    """Wait until the service worker has kept a page; it works after the page has loaded."""
    for _attempt in range(100):
        if page.evaluate("address => caches.match(address).then(found => !!found)", address):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{address} was not kept")


def test_the_week_is_read_by_keyboard_alone(page: Page, service: Service) -> None:
    page.goto(service.private_link)
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    for _press in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.item-visit h3')"):
            break
    page.keyboard.press("Enter")

    expect(page.locator("dl.facts")).to_be_visible()
