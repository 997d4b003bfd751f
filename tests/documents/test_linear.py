"""No text makes reading take longer than its length: repeats that regular expressions like least, four times as long."""

from __future__ import annotations

import gc
import time

import pytest

from kg.documents import parse
from kg.extraction import extract

HEAD = "某街道2022年工作总结\n一、工作情况\n完成投资3亿元。\n"
REPEATS = (
    *(
        "1",
        "1,",
        "1.",
        "１",
        "一",
        "亿",
        "1亿",
        "（",
        "“",
        "、",
        " ",
        "\n",
        "2023年",
        "1-",
        "第一",
        "同比增长",
        "增长1%",
        "其中",
    ),
    *(
        "(一)",
        "等5个",
        "社区",
        "新安街道",
        "建设",
        "&amp;",
        "<U+00A0>",
        "[1]",
        "〇",
        "- 1 -\n",
        "建成学校",
        "A、",
        "三年内",
        "1\n",
        "“”",
    ),
)
SHORT = 8_000


def seconds(text: str) -> float:
    """What reading takes; the collector, which walks what other tests have left as well, is kept out of it."""
    gc.collect()
    gc.disable()
    try:
        started = time.process_time()
        extract(parse(HEAD + text))
        return time.process_time() - started
    finally:
        gc.enable()


@pytest.mark.slow
@pytest.mark.parametrize("repeat", REPEATS)
def test_time_grows_with_the_length_and_no_faster(repeat: str) -> None:
    seconds(repeat * 20)
    short = min(seconds(repeat * (SHORT // len(repeat))) for _ in range(2))
    # Linear time gives 4, quadratic 16; below a few milliseconds the clock tells nothing.
    assert seconds(repeat * (4 * SHORT // len(repeat))) <= 8 * max(short, 0.02)
