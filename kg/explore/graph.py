"""An opened build for notebooks: named questions and SPARQL in, pandas data frames out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.explore.frames import Numbers, to_frame
from kg.query import find, run
from kg.store import Build, open_build

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Graph(Build):
    """What `kg build` made, to be asked.

    >>> import kg
    >>> graph = kg.open("build/")                                      # doctest: +SKIP
    >>> graph.query("levels", street="坪山街道", numbers="float")       # doctest: +SKIP
    """

    def query(
        self, name: str, *, numbers: Numbers = "decimal", timeout: float | None = 60, **values: Any
    ) -> pd.DataFrame:
        """The answer to a shipped question, by its name or number, with values for its parameters.

        Columns are the variables of the query; `frame.attrs["labels"]` has a heading for each. Dates are datetime64,
        whole numbers Int64, other numbers `Decimal` or Float64 as `numbers` says, what is missing is missing.

        Raises:
            UsageError: no such question or parameter (the nearest names are told), or a value of another type.
            TimeLimitExceeded: it took longer than `timeout` seconds.
        """
        question = find(name)
        frame = to_frame(run(question, self.path, values, timeout=timeout), numbers)
        frame.attrs["title"] = question.title
        return frame

    def sparql(self, text: str, *, numbers: Numbers = "decimal", timeout: float | None = 60) -> pd.DataFrame:
        """The answer to a query in SPARQL; prefixes of the ontology and the common ones are supplied.

        Raises:
            UsageError: wrong syntax, or a name that the ontology does not have. TimeLimitExceeded: it took too long.
        """
        return to_frame(run(text, self.path, timeout=timeout), numbers)


def open_graph(path: str | Path = "build") -> Graph:
    """The build in a folder.

    Raises:
        UsageError: there is none, or it was made by another version of the layout.
    """
    build = open_build(path)
    return Graph(build.path, build.info)
