"""A real server, a real Chromium and a real LibreOffice."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from chatbot.settings import Settings
from tests.browsing import DESKTOP, FLAGS, KEY, PATIENCE_MS, Open, Visit, serving

FIELD = "[placeholder^=请输入问题]"
UNANSWERED = "Page._on_route"
"""What asyncio says of playwright, whenever it collects a request that a test left unanswered."""
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def site(settings: Settings) -> Iterator[str]:
    with serving(settings) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Module scope: playwright keeps the main thread's event loop while it runs."""
    path = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    if path is None and os.environ.get("CI"):
        pytest.fail("Chromium is not installed; CHROMIUM may name its program")
    if path is None:
        pytest.skip("Chromium is not installed; CHROMIUM may name its program")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=list(FLAGS))


@pytest.fixture(scope="session")
def soffice() -> str:
    path = shutil.which("soffice")
    if path is None and os.environ.get("CI"):
        pytest.fail("LibreOffice is not installed")
    if path is None:
        pytest.skip("LibreOffice is not installed")
    return path


@pytest.fixture
def visit(chromium: Browser, caplog: pytest.LogCaptureFixture) -> Iterator[Open]:
    """Opens an address in a window; the test fails when browser or server complained."""
    visits: list[Visit] = []

    def open_window(address: str, *, awaits: str = FIELD, **options: Any) -> Visit:
        options = {"viewport": DESKTOP, "locale": "zh-CN"} | options
        context = chromium.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        visits.append(Visit(context.new_page()))
        visits[-1].page.goto(address)
        visits[-1].page.locator(awaits).first.wait_for()
        if awaits == FIELD:  # Gradio may show it before it has run our scripts
            visits[-1].page.wait_for_function(
                "(({dataset, lang}) => dataset.theme && lang.startsWith('zh'))"
                "(document.documentElement)"
            )
        if awaits == KEY:  # the page that asks for a key is a 401, and the console says so
            visits[-1].complaints.clear()
        return visits[-1]

    yield open_window
    for visit in visits:
        visit.page.context.close()
    assert [visit.complaints for visit in visits] == [[]] * len(visits)
    assert [visit.foreign() for visit in visits] == [[]] * len(visits)
    errors = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert [error for error in errors if UNANSWERED not in error] == []
