"""Take the pictures of the README: `.venv/bin/python docs/screenshots.py`.

Starts the product on the policy that ships with it, with an administrator's key, asks, judges and
uploads, and goes through every tab in Chromium (the program named by CHROMIUM, `chromium` by
default); writes docs/images/.
"""

# ruff: noqa: INP001, S603 (a script of its own; the commands it starts are ours)

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FilePayload, sync_playwright

from ui.pages.strings import Language, Strings, strings

IMAGES = Path(__file__).parent / "images"
QUESTION = "中小企业能从哪里拿到资金支持？"
UNANSWERED = "英国的签证怎么办？"
NOTICE = """# 未来市科学技术局关于支持中试平台建设的通知

未科发〔2025〕3号

各有关单位：

一、支持对象

对本市新建中试平台的企业，按设备投资的20%给予补助。

未来市科学技术局

2025年3月1日
"""


@dataclass(frozen=True, slots=True)
class Look:
    """How the pages are shown, and which of their pictures are taken; all where none is named."""

    name: str
    width: int = 1280
    height: int = 800
    dark: bool = False
    language: Language = Language.CHINESE
    views: tuple[str, ...] = ()

    @property
    def say(self) -> Strings:
        """What the pages say."""
        return strings(self.language)


KEPT = ("start", "answer", "clause", "measures", "clauses", "library", "review")
LOOKS = (
    Look("desktop", views=KEPT),
    Look("phone", 360, 780, views=KEPT),
    Look("dark", dark=True, views=("answer", "review")),
    Look("english", language=Language.ENGLISH, views=("answer", "measures")),
)


def main() -> None:
    """Serve, ask, photograph."""
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        chatbot = shutil.which("chatbot", path=str(Path(sys.executable).parent)) or "chatbot"
        command = [chatbot, "--data", data]
        scopes = [option for scope in ("admin", "ask", "read") for option in ("--scope", scope)]
        made = subprocess.run(
            [*command, "keys", "create", "管理员", *scopes],
            check=True,
            capture_output=True,
            text=True,
        )
        server = subprocess.Popen([*command, "serve", "--port", str(port)])
        try:
            wait_for(port)
            photograph(f"http://127.0.0.1:{port}/", made.stdout.strip())
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def wait_for(port: int) -> None:
    """Return once the server listens; give up after a minute."""
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit(f"nothing listens on port {port}")


def photograph(address: str, key: str) -> None:
    """Every view in every look."""
    IMAGES.mkdir(exist_ok=True)
    program = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            args=["--headless", "--no-sandbox", "--disable-gpu", "--lang=zh-CN"],
        )
        for look in LOOKS:
            Photographer(browser, look).take(address, key)
        browser.close()


class Photographer:
    """Goes through the pages in one look, as one visitor."""

    def __init__(self, browser: Browser, look: Look) -> None:
        self.look = look
        self.say = look.say
        window = browser.new_context(
            viewport={"width": look.width, "height": look.height},
            color_scheme="dark" if look.dark else "light",
            locale=look.say.tag,
        )
        window.set_default_timeout(120_000)  # the machine may be slow
        self.page = window.new_page()

    def take(self, address: str, key: str) -> None:
        """Sign in, and take every picture."""
        page, say = self.page, self.say
        page.context.add_cookies(
            [{"name": "language", "value": self.look.language, "url": address}]
        )
        page.goto(address)
        self.save("door")
        page.get_by_label(say("door.key")).fill(key)
        page.keyboard.press("Enter")
        page.locator("#chat .example").first.wait_for()
        self.save("start")
        self.answer()
        self.measures()
        self.clauses()
        self.library()
        self.review()
        page.context.close()

    def answer(self) -> None:
        """Two questions, the first judged; the text of the policy on a phone."""
        page = self.page
        self.ask(UNANSWERED)
        page.locator("#chat .thumb[name=down]").click()
        page.locator(".opinion button").click()
        page.locator("#chat .told", has_text=self.say("script.thanks")).wait_for()
        self.save("refusal")
        page.locator("#new").click()
        page.locator("#chat .example").first.wait_for()
        self.ask(QUESTION)
        self.save("answer")
        if page.locator("#reader").is_hidden():
            page.locator("#chat .chip").first.click()
            self.save("clause")
            page.locator("#reader-close").click()
        page.locator("#history button").first.click()
        page.locator("#talks label").first.wait_for()
        self.save("history")

    def ask(self, question: str) -> None:
        """Type a question; come back when its answer is complete."""
        self.page.locator("#question textarea").fill(question)
        self.page.keyboard.press("Enter")
        self.page.locator("#chat .tools").last.wait_for()

    def measures(self) -> None:
        """The form, filled in, and what fits."""
        self.choose("tabs.measures")
        page, say = self.page, self.say
        page.get_by_label(say("measures.description")).fill("人形机器人关节")
        self.save("form")
        page.get_by_role("button", name=say("measures.find")).click()
        page.locator("#fitting .sources").wait_for()
        self.save("measures")

    def clauses(self) -> None:
        """The tree, and what is found while one types."""
        self.choose("tabs.clauses")
        self.page.locator("#clauses li, #clauses p").first.wait_for()
        self.save("clauses")
        self.page.locator("#query textarea, #query input").fill("人形机器人")
        self.page.locator("#clauses .hits li").first.wait_for()
        self.save("search")

    def library(self) -> None:
        """What is on file, and a file that was uploaded."""
        self.choose("tabs.library")
        page = self.page
        page.locator("#upload").wait_for()
        name = f"中试平台通知（{self.look.name}）.md"
        file: FilePayload = {
            "name": name,
            "mimeType": "text/markdown",
            "buffer": NOTICE.encode(),
        }
        page.set_input_files("#files", files=[file])
        page.locator("#upload button").click()
        page.locator(".jobs li", has_text=name).locator(".done").wait_for()
        self.save("library")

    def review(self) -> None:
        """What was asked, and a form in which the right clauses are marked."""
        self.choose("tabs.review")
        self.page.locator("#entries .entries > li").first.wait_for()
        self.save("review")
        self.page.locator("#entries .judge").last.click()
        self.page.locator("#entries .candidates label").first.wait_for()
        self.save("marking")

    def choose(self, tab: str) -> None:
        """Go to a tab."""
        self.page.get_by_role("tab", name=self.say(tab)).click()

    def save(self, view: str) -> None:
        """Write a picture with 128 colours: a third of the size, and no difference seen."""
        if self.look.views and view not in self.look.views:
            return
        self.page.wait_for_timeout(1_000)  # what moves comes to rest
        picture = Image.open(BytesIO(self.page.screenshot()))
        name = f"{self.look.name}-{view}.png"
        picture.convert("RGB").quantize(128).save(IMAGES / name, optimize=True)


if __name__ == "__main__":
    main()
