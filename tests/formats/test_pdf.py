"""PDF without a text layer, locked or damaged: a clear word each time."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from kg.documents import read_bytes
from kg.errors import UnreadableSource


def test_a_scan_is_refused_with_a_clear_word() -> None:
    data = BytesIO()
    Image.new("RGB", (400, 600), "white").save(data, "PDF")
    with pytest.raises(UnreadableSource, match="扫描件") as caught:
        read_bytes(data.getvalue(), "扫描.pdf")
    assert "OCR" in caught.value.remedy


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>"]
)
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match=r"损坏|没有文字层"):
        read_bytes(data, "a.pdf")
