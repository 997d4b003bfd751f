"""`python -m benchmarks.adversarial [MEGABYTES]`: repeats that regular expressions like least, a quarter and the whole of the size.

Linear time gives a ratio of four. With 10 MB it takes half an hour; `tests/documents/test_linear.py` times smaller ones.
"""

from __future__ import annotations

import sys
import time

HEAD = "某街道2022年工作总结\n一、工作情况\n完成投资3亿元。\n"
REPEATS = ("1", "1亿", "增长1%", "等5个", "建设", "新安街道", "“", "一", "\n")


def seconds(text: str) -> float:
    """Processor time of reading and extracting a text."""
    from kg.documents import parse
    from kg.extraction import extract

    started = time.process_time()
    extract(parse(HEAD + text))
    return time.process_time() - started


def main() -> int:
    """Print the figures; 1 when a repeat takes more than six times as long for four times the length."""
    characters = int(float(sys.argv[1] if len(sys.argv) > 1 else "1") * 1_000_000)
    seconds("完成投资3亿元。" * 10)
    worst = 0.0
    for repeat in REPEATS:
        quarter, whole = (seconds(repeat * (size // len(repeat))) for size in (characters // 4, characters))
        ratio = whole / max(quarter, 0.05)
        worst = max(worst, ratio)
        print(f"{repeat!r:10} {quarter:8.2f} s {whole:8.2f} s   ×{ratio:.1f}", flush=True)
    return int(worst > 6)


if __name__ == "__main__":
    sys.exit(main())
