"""How many references to an article, in how many spellings, lead to that article.

    python -m benchmarks.references DATA [--count 1000]

DATA is a data folder with many policies. Policies and articles are drawn uniformly with a fixed
seed; each spelling asks for the same ones. Right is an answer whose first citation is that article:
of the latest version of the text, or of the version whose date the question gives; a copy of the
text in another file is as good. Earlier versions without any date are not drawn. Prints a Markdown
table of the rates, the time it takes to understand a question (policies are read from the database
for most), and the failures.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import typer
from opencc import OpenCC

from chatbot.answer import Status
from chatbot.chain import Chatbot
from chatbot.question import Question
from index.clause import Clause, Kind, PolicyHead
from index.embedders import load
from index.library import Library
from index.numerals import parse
from index.snapshot import open_searcher

_REPUBLIC = "中华人民共和国"
_FILE_DATE = re.compile(r"\((\d{4}-\d\d-\d\d)\)\.\w+$")
_PROVINCE = re.compile(r"^(北京|上海|重庆|山东|河南|浙江|广东)[省市]")
_COURT = re.compile(r"^最高人民法院(?:、?最高人民检察院)?关于")
_SHOWN = 40
"""Failures listed."""


@dataclass(frozen=True, slots=True)
class Case:
    """An article that is asked for.

    Attributes:
        dated: what tells an earlier version, "" for the latest.
        short: the everyday form of the title, "" if it has none or if others share it.
        deeper: a clause inside the article, if it has any.
    """

    head: PolicyHead
    article: Clause
    dated: str
    short: str
    deeper: Clause | None

    @property
    def name(self) -> str:
        """The title without 《》, with its date where one is needed."""
        return self.head.name + self.dated


def main(data: Path, count: int = 1000) -> None:
    """Print the report."""
    searcher = open_searcher(data, embedder=load("builtin"))
    bot = Chatbot(searcher)
    cases = list(drawn(bot.library, count))
    failures: list[tuple[str, str, str]] = []
    times: list[float] = []
    print(f"{len(bot.library.heads()):,} policies, {count:,} articles drawn\n")
    print("| spelling | example | right | of | rate |\n|---|---|---|---|---|")
    total: Counter[bool] = Counter()
    for spelling, write in SPELLINGS.items():
        asked = [(case, text) for case in cases if (text := write(case))]
        right = 0
        for case, text in asked:
            answer = bot.answer(Question(text))
            times.append(answer.timings_ms["understand"])
            first = answer.citations[0].quote.clause if answer.citations else None
            wanted = case.deeper if spelling in DEEPER and case.deeper else case.article
            good = answer.status is Status.ANSWERED and first is not None and same(first, wanted)
            right += good
            if not good:
                failures.append((spelling, text, first.id if first else answer.status.value))
        if spelling not in DEEPER:
            total.update({True: right, False: len(asked) - right})
        rate = right / max(1, len(asked))
        example = asked[0][1] if asked else ""
        print(f"| {spelling} | {example} | {right} | {len(asked)} | {rate:.4f} |")
    searcher.close()
    whole = total[True] / max(1, total.total())
    print(f"\nAll but the last two: {total[True]:,} of {total.total():,} = {whole:.4f}")
    print(f"understand: median {median(times):.2f} ms, p99 {quantiles(times, n=100)[98]:.2f} ms\n")
    for spelling, text, got in failures[:_SHOWN]:
        print(f"- {spelling}: {text} → {got}")


def same(found: Clause, wanted: Clause) -> bool:
    """Whether it is the clause itself, or the same words in a copy of its text."""
    return found.id == wanted.id or (
        found.reference == wanted.reference and found.text.split() == wanted.text.split()
    )


def drawn(library: Library, count: int) -> Iterator[Case]:
    """Articles drawn at random: a policy, then an article of it."""
    chance = random.Random(0)
    heads = library.heads()
    versions: dict[str, list[PolicyHead]] = defaultdict(list)
    for head in heads:
        versions[_plain(head.name)].append(head)
    shorts = Counter(short for name in versions for short in {_short(name), name} if short)
    made = 0
    for _ in range(20 * count):
        head = chance.choice(heads)
        found = [c for c in library.policy(head.id).clauses if _is_article(c)]
        if not found:
            continue
        article = chance.choice(found)
        inside = [c for c in library.policy(head.id).clauses if _deeper(c, article)]
        short = _short(_plain(head.name))
        dated = _dated(head, versions[_plain(head.name)])
        if dated is None:
            continue
        yield Case(
            head,
            article,
            dated,
            short + dated if shorts[short] == 1 else "",
            chance.choice(inside) if inside else None,
        )
        if (made := made + 1) == count:
            return


def _is_article(clause: Clause) -> bool:
    """Of the text itself, and not a second one of the same number."""
    return clause.kind is Kind.ARTICLE and clause.path[0][0] != "x" and "~" not in clause.id


def _deeper(clause: Clause, article: Clause) -> bool:
    below = clause.id.startswith(f"{article.id}.") and "~" not in clause.id
    return below and clause.kind in {Kind.PARAGRAPH, Kind.ITEM}


def _plain(name: str) -> str:
    return name.replace(_REPUBLIC, "")


def _short(name: str) -> str:
    """How the title is said: without 省 or 市, the court, or the long name of a congress."""
    short = _COURT.sub("", _PROVINCE.sub(r"\1", name)).replace("常务委员会", "常委会")
    short = short.replace("人民代表大会", "人大").removesuffix("（试行）")
    return short if short != name else ""


def _dated(head: PolicyHead, versions: Sequence[PolicyHead]) -> str | None:
    """（2018-10-26） for an earlier version; None where it has no date to be told by."""
    date = _date(head)
    if date == max(map(_date, versions)):
        return ""
    return f"（{date}）" if date else None


def _date(head: PolicyHead) -> str:
    match = _FILE_DATE.search(head.source_file)
    issued = head.card.issued.value if head.card.issued else ""
    return max(match.group(1) if match else "", issued)


def _arabic(number: str) -> str:
    """第13条 and 第54条之一 for 第十三条 and 第五十四条之一."""
    return re.sub(r"第(\w+?)条", lambda match: f"第{parse(match.group(1))}条", number)


def _wide(number: str) -> str:
    return re.sub(r"\d", lambda match: chr(ord(match.group()) + 0xFEE0), _arabic(number))


def _spaced(number: str) -> str:
    return re.sub(r"(\d+)", r" \1 ", _arabic(number))


def _within(case: Case, item: str) -> str:
    """A paragraph or an item of the article, as its reference is written."""
    deeper = case.deeper
    if deeper is None or (deeper.kind is Kind.ITEM) != (item == "项"):
        return ""
    return f"《{case.name}》{deeper.reference}"


_TRADITIONAL = OpenCC("s2t")

SPELLINGS: dict[str, Callable[[Case], str]] = {
    "《…》第十三条": lambda case: f"《{case.name}》{case.article.number}",
    "第13条": lambda case: f"《{case.name}》{_arabic(case.article.number)}",
    "without 中华人民共和国": lambda case: f"《{_plain(case.name)}》{case.article.number}",
    "without 《》": lambda case: f"{case.name}{case.article.number}",
    "第１３条": lambda case: f"《{case.name}》{_wide(case.article.number)}",
    "第 13 条": lambda case: f"《{case.name}》{_spaced(case.article.number)}",
    "原文": lambda case: f"{_plain(case.name)}{case.article.number}原文",
    "规定了什么": lambda case: f"{case.name}{case.article.number}规定了什么",
    "请问…的": lambda case: f"请问{_plain(case.name)}的{case.article.number}是什么内容",
    "13条": lambda case: f"{_plain(case.name)}{_arabic(case.article.number)[1:]}",
    "traditional": lambda case: _TRADITIONAL.convert(f"《{case.name}》{case.article.number}"),
    "everyday": lambda case: case.short and f"{case.short}{case.article.number}",
    "款": lambda case: _within(case, "款"),
    "项": lambda case: _within(case, "项"),
}
"""Spelling → the question, "" where the article cannot be asked for like that."""
DEEPER = ("款", "项")


if __name__ == "__main__":
    typer.run(main)
