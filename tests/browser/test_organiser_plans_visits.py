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


def open_forum(page: Page, service: Service, locale: str) -> None:
    sign_in(page, service, "organiser@demo.example.org")
    speak(page, locale)
    page.locator("main a", has_text="Poznań").first.click()


def test_an_organiser_searches_stops_and_publishes(
    page: Page, service: Service, locale: str, size: str
) -> None:
    words = WORDS[locale]
    open_forum(page, service, locale)
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


def test_an_organiser_moves_a_visit_and_answers_an_event_on_the_day(
    page: Page, service: Service, locale: str, size: str
) -> None:
    words = MOVED[locale]
    open_forum(page, service, locale)
    page.locator("main a[href$='/plans']").first.click()
    page.get_by_role("link", name="Demo", exact=True).click()

    if size == "desk":
        bar = page.locator("#by-tour svg[data-move]").first
        lane = page.locator("#by-tour [data-row]").nth(2)
        page.locator("#by-tour").evaluate("part => part.scrollIntoView()")
        at, to = bar.bounding_box(), lane.bounding_box()
        assert at
        assert to
        page.mouse.move(at["x"] + 5, at["y"] + 8)
        page.mouse.down()
        page.mouse.move(at["x"] + 40, to["y"] + 10, steps=4)
        page.mouse.up()
        expect(page.locator("#verdict p").first).to_be_visible(timeout=PATIENCE)
        shoot(page, f"organiser-drag-{size}-{locale}")

    page.locator("#by-tour details.keep > summary").nth(2).click()
    form = page.locator("#by-tour details.keep form.move").nth(2)
    form.locator("select[name=to]").select_option("")
    form.locator("button[type=submit]").click()
    expect(page.locator(".notice")).to_contain_text(words["kept"], timeout=PATIENCE)
    page.get_by_role("button", name=words["draft"]).click()
    expect(page.locator("main")).to_contain_text(words["by hand"])
    shoot(page, f"organiser-draft-{size}-{locale}")

    page.locator("nav.crumbs a[href$='/plans']").click()
    page.locator("main a[href$='/events']").click()
    shoot(page, f"organiser-event-{size}-{locale}")
    page.locator("a[href$='/events/person_missing']").click()
    page.locator(".big-choices a").first.click()
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("a[href*='/publish']")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("main")).to_contain_text(words["whom"])
    shoot(page, f"organiser-answer-{size}-{locale}")
