"""A running Wijha with the demonstration world, and Chromium."""

import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from app.cli.demo.accounts import PASSWORD, ROLES
from tests.servers import Server

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("journeys"))
    server.seed()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-sync",
        ],
    }


@pytest.fixture
def enter(server: Server, browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page of a new browser: anonymous, or signed in as a role of the demonstration or by address."""
    contexts: list[BrowserContext] = []
    violations: list[str] = []

    def opened(role: str = "", *, size: str = "desk", language: str = "fr", javascript: bool = True) -> Page:
        context = browser.new_context(viewport=SIZES[size], java_script_enabled=javascript, base_url=server.address)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda message: violations.append(message.text) if "Content Security Policy" in message.text else None,
        )
        page.on("pageerror", lambda error: violations.append(str(error)))
        if role:
            page.goto(f"/{language}/login")
            page.fill("[name=email]", dict(ROLES).get(role, role))
            page.fill("[name=password]", PASSWORD)
            page.click("main form button")
            page.wait_for_url(re.compile(r"^(?!.*/login)"))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert violations == []


@pytest.fixture
def looks_right() -> Callable[[Page], None]:
    """No finding of axe, no sideways scroll, a title and one h1."""
    axe = Axe()

    def check(page: Page) -> None:
        found = axe.run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        problems = [
            f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found.response["violations"]
        ]
        assert problems == [], page.url
        assert page.locator("h1").count() == 1, page.url
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, f"{page.url} scrolls sideways by {wide} px"

    return check
