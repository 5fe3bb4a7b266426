from index.citation import label
from index.clause import Card, Found, Span
from tests.makers import clause, head


def test_a_citation_names_title_number_and_clause() -> None:
    card = Card(number=Found("工信部联科〔2024〕12号", Span(0, 1)))
    assert (
        label(head("实施意见", card), clause("文字")) == "《实施意见》（工信部联科〔2024〕12号）1"
    )


def test_a_policy_without_a_number_is_cited_by_its_title() -> None:
    assert label(head("某法"), clause("文字")) == "《某法》1"
