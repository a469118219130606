"""An organiser plans visits: searches, stops, publishes; moves by hand, answers an event."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Service, shoot, sign_in, speak

WORDS = {
    "en": {"stop": "Stop and keep the best plan", "version": "Version"},
    "fr": {"stop": "Arrêter et garder le meilleur plan", "version": "Version"},
}
MOVED = {
    "en": {
        "kept": "All rules kept",
        "draft": "Keep in a draft",
        "by hand": "changed by hand",
        "whom": "Who it concerns",
    },
    "fr": {
        "kept": "Toutes les règles sont respectées",
        "draft": "Garder dans un brouillon",
        "by hand": "modifié à la main",
        "whom": "Qui cela concerne",
    },
}
PATIENCE = 120_000
"""Milliseconds for what a worker does on a busy machine."""


def test_an_organiser_searches_stops_and_publishes(
    page: Page, service: Service, locale: str, size: str
) -> None:
    words = WORDS[locale]
    sign_in(page, service, "organiser@demo.example.org")
    speak(page, locale)
    page.locator("main a", has_text="Poznań").first.click()
    shoot(page, f"organiser-forum-{size}-{locale}")

    page.locator("main a[href$='/plans']").first.click()
    page.locator("input[name=seconds]").fill("60")
    page.locator("input[name=title]").fill(f"Spring visits {size} {locale}")
    page.locator("main form:has(input[name=seconds]) button[type=submit]").click()
    stop = page.get_by_role("button", name=words["stop"])
    expect(stop).to_be_visible()
    expect(page.locator(".graph .line-objective").first).to_be_attached(timeout=PATIENCE)
    shoot(page, f"organiser-search-{size}-{locale}")
    stop.click()

    publish = page.locator("a[href*='/publish']")
    expect(publish).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#by-tour")).to_be_visible()
    shoot(page, f"organiser-plan-{size}-{locale}")
    publish.click()
    shoot(page, f"organiser-publish-{size}-{locale}")
    page.locator("main form button[type=submit]").last.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(words["version"])
    shoot(page, f"organiser-version-{size}-{locale}")
