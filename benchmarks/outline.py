"""How many laws are divided into articles that run from the first to the last.

    python benchmarks/outline.py FOLDER

Parses every Markdown and text file below FOLDER and prints a Markdown report: the share of files
whose article numbers run 1…N without gap or repeat, and each file where they do not, with what is
odd and the line of the file where the missing number would be expected.
"""

import re
import sys
import time
from pathlib import Path

from index.clause import Clause, Kind, Policy
from index.numerals import chinese
from index.policy import read_policy
from index.readers import READERS


def articles(policy: Policy) -> list[tuple[int, Clause]]:
    """Number and clause of each article that was not inserted later as 之一."""
    found = [clause for clause in policy.clauses if clause.kind is Kind.ARTICLE]
    numbers = [re.fullmatch(r"a(\d+)(~\d+)?", clause.path[-1]) for clause in found]
    return [(int(m[1]), clause) for m, clause in zip(numbers, found, strict=True) if m]


def reason(policy: Policy) -> str:
    """Why the numbers do not run from 1 to N; empty if they do."""
    numbers = [number for number, _ in articles(policy)]
    if numbers == list(range(1, len(numbers) + 1)):
        return ""
    if numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        return f"a part of a larger text: runs from {numbers[0]} to {numbers[-1]} without a gap"
    missing = next(n for n in range(1, max(numbers) + 2) if n not in numbers)
    if f"第{chinese(missing)}条" not in re.sub(r"\s", "", policy.text):
        return f"第{chinese(missing)}条 does not occur in the file at all"
    line = next(
        line
        for line in policy.text.splitlines()
        if f"第{chinese(missing)}条" in line.replace(" ", "")
    )
    return f"第{chinese(missing)}条 opens no line: …{line.strip()[:40]}…"


def main(folder: Path) -> None:
    """Print the report."""
    start = time.perf_counter()
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in READERS]
    policies = [read_policy(f.read_bytes(), f.relative_to(folder).as_posix()) for f in files]
    seconds = time.perf_counter() - start
    with_articles = [policy for policy in policies if articles(policy)]
    odd = [(policy.source_file, why) for policy in with_articles if (why := reason(policy))]
    total, ran = len(with_articles), len(with_articles) - len(odd)
    count = sum(len(articles(policy)) for policy in policies)
    print(f"{len(files):,} files, {total:,} with articles, {count:,} articles, {seconds:.1f} s\n")
    print(f"Run 1…N without gap or repeat: {ran:,} of {total:,} = {ran / total:.4f}\n")
    print("| file | why not |\n|---|---|")
    for name, why in odd:
        print(f"| {name} | {why} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
