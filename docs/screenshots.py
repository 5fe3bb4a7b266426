"""Take the pictures of the README: `.venv/bin/python docs/screenshots.py`.

Starts the product on the policy that ships with it, goes through every tab in Chromium (the program
named by CHROMIUM, `chromium` by default) and writes docs/images/.
"""

# ruff: noqa: INP001, S603 (a script of its own; the command it starts is ours)

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
QUESTION = "中小企业能从哪里拿到资金支持？"
WINDOWS = {"desktop": (1280, 800), "phone": (390, 844)}


def main() -> None:
    """Serve, ask, photograph."""
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        command = [shutil.which("chatbot", path=str(Path(sys.executable).parent)) or "chatbot"]
        command += ["--data", data, "serve", "--port", str(port)]
        server = subprocess.Popen(command)
        try:
            wait_for(port)
            photograph(f"http://127.0.0.1:{port}/")
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


def photograph(address: str) -> None:
    """The first view and an answer, in both windows."""
    IMAGES.mkdir(exist_ok=True)
    program = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        for name, (width, height) in WINDOWS.items():
            take(browser, address, name, width, height)
        browser.close()


def take(browser: Browser, address: str, name: str, width: int, height: int) -> None:
    """The pictures of one window."""
    window = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = window.new_page()
    page.goto(address)
    page.locator("#chat .example").first.wait_for()
    page.wait_for_timeout(1_000)
    save(page, f"{name}-start")
    page.get_by_placeholder("请输入问题").fill(QUESTION)
    page.keyboard.press("Enter")
    page.locator("#chat .copy").wait_for()
    page.wait_for_timeout(1_000)
    save(page, f"{name}-answer")
    if name == "phone":
        page.locator("#chat .chip").first.click()
        page.wait_for_timeout(1_000)
        save(page, f"{name}-clause")
        page.locator("#reader-close").click()
    tabs(page, name)
    window.close()


def tabs(page: Page, name: str) -> None:
    """The pictures of the tabs beside the chat; the library in dark colours."""
    choose(page, "适用措施")
    page.get_by_label("行业和主要产品").fill("人形机器人关节")
    page.get_by_role("button", name="查找适用措施").click()
    page.locator("#fitting .sources").wait_for()
    page.wait_for_timeout(1_000)
    save(page, f"{name}-measures")
    choose(page, "条款查询")
    page.locator("#clauses li").first.wait_for()
    page.wait_for_timeout(1_000)
    save(page, f"{name}-clauses")
    choose(page, "政策库")
    page.locator("#shelf li").first.wait_for()
    page.get_by_role("button", name="深色").click()
    page.wait_for_timeout(1_000)
    save(page, f"{name}-library")


def choose(page: Page, tab: str) -> None:
    """Go to a tab."""
    page.get_by_role("tab", name=tab).click()


def save(page: Page, name: str) -> None:
    """Write the page's picture with 128 colours: a third of the size, and no difference seen."""
    picture = Image.open(BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(128).save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
