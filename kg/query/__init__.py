"""Questions as files: `.rq` with a header in, tables out. Read-only, typed parameters, a time limit that stops."""

from __future__ import annotations

from kg.query.engine import Session, run
from kg.query.files import Chart, QueryFile, catalogue, find, load, load_directory, parse
from kg.query.origins import Asked, split, with_origins
from kg.query.parameters import Parameter
from kg.query.prepare import Prepared, prepare
from kg.query.results import Answer, Cell, ResultTable

__all__ = [
    "Answer",
    "Asked",
    "Cell",
    "Chart",
    "Parameter",
    "Prepared",
    "QueryFile",
    "ResultTable",
    "Session",
    "catalogue",
    "find",
    "load",
    "load_directory",
    "parse",
    "prepare",
    "run",
    "split",
    "with_origins",
]
