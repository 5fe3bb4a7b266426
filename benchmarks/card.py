"""How often the cards of a collection of laws are filled, and agree with its folders.

    python -m benchmarks.card LAWS

LAWS is LawRefBook/Laws, whose folders say kind and province; cards are read from the texts alone.
Prints two Markdown tables: how many cards have a field, and how often kind, level and province are
those of the folder. A folder of laws also holds decisions and a guide that is no law.
"""

from collections import Counter
from pathlib import Path

import typer

from index.clause import Card
from index.policy import read_policy
from index.rows import CARD_LISTS, CARD_VALUES

_FOLDERS = {"行政法规": "行政法规", "司法解释": "司法解释", "部门规章": "部门规章"}
_LOCAL = "DLC"


def main(laws: Path) -> None:
    """Print the report."""
    filled: Counter[str] = Counter()
    agree: Counter[tuple[str, bool]] = Counter()
    files = sorted(laws.rglob("*.md"))
    for file in files:
        name = file.relative_to(laws).as_posix()
        card = read_policy(file.read_bytes(), name).card
        filled.update(key for key in (*CARD_VALUES, *CARD_LISTS) if getattr(card, key))
        agree.update(_agreement(card, name.split("/")))
    print(f"{len(files):,} texts\n\n| field | found | share |\n|---|--:|--:|")
    for key, count in filled.most_common():
        print(f"| {key} | {count:,} | {count / len(files):.3f} |")
    print("\n| as the folder says | right | of | share |\n|---|--:|--:|--:|")
    for what in ("kind", "level", "province"):
        right, wrong = agree[what, True], agree[what, False]
        print(f"| {what} | {right:,} | {right + wrong:,} | {right / (right + wrong):.3f} |")


def _agreement(card: Card, folders: list[str]) -> list[tuple[str, bool]]:
    """What is right and wrong of one card."""
    local = folders[0] == _LOCAL
    kind = "地方性法规" if local else _FOLDERS.get(folders[0], "法律")
    level = card.level.value if card.level else ""
    found = [
        ("kind", bool(card.kind and card.kind.value == kind)),
        ("level", level in {"省", "市", "县"} if local else level == "国家"),
    ]
    if local:
        province = folders[1][:2]
        found.append(("province", bool(card.region and province in card.region.value)))
    return found


if __name__ == "__main__":
    typer.run(main)
