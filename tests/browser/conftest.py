"""A real browser on a real service: demo data, one web process, Debian's Chromium."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "build" / "screenshots"
"""Where the pictures of the journeys are kept as build output."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
SIZES = {"phone": (390, 844), "desk": (1280, 900), "narrow": (320, 640)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True, slots=True)
class Service:
    """A running demo: where it is, and a staff member's private link."""

    address: str
    data: Path
    private_link: str


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    """Start the demo as `make demo` does, on a port and data folder of its own."""
    data = Path(tempfile.mkdtemp(prefix="netinvet-demo-"))
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environ = os.environ | {"NETINVET_DATA": str(data), "NETINVET_BASE_URL": address}
    log = (data / "demo.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "demo", "--port", str(port)],
        cwd=ROOT,
        env=environ,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_for(f"{address}/health", process, data / "demo.log")
        yield Service(address, data, _private_link(data / "demo.log"))
    finally:
        process.terminate()
        process.wait(timeout=60)
        log.close()
        shutil.rmtree(data, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the service answers. Generous: the machine may be busy with other tests."""
    deadline = time.monotonic() + 400
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"the demo ended:\n{log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"the demo did not answer in time:\n{log.read_text()[-3000:]}")


def _private_link(log: Path) -> str:
    """Return the private link that the demo prints for a staff member, once it has."""
    for _attempt in range(200):
        found = re.search(r"http://\S+/i/\S+", log.read_text())
        if found:
            return found[0]
        time.sleep(0.1)
    raise AssertionError("the demo printed no private link")


def sign_in(page: Page, service: Service, email: str) -> None:
    """Sign in as people do: ask for a link, read the mail, press the button."""
    page.goto(f"{service.address}/sign-in")
    page.locator("input[name=email]").fill(email)
    page.locator("main form button[type=submit]").click()
    page.goto(f"{service.address}/outbox")
    page.locator("main article a[href*='/sign-in/']").first.click()
    page.locator("main form button[type=submit]").click()
    expect(page.locator("form[action='/sign-out']")).to_be_attached()


def speak(page: Page, locale: str) -> None:
    """Choose a language at the foot of the page; the page stays the same."""
    page.locator(f"button[name=locale][value={locale}]").click()
    expect(page.locator(f"html[lang={locale}]")).to_be_attached()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "The browser tests need Chromium: please install it."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(params=["phone", "desk"])
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["en", "fr"])
def locale(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(chromium: Browser, size: str, locale: str) -> Iterator[Page]:
    """Give a page of one size and language that fails on script errors and foreign requests."""
    width, height = SIZES[size]
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        locale="fr-FR" if locale == "fr" else "en-GB",
        has_touch=size == "phone",
    )
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(f"script error: {error}"))
    page.on("console", lambda message: _note(message, troubles))
    page.on("request", lambda asked: _note_request(asked.url, troubles))
    yield page
    context.close()
    assert troubles == []


def _note(message: Any, troubles: list[str]) -> None:  # noqa: ANN401 -- Playwright's console message
    was_offline = "net::ERR_FAILED" in message.text or "ERR_INTERNET" in message.text
    if message.type == "error" and not was_offline:
        troubles.append(f"console: {message.text}")


def _note_request(url: str, troubles: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1:", "data:", "blob:")):
        troubles.append(f"request to {url}")


def shoot(page: Page, name: str) -> None:
    """Keep a picture of the whole page."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
