"""A sentence of a language model → a statement that the cited clauses support, or nothing.

Checked are the citation numbers, every quotation, number, date, percentage, 文号, title and
organisation, and that the rest of the wording comes from the cited clauses as well.
"""

import re
from collections.abc import Sequence

from chatbot.answer import Quote, Statement
from chatbot.markdown import escape
from index.citation import label
from index.clause import Hit, Span
from index.tokens import cut, fold

_MARK = re.compile(r"[\[［【〔]\s*(\d{1,3})\s*[\]］】〕]")
_EXACT = (
    re.compile(r"[“\"「『]([^”\"」』]+)[”\"」』]"),  # quotations
    re.compile(r"《([^》]+)》"),  # titles
    re.compile(r"\d+(?:[.,]\d+)*%?"),  # numbers, dates, percentages
    re.compile(
        r"[〇零一二三四五六七八九十百千万亿两]+(?:[年月日号个项家条款章批名倍元成分大类种次级位]|[万亿]元)"
    ),
    re.compile(r"[\u4e00-\u9fff]{2,12}?(?:委员会|总局|部门|银行|基金|[部委局署院厅办])"),
)
_ARABIC = re.compile(r"\d")
_SUPPORT = 0.6
"""Share of a sentence's character bigrams that must stand in the clauses it cites."""


def verify(sentence: str, hits: Sequence[Hit]) -> Statement | None:
    """The sentence with quotations instead of its marks; None when anything is unsupported."""
    cited = [int(number) for number in _MARK.findall(sentence)]
    if not cited or not all(1 <= number <= len(hits) for number in cited):
        return None
    chosen = [hits[number - 1] for number in dict.fromkeys(cited)]
    text = _MARK.sub("", sentence).strip()
    ground = _plain("".join(label(hit.policy, hit.clause) + hit.clause.text for hit in chosen))
    if not _exact_in(text, ground) or _support(text, ground) < _SUPPORT:
        return None
    return Statement(escape(text), tuple(_best_quote(text, hit) for hit in chosen))


def _plain(text: str) -> str:
    """Width and blanks made one: nothing else may differ between a quotation and its clause."""
    return re.sub(r"\s+", "", fold(text))


def _exact_in(text: str, ground: str) -> bool:
    pieces = (
        _plain(match.group(match.lastindex or 0)) for p in _EXACT for match in p.finditer(text)
    )
    return all(_stands_in(piece, ground) for piece in pieces if piece)


def _stands_in(piece: str, ground: str) -> bool:
    """Whether `piece` is in `ground`, a number not merely as a part of a longer one."""
    before = r"(?<![\d.])" if _ARABIC.match(piece[0]) else ""
    after = r"(?!\d|\.\d)" if _ARABIC.match(piece[-1]) else ""
    return re.search(before + re.escape(piece) + after, ground) is not None


def _support(text: str, ground: str) -> float:
    bigrams = [token for token in cut(text) if len(token) > 1]
    return sum(token in ground for token in bigrams) / len(bigrams) if bigrams else 0.0


def _best_quote(text: str, hit: Hit) -> Quote:
    """The sentence of the clause that shares most with the text."""
    tokens = set(cut(text))

    def shared(span: Span) -> int:
        return len(tokens & set(cut(span.of(hit.clause.text))))

    return Quote(hit.policy, hit.clause, max(hit.clause.sentences(), key=shared))
