from datetime import UTC, datetime

from chatbot.export.imprint import Imprint


def test_the_line_is_in_the_time_of_beijing(imprint: Imprint) -> None:
    assert str(imprint) == (
        "本文由“政策问答”系统于2026年8月3日14时05分（北京时间）导出，依据2026年8月1日建立的索引。"
        "内容摘自已收录的政策文件，以原文为准。"
    )


def test_an_index_of_unknown_date_is_not_mentioned() -> None:
    assert "索引" not in str(Imprint(datetime(2026, 8, 3, tzinfo=UTC)))
