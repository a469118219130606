"""An organiser brings in a sheet with faults, reads them in their cells, mends and confirms."""

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import Service, shoot, sign_in

HEAD = "key,name,kind,country,city,sectors\n"


def sheet(text: str) -> FilePayload:
    return {"name": "organisations.csv", "mimeType": "text/csv", "buffer": text.encode()}


def test_a_fault_is_read_in_its_cell_and_nothing_is_written_until_confirmed(
    page: Page, service: Service, size: str, locale: str
) -> None:
    name = f"Browser {size} {locale} (fictional)"
    wrong = f"{HEAD}browser-{size}-{locale},{name},school,XX,Lille,transport_logistics\n"
    sign_in(page, service, "organiser@demo.example.org")
    page.goto(f"{service.address}/imports/sheets/organisations")
    page.locator("input[type=file]").set_input_files(sheet(wrong))
    page.locator("main form:has(input[type=file]) button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("XX")
    shoot(page, "import-faults")

    page.goto(f"{service.address}/imports/sheets/organisations")
    page.locator("input[type=file]").set_input_files(sheet(wrong.replace(",XX,", ",FR,")))
    page.locator("main form:has(input[type=file]) button[type=submit]").click()
    shoot(page, "import-report")
    page.locator("form[action$='/confirm'] button").click()

    expect(page.locator("main")).to_be_visible()
    page.goto(f"{service.address}/organisations?q=Browser")
    expect(page.locator("main")).to_contain_text(name)
