"""How long a visitor waits for the pages: `python -m benchmarks.first_view` (Chromium is needed).

A warm server of its own on the policy that ships, a cold browser for every visit. *Usable* is the
moment at which a question that is typed as soon as there is a field has left for the server;
*complete* is when nothing more is being fetched.
"""

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Request, sync_playwright

from chatbot.settings import Settings
from tests.browsing import FLAGS, serving

QUESTION = "中试平台怎么建"


def main() -> None:
    """Visit again and again, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=10)
    visits = parser.parse_args().visits
    settings = Settings(data=Path(tempfile.mkdtemp()))
    with serving(settings) as address, sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        visit(browser, address)  # warms the server
        rows = [visit(browser, address) for _ in range(visits)]
        browser.close()
    for name in rows[0]:
        values = sorted(row[name] for row in rows)
        print(f"{name:12} median {statistics.median(values):8.2f}   worst {values[-1]:8.2f}")
    print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def visit(browser: Browser, address: str) -> dict[str, float]:
    """One visit by somebody who was never here: seconds, requests, megabytes."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page = context.new_page()
    fetched: list[Request] = []

    def came(request: Request) -> None:
        fetched.append(request)

    page.on("requestfinished", came)
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    field = page.locator("#question textarea")
    field.wait_for()
    seen = time.perf_counter() - begun
    files = len(fetched)
    with page.expect_request(lambda request: QUESTION in (request.post_data or "")):
        field.fill(QUESTION)
        field.press("Enter")
    usable = time.perf_counter() - begun
    page.locator("#chat .bot .tools").wait_for()
    answered = time.perf_counter() - begun
    size = sum(request.sizes()["responseBodySize"] for request in fetched[:files])
    context.close()
    return {
        "field s": seen,
        "usable s": usable,
        "answered s": answered,
        "requests": float(files),
        "MB": size / 1e6,
    }


if __name__ == "__main__":
    main()
