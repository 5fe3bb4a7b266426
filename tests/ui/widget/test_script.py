import gzip
import re

from ui.widget.script import script

MAX_GZIPPED = 40 * 1024
"""Bytes that a portal's visitors load at most."""


def test_the_script_is_small() -> None:
    assert len(gzip.compress(script())) <= MAX_GZIPPED


def test_nothing_becomes_markup_or_code_and_nothing_is_kept() -> None:
    sinks = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc"
    kept = r"document\.cookie|localStorage|sessionStorage|indexedDB"
    assert re.findall(f"{sinks}|{kept}", script().decode()) == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    addresses = set(re.findall(r"https?://[\w.]+", script().decode()))
    assert addresses == {"http://www.w3.org"}  # the name of SVG


def test_the_parts_share_a_scope_of_their_own() -> None:
    text = script().decode()
    assert text.startswith('(() => {\n"use strict";')
    assert text.endswith("})();\n")
    assert "class PolicyChat extends HTMLElement" in text
