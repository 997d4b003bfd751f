"""Readers of times: a text and the year that it speaks of in, dates by which something is to be done out.

Each returns a function from a text and a year to a list of findings: `start`, `end` (code points, end exclusive) and
`date`, the last day of what is said (8月底前 → 31 August). The other tools are told the year, ours finds it in the text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from benchmarks.others.figures import Finding, sentences

Read = Callable[[str, int], list[Finding]]


def streetkg() -> Read:
    """The deadlines of the whole extraction."""
    from kg import documents, extraction

    def read(text: str, year: int) -> list[Finding]:
        found = extraction.extract(documents.parse(text)).deadlines
        return [{"start": each.start, "end": each.end, "date": each.date.isoformat()} for each in found]

    return read


def recognizers() -> Read:
    """Dates and periods of Recognizers-Text, Chinese; the last reading of each, and of a period its last day."""
    from recognizers_date_time import recognize_datetime
    from recognizers_number import Culture

    def last_day(resolution: Any) -> str | None:
        values = [value for value in (resolution or {}).get("values", []) if "date" in value.get("type", "")]
        if not values:
            return None
        if "end" in values[-1]:  # the first day after the period
            try:
                return (date.fromisoformat(values[-1]["end"][:10]) - timedelta(days=1)).isoformat()
            except (ValueError, OverflowError):
                return None
        value = values[-1].get("value", values[-1].get("start"))
        return str(value)[:10] if value else None

    def read(text: str, year: int) -> list[Finding]:
        found = []
        for place, sentence in sentences(text):
            for result in recognize_datetime(sentence, Culture.Chinese, reference=datetime(year, 1, 1)):
                day = last_day(result.resolution)
                if day is not None:
                    found.append({"start": place + result.start, "end": place + result.end + 1, "date": day})
        return found

    return read


def jionlp() -> Read:
    """jionlp's times, each with its last moment."""
    import jionlp as jio

    def read(text: str, year: int) -> list[Finding]:
        found = []
        for place, sentence in sentences(text):
            for each in jio.ner.extract_time(sentence, time_base={"year": year}, with_parsing=True) or []:
                times = each["detail"].get("time")
                if isinstance(times, list) and isinstance(times[-1], str):
                    start, end = each["offset"]
                    found.append({"start": place + start, "end": place + end, "date": times[-1][:10]})
        return found

    return read


READERS: dict[str, Callable[[], Read]] = {
    "streetkg": streetkg,
    "recognizers-text": recognizers,
    "jionlp": jionlp,
}
