from pathlib import Path

import pytest

from chatbot.chain import Chatbot
from chatbot.tables.targets import targets, targets_in
from tests.makers import clause

GOLDEN = Path(__file__).parents[2] / "golden" / "targets.txt"


def found(text: str) -> list[tuple[str, str, str]]:
    return [
        (t.date.of(text), t.span.of(text), t.quantity.of(text) if t.quantity else "")
        for t in targets_in(clause(text))
    ]


def test_the_shipped_policy_has_the_targets_that_were_read_by_hand(bot: Chatbot) -> None:
    head = bot.library.heads()[0]
    table = targets(bot.library.policy(head.id), head)
    lines = [" | ".join(cell.text for cell in row) for row in table.rows]
    assert lines == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_every_cell_is_a_piece_of_its_clause(bot: Chatbot) -> None:
    head = bot.library.heads()[0]
    for date, target, quantity, place in targets(bot.library.policy(head.id), head).rows:
        for cell in (date, target, *([quantity] if quantity.text else [])):
            (quote,) = cell.quotes
            assert quote.text == cell.text
        assert place.quotes[0].clause.name == place.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "到2025年底，建成30个以上平台，研发投入增长10%，产值达到1.5万亿元。",
            [
                ("2025年底", "建成30个以上平台", "30个以上"),
                ("2025年底", "研发投入增长10%", "10%"),
                ("2025年底", "产值达到1.5万亿元", "达到1.5万亿元"),
            ],
        ),
        (
            "“十五五”期间，培育百家领军企业。2035年前，建成体系。",
            [
                ("“十五五”期间", "培育百家领军企业", "百家"),
                ("2035年前", "建成体系", ""),
            ],
        ),
        ("力争到2030年，打造一批集群。", [("2030年", "打造一批集群", "一批")]),
    ],
)
def test_a_date_governs_what_follows_it(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "落实《国民经济和社会发展第十四个五年规划和2035年远景目标纲要》，加快发展。",
        "2024年1月18日印发。",
        "本法自2024年起施行，废止旧法。",
        "推进一体化发展，实施第一批项目。",
    ],
)
def test_other_years_and_numbers_are_no_targets(text: str) -> None:
    assert found(text) == []
