"""An opened build for notebooks: named questions and SPARQL in, pandas data frames out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.explore.frames import Numbers, to_frame
from kg.query import find, run
from kg.store import Build, open_build

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import rdflib

    from kg.export.network import Kind


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

    def graph(self) -> rdflib.Graph:
        """The whole graph in rdflib, without the boundaries between reports: some seconds for a hundred thousand triples."""
        import rdflib

        return rdflib.Graph().parse(self.graph_file, format="turtle")

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """A network of areas, projects, initiatives, indicators, organisations and reports; see `kg.export.network`.

        Nodes have `label` and `type`, edges `relation` and, where they are statements, `quote`, `report`, value and dates.
        """
        from kg.export.network import to_networkx

        return to_networkx(self)

    def shared(self, kind: Kind = "Initiative", *, projected: bool = False) -> nx.Graph[str]:
        """Which areas name which projects, initiatives or indicators, or, `projected`, what links two areas.

        The first is bipartite (`bipartite` 0 for areas, 1 for things; `weight` is how often it is said); the second has an
        edge between two areas for which things of that kind are named alike (`weight` of them, `labels`). The graph keeps
        an initiative of each area apart, because the same name need not mean the same: here the name counts.
        """
        from kg.export.network import projection, two_sided

        sides = two_sided(self.to_networkx(), kind)
        return projection(sides) if projected else sides


def open_graph(path: str | Path = "build") -> Graph:
    """The build in a folder.

    Raises:
        UsageError: there is none, or it was made by another version of the layout.
    """
    build = open_build(path)
    return Graph(build.path, build.info)
