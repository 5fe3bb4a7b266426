import pytest

from index.card.repeals import repeals
from tests.makers import clauses


def repealed(sentence: str) -> list[str]:
    return [found.value for found in repeals(clauses(f"# 某条例\n第一条 甲。\n第二条 {sentence}"))]


@pytest.mark.parametrize(
    ("sentence", "titles"),
    [
        ("本条例自2003年10月1日起施行。1994年发布的《甲办法》同时废止。", ["甲办法"]),
        (
            "《甲办法》、《乙规定》和《丙条例》（国发〔1990〕1号）同时废止。",
            ["甲办法", "乙规定", "丙条例"],
        ),
        ("根据《关于修改〈甲法〉的决定》第二次修正的《甲办法》同时废止。", ["甲办法"]),
        ("根据《甲法》、《乙法》制定的《丙办法》同时废止。", ["丙办法"]),
        ("《甲条例》第五条同时废止。", []),
        ("《甲条例》中有关总会计师的规定同时废止。", []),
        ("违反《甲条例》的，责令改正。", []),
        ("《国务院关于废止部分行政法规的决定》依照执行。", []),
    ],
)
def test_titles_that_go_as_a_whole_are_read(sentence: str, titles: list[str]) -> None:
    assert repealed(sentence) == titles
