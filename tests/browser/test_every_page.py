"""Every page as every user: no accessibility fault, no side scrolling at 320 px, sound HTML."""

import json
import re
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import SIZES, Service, sign_in

AXE = (Path(__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ACCOUNTS = {"organiser": "organiser@demo.example.org", "school": "roanne@demo.example.org"}
USERS = ("organiser", "school", "staff")
MOST_PAGES = 120
"""Pages of one user; a pattern of address is visited once."""


def pattern_of(address: str) -> str:
    """Return an address without its numbers and questions: pages of one pattern look alike."""
    return re.sub(r"\d+", "N", urlsplit(address).path)


def crawl(page: Page, start: str) -> list[str]:
    """Return one address of every pattern that can be reached by links from a page."""
    host = urlsplit(start).netloc
    found, waiting = {pattern_of(start): start}, [start]
    while waiting and len(found) < MOST_PAGES:
        answer = page.goto(waiting.pop(0))
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        for link in page.eval_on_selector_all("a[href]", "links => links.map(a => a.href)"):
            parts = urlsplit(link)
            is_file = re.search(r"\.(ics|pdf|csv|xlsx|docx|json|zip|ods)$", parts.path)
            if parts.netloc != host or is_file or re.search("export|example|download|mend", link):
                continue
            if pattern_of(link) not in found:
                found[pattern_of(link)] = link.split("#")[0]
                waiting.append(found[pattern_of(link)])
    return list(found.values())


def faults(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES
    )
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def html_faults(page: Page) -> list[str]:
    """Return what a reader of the markup would object to."""
    script = """() => {
      const found = [];
      const heads = [...document.querySelectorAll('h1')];
      if (heads.length !== 1) found.push(`${heads.length} h1`);
      else {
        const head = heads[0].cloneNode(true);
        head.querySelectorAll('.tag').forEach(tag => tag.remove());
        const words = head.textContent.trim().replace(/\\s+/g, ' ');
        if (!document.title.startsWith(words)) found.push(`"${document.title}" is not "${words}"`);
      }
      const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
      found.push(...ids.filter((id, i) => ids.indexOf(id) !== i).map(id => `doubled id ${id}`));
      for (const form of document.querySelectorAll('form[method=post]'))
        if (!form.querySelector('[name=csrf_token]')) found.push(`no token: ${form.action}`);
      return found;
    }"""
    return list(page.evaluate(script))


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("user", USERS)
def test_every_page_is_sound(
    chromium: Browser, service: Service, user: str, scheme: Literal["light", "dark"]
) -> None:
    width, height = SIZES["narrow"]
    context = chromium.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-GB"
    )
    page = context.new_page()
    enter(page, service, user)
    problems: dict[str, list[str]] = {}
    for address in crawl(page, page.url):
        page.goto(address)
        found = faults(page) + html_faults(page)
        if scrolls_sideways(page):
            found.append("scrolls sideways at 320 px")
        if found:
            problems[urlsplit(address).path] = found
    context.close()

    assert not problems, json.dumps(problems, indent=1, ensure_ascii=False)


def enter(page: Page, service: Service, user: str) -> None:
    """Let a user in: staff by the private link, the others by their mail."""
    if user == "staff":
        page.goto(service.private_link)
    else:
        sign_in(page, service, ACCOUNTS[user])
