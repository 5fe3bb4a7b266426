import re
from dataclasses import replace
from html import unescape

import pytest

from chatbot.answer import Quote
from index.clause import Clause, Place, Policy, PolicyHead, Span
from index.policy import read_policy
from ui.pages.reader import LISTED, address, collection_page, marked_span, policy_page
from ui.pages.strings import Language, strings

SAY = strings(Language.CHINESE)


def clause_with(policy: Policy, words: str) -> Clause:
    """The smallest clause that holds `words`."""
    return min((c for c in policy.clauses if words in c.text), key=lambda c: len(c.text))


def place(policy: Policy, words: str) -> Span:
    at = policy.text.index(words)
    return Span(at, at + len(words))


def marked_words(page: str) -> str:
    return words_of("".join(re.findall(r"<mark[^>]*>(.*?)</mark>", page)))


def words_of(html: str) -> str:
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", html)))


def head_of(policy: Policy) -> PolicyHead:
    return PolicyHead(policy.id, policy.source_file, policy.sha256, policy.name, policy.card)


def test_the_quotation_and_nothing_else_is_marked(policy: Policy) -> None:
    page = policy_page(policy, head_of(policy), SAY, place(policy, "对新建平台给予补助。"))
    assert marked_words(page) == "对新建平台给予补助。"
    assert page.count('id="quote"') == 1


def test_a_quotation_may_run_through_several_paragraphs(policy: Policy) -> None:
    quoted = "补助不超过100万元。\n\n（二）人才支持。"
    page = policy_page(policy, head_of(policy), SAY, place(policy, quoted))
    assert marked_words(page) == quoted.replace("\n", "")


def test_nothing_of_the_policy_is_left_out(policy: Policy) -> None:
    article = policy_page(policy, head_of(policy), SAY).partition('<article lang="zh-CN">')[2]
    assert words_of(article) == re.sub(r"\s+", "", policy.text)


def test_a_heading_on_its_own_line_is_a_heading(policy: Policy) -> None:
    assert re.search(r"<h2 [^>]*>一、支持措施</h2>", policy_page(policy, head_of(policy), SAY))


def test_a_heading_that_runs_into_its_paragraph_is_set_off(policy: Policy) -> None:
    assert "<strong>（一）资金支持</strong>" in policy_page(policy, head_of(policy), SAY)


def test_every_clause_can_be_linked_to(policy: Policy) -> None:
    page = policy_page(policy, head_of(policy), SAY)
    assert [c.id for c in policy.clauses if f'id="{c.id}"' not in page] == []


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", '<img src=x onerror="alert(1)">'])
def test_markup_in_a_policy_is_shown_not_obeyed(words: str) -> None:
    hostile = read_policy(f"关于{words}的意见\n\n一、总则{words}\n\n内容{words}。".encode(), "x.md")
    page = policy_page(hostile, head_of(hostile), SAY, place(hostile, words))
    assert re.findall(r"<script[^>]*>", page) == ['<script src="../page/theme.js">']
    assert "<img" not in page
    assert marked_words(page) == words.replace(" ", "")


def test_only_a_web_address_becomes_a_link() -> None:
    text = "# 意见\n\n**来源**: javascript:alert(1)\n\n---\n\n关于某事的意见\n\n内容。\n"
    page = policy_page(read := read_policy(text.encode(), "x.md"), head_of(read), SAY)
    assert 'href="javascript' not in page


def test_an_address_leads_back_to_the_same_words(policy: Policy) -> None:
    clause = clause_with(policy, "引进紧缺人才")
    start = clause.text.index("引进")
    quote = Quote(head_of(policy), clause, Span(start, start + 6))
    assert f"clause={clause.id}&start={start}&end={start + 6}#quote" in address(quote)
    span = marked_span(policy, clause.id, start, start + 6)
    assert span is not None
    assert span.of(policy.text) == "引进紧缺人才"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 3), (0, 100_000)])
def test_an_address_that_fits_no_longer_marks_nothing(policy: Policy, start: int, end: int) -> None:
    assert marked_span(policy, policy.clauses[0].id, start, end) is None
    assert marked_span(policy, "gone", 0, 1) is None


def test_the_collection_names_its_policies_and_counts_the_rest(policy: Policy) -> None:
    heads = [head_of(policy)] * (LISTED + 3)
    page = collection_page(heads, SAY)
    assert page.count("<li>") == LISTED
    assert "另有 3 份" in page


def test_an_empty_collection_says_what_to_do() -> None:
    assert "chatbot ingest" in collection_page([], SAY)


def test_each_page_of_the_original_is_named_where_it_begins(policy: Policy) -> None:
    pages = [1, 1, *[2] * (len(policy.clauses) - 2)]
    placed = [replace(c, place=Place(n)) for c, n in zip(policy.clauses, pages, strict=True)]
    page = policy_page(replace(policy, clauses=tuple(placed)), head_of(policy), SAY)
    assert re.findall(r'<p class="place">(.*?)</p>\s*<\w+ id="([^"]+)"', page) == [
        ("原件第 1 页", placed[0].id),
        ("原件第 2 页", placed[2].id),
    ]


def test_a_clause_of_a_format_without_pages_names_its_paragraph(policy: Policy) -> None:
    first = replace(policy.clauses[0], place=Place(paragraph=4))
    page = policy_page(replace(policy, clauses=(first,)), head_of(policy), SAY)
    assert f'id="{first.id}" title="原件第 4 段"' in page
    assert 'class="place"' not in page
