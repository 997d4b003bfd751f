"""What fuzzing broke, each kept as a case."""

from __future__ import annotations

import struct

import pytest

from kg.documents import parse, read_bytes
from kg.errors import UnreadableSource
from kg.extraction import extract


@pytest.mark.parametrize(
    "text", ["控制在０亿亿亿亿亿亿2023年", "1亿亿亿亿亿亿亿亿亿亿亿亿.1234567万元", "０" * 400 + "亿" * 40]
)
def test_numbers_beyond_all_measure_are_read_without_an_error(text: str) -> None:
    extract(parse(f"某街道2022年工作总结\n一、工作情况\n{text}。"))


def test_an_archive_with_a_member_without_a_name_is_refused() -> None:
    central = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(central), 0, 0)
    with pytest.raises(UnreadableSource):
        read_bytes(b"PK\x03\x04" + central + end, "a.zip")
