"""A school finds a partner: its need, suggestions with reasons, obstacles of the rest, a start."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Service, shoot, sign_in, speak


def test_a_school_reads_why_a_host_suits_and_starts_a_partnership(
    page: Page, service: Service, locale: str, size: str
) -> None:
    sign_in(page, service, "roanne@demo.example.org")
    speak(page, locale)
    shoot(page, f"school-home-{size}-{locale}")

    page.locator("main a[href^='/needs/']:not([href$='/new'])").first.click()
    first = page.locator("article.suggestion").first
    expect(first).to_be_visible()
    expect(first.locator(".reasons li").first).to_be_visible()
    shoot(page, f"school-suggestions-{size}-{locale}")

    parts = [figure(text) for text in first.locator(".reasons .points").all_inner_texts()]
    whole = figure(first.locator(".score strong").inner_text())
    assert abs(sum(parts) - whole) < 0.31, "shown to one decimal, six parts add up to the score"

    first.locator("form[action$='/start'] button").click()
    expect(page).to_have_url(f"{service.address}/partnerships/{page.url.rsplit('/', 1)[-1]}")
    shoot(page, f"school-partnership-{size}-{locale}")


def figure(text: str) -> float:
    """Return a number as English or French writes it."""
    return float(text.replace(",", "."))


def test_the_list_says_what_the_map_shows(page: Page, service: Service) -> None:
    sign_in(page, service, "roanne@demo.example.org")
    page.goto(f"{service.address}/organisations")

    expect(page.locator(".map .leaflet-container, .map.leaflet-container").first).to_be_visible()
    shoot(page, "directory")
    assert page.locator("main a[href^='/organisations/']").count() > 0
