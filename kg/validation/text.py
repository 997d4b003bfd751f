"""From findings to text for a terminal: grouped by check, counted, with the sentence of the first few."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from kg.validation.model import Finding, Severity

_HEADS = {
    "zh": {Severity.VIOLATION: "违反", Severity.WARNING: "警告", Severity.INFO: "提示"},
    "en": {Severity.VIOLATION: "violations", Severity.WARNING: "warnings", Severity.INFO: "infos"},
}
_MARKS = {Severity.VIOLATION: "✘", Severity.WARNING: "!", Severity.INFO: "·"}
_WORDS = {
    "zh": {"clean": "图谱检查通过：没有发现问题。", "more": "另有 {} 处", "of": "《{}》", "value": "值：{}"},
    "en": {"clean": "The graph is clean: nothing found.", "more": "{} more", "of": "in “{}”", "value": "value: {}"},
}
_LONGEST = 80


def report(findings: Sequence[Finding], lang: str = "zh", examples: int = 3) -> str:
    """Lines for people: the totals, then each check with its count and its first examples.

    Messages are those of the shapes and stay Chinese; `lang` ("zh" or "en") is the language of the words around them.
    """
    words = _WORDS[lang]
    if not findings:
        return words["clean"]
    counts = {severity: sum(finding.severity is severity for finding in findings) for severity in Severity}
    lines = ["  ".join(f"{_MARKS[severity]} {_HEADS[lang][severity]} {count}" for severity, count in counts.items())]
    ordered = sorted(findings, key=lambda finding: finding.sort_key)
    for (severity, check), members in groupby(ordered, key=lambda finding: (finding.severity, finding.check)):
        group = list(members)
        lines += ["", f"{_MARKS[severity]} {group[0].message}  ×{len(group)}  [{check}]"]
        for finding in group[:examples]:
            lines += [f"    {line}" for line in _example(finding, words)]
        if len(group) > examples:
            lines.append("    " + words["more"].format(len(group) - examples))
    return "\n".join(lines)


def _example(finding: Finding, words: dict[str, str]) -> list[str]:
    lines = []
    if finding.sentence:
        lines.append(f"「{_short(finding.sentence)}」" + (words["of"].format(finding.report) if finding.report else ""))
    elif finding.report:
        lines.append(words["of"].format(finding.report))
    detail = finding.focus
    if finding.path:
        detail += f"  {_local(finding.path)}"
    if finding.value and finding.value != finding.focus:
        detail += "  " + words["value"].format(_short(finding.value))
    return [*lines, detail]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _local(iri: str) -> str:
    return iri.replace("https://streetkg.example/ontology#", "kg:")
