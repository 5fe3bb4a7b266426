from index.words import content_words


def test_polite_speech_and_question_words_carry_no_content() -> None:
    assert content_words("请问中试平台有哪些支持措施呢？") == ("中试", "平台")


def test_each_word_is_given_once() -> None:
    assert content_words("人才，人才！") == ("人才",)
