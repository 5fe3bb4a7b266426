from index.words import content_words, places


def test_polite_speech_and_question_words_carry_no_content() -> None:
    assert content_words("请问中试平台有哪些支持措施呢？") == ("中试", "平台")


def test_each_word_is_given_once() -> None:
    assert content_words("人才，人才！") == ("人才",)


def test_places_are_told_from_other_words() -> None:
    assert places("深圳市的中试平台和浙江省的人才") == ("深圳市", "浙江省")
    assert places("面向湘、赣的人工智能企业") == ("湘", "赣")
