"""What validation yields: findings, each with the node, the check that it fails, the message and the sentence."""

from __future__ import annotations

from enum import StrEnum

from kg.records import record


class Severity(StrEnum):
    """How much a finding matters. Only violations block."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


@record
class Finding:
    """One thing that is wrong with one node.

    `check` names the check as `docs/checks.md` does: the local name of its shape and, for core constraints, the
    constraint after a stroke (`statement-evidence/minCount`). `focus` is an IRI, or `_:` for a blank node. `path` is an
    IRI and `value` the offending term as text, numbers in one spelling; both None where they say nothing. `sentence`
    is the sentence of the report that the node comes from and `report` the title of that report, where there are such.
    """

    severity: Severity
    check: str
    focus: str
    path: str | None
    value: str | None
    message: str
    sentence: str | None = None
    report: str | None = None

    @property
    def sort_key(self) -> tuple[int, str, str, str, str]:
        """Gravest first, then by check, node, path, value."""
        return self.severity.rank, self.check, self.focus, self.path or "", self.value or ""
