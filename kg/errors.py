"""The errors that StreetKG raises itself; each says what is wrong with which file and what to do."""

from __future__ import annotations

from collections.abc import Iterable


class StreetKGError(Exception):
    """Base of all errors raised on purpose. `exit_code` is what the command line returns."""

    exit_code = 1

    def __init__(self, subject: str, cause: str, remedy: str = "") -> None:
        self.subject = subject
        self.cause = cause
        self.remedy = remedy
        super().__init__(self.line())

    def __reduce__(self) -> tuple[type[StreetKGError], tuple[str, str, str]]:
        """As it is sent from one process to another."""
        return type(self), (self.subject, self.cause, self.remedy)

    def line(self) -> str:
        """One line for people: what, why, what to do."""
        return f"{self.subject}：{self.cause}" + (f"。{self.remedy}" if self.remedy else "")

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows instead of a traceback (a protocol of IPython)."""
        return [self.line()]


class UnreadableSource(StreetKGError):
    """A file that cannot be read as a report: missing, empty, binary, wrongly encoded, too large, no report."""


class UsageError(StreetKGError):
    """The command was called wrongly: unknown option value, output folder that is not ours, unknown query."""

    exit_code = 2


class EndpointError(StreetKGError):
    """A server cannot be reached, refuses or asks for authentication."""

    exit_code = 3


class TimeLimitExceeded(StreetKGError):
    """A query ran longer than it was allowed to."""

    exit_code = 124


def is_it(names: Iterable[str], otherwise: str = "") -> str:
    """The remedy of a message: the names meant, perhaps; `otherwise` where there are none."""
    found = "、".join(names)
    return f"是不是 {found}？" if found else otherwise
