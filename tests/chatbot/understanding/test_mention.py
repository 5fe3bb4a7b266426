import pytest

from chatbot.understanding.mention import mentioned


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("哪一条提到了“新型举国体制”", ("新型举国体制",)),
        ("“小巨人”在哪一条", ("小巨人",)),
        ("提到国家实验室的条款", ("国家实验室",)),
        ("中央企业在哪些条款出现", ("中央企业",)),
        ("哪些条款提到中小企业", ("中小企业",)),
        ("文件里提到哪些基金和资金", ("基金", "资金")),
        ("哪里写着投早投小？", ("投早投小",)),
        ("带“红线”的条款", ("红线",)),
        ("文件里面提到人工智能的有哪些地方", ("人工智能",)),
    ],
)
def test_the_words_that_must_stand_there_are_read(text: str, words: tuple[str, ...]) -> None:
    assert mentioned(text) == words


@pytest.mark.parametrize("text", ["中试平台怎么建", "人才引进在哪一条", "什么是“红线”"])
def test_another_question_asks_for_no_words(text: str) -> None:
    assert mentioned(text) == ()
