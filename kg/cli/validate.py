"""`kg validate`: a build or an RDF file in, findings out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import current, say


def run(
    target: Annotated[
        Path, typer.Argument(metavar="[BUILD|FILE.ttl]", help=say("生成的目录或 RDF 文件。", "A build or an RDF file."))
    ] = Path("build"),
) -> None:
    """Print the findings, grouped; exit 1 when one of them is a violation."""
    from kg.cli import console
    from kg.validation import Severity, report, validate

    if target.is_dir():
        from kg.store import open_build

        build = open_build(target)
        kept = build.findings()
        findings = validate(build.store) if kept is None else kept
    else:
        findings = validate(target)
    console.emit(report(findings, lang=current()))
    raise typer.Exit(1 if any(finding.severity is Severity.VIOLATION for finding in findings) else 0)
