"""A server on a free port, and what one visitor's browser asked for."""

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, FrameLocator, Page

from chatbot.settings import Settings
from chatbot.wiring import open_chatbot, open_records
from tests.waiting import PATIENCE_S
from ui.server import Server, create_server

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LEAVING = ("AbortError: signal is aborted", "Unexpected error Connection errored out")
"""What Gradio says of its own streams when a page is left or loaded again."""
PATIENCE_MS = 1000 * PATIENCE_S
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """The address of a server on a free port."""
    server = Server(create_server(open_chatbot(settings), open_records(settings)))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, args=[[listener]])
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.handle_exit(signal.SIGTERM, None)
            thread.join()


class Visit:
    """One visitor's window, and everything it asked for or complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._heard)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(LEAVING):
            self.complaints.append(message.text)

    def foreign(self) -> list[str]:
        """Requests that left this machine."""
        own = ("http://127.0.0.1:", "data:", "blob:")
        return [url for url in self.requests if not url.startswith(own)]


Open = Callable[..., Visit]
"""Opens an address in a window; keywords as for playwright's `new_context`."""


def ask(page: Page, question: str) -> None:
    """Type a question and send it."""
    page.get_by_placeholder("请输入问题").fill(question)
    page.keyboard.press("Enter")


def answer(page: Page) -> str:
    """The last answer, once it is complete."""
    page.locator("#chat .bot .copy, #chat .bot .notice").last.wait_for()
    return page.locator("#chat .bot .md").last.inner_text()


def reader(page: Page) -> FrameLocator:
    """The policy beside the talk."""
    return page.frame_locator("iframe[name=reader]")


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return width


def ask_to_the_end(page: Page, question: str) -> None:
    """Ask, and come back when the browser has remembered the answer: nothing follows."""
    stored = "localStorage.getItem('policy-chatbot-talks')"
    before = page.evaluate(stored)
    ask(page, question)
    page.evaluate(
        "before => new Promise((done) => {"
        f"  const look = () => {stored} === before ? setTimeout(look, 50) : done();"
        "  look();"
        "})",
        before,
    )


def choose(page: Page, tab: str) -> None:
    """Go to a tab."""
    page.get_by_role("tab", name=tab).click()


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe-core finds fault with, and where."""
    found = Axe().run(page).response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]


KEY = "input[name=key]"
"""Where a key is given, on the page that asks for one."""


def enter(page: Page, key: str) -> None:
    page.get_by_label("密钥").fill(key)
    page.keyboard.press("Enter")
    page.get_by_placeholder("请输入问题").wait_for()
