"""Lines of N-Triples in, a graph in memory out: by property, the values of each subject, and the other way round.

Terms stay strings, so that most constraints are a difference of sets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import Any

from kg.rdf.vocabulary import RDF_TYPE

Column = Mapping[Any, tuple[str, ...]]
"""The values that a property has at each subject."""


class Graph:
    """Triples as N-Triples writes them: one space between terms, no comments, each IRI in one spelling.

    The triples of the graphs `beneath` belong to this one as well (the ontology, read once for many graphs).
    """

    def __init__(self, lines: Iterable[str], *beneath: Graph) -> None:
        columns: dict[str, Column] = {}
        whole: dict[str, Graph] = {}
        own: dict[str, dict[str, tuple[str, ...]]] = {}
        for graph in beneath:
            for path, column in graph.columns.items():
                if path not in columns:
                    columns[path], whole[path] = column, graph
                    continue
                if path not in own:
                    columns[path] = own[path] = dict(columns[path])
                _lay(column, own[path])
        blank = any(graph.has_blank_nodes for graph in beneath)
        node = ""
        alone: dict[str, tuple[str]] = {}  # values as they end their lines; most are those of many nodes
        for line in lines:
            subject, path, value = line.split(" ", 2)
            if subject != node:
                node = subject  # lines about one node follow each other: the same string is looked up faster
                blank |= node[0] == "_"
            held = own.get(path)
            if held is None:
                held = columns[path] = own[path] = dict(columns.get(path, ()))
            term = alone.get(value)
            if term is None:
                term = alone[value] = (value[:-2],)
                blank |= value[0] == "_"
            if node not in held:
                held[node] = term
            elif term[0] not in held[node]:
                held[node] += term
        self.columns: Mapping[str, Column] = columns
        self.has_blank_nodes: bool = blank
        self._whole = {path: graph for path, graph in whole.items() if path not in own}
        """The graph beneath that has all of a column, by property."""
        self._inverse: dict[str, dict[str, list[str]]] = {}
        self._values: dict[str, frozenset[str]] = {}
        self._instances: dict[tuple[str, ...], frozenset[str]] = {}

    def column(self, path: str) -> Column:
        """The values of a property by subject; empty where it does not occur."""
        return self.columns.get(path, {})

    def inverse(self, path: str) -> Mapping[str, Sequence[str]]:
        """The subjects of a property by value."""
        if path in self._whole:
            return self._whole[path].inverse(path)
        if path not in self._inverse:
            found: dict[str, list[str]] = {}
            for subject, values in self.column(path).items():
                for value in values:
                    found.setdefault(value, []).append(subject)
            self._inverse[path] = found
        return self._inverse[path]

    def values(self, path: str) -> Set[str]:
        """All values of a property."""
        if path in self._whole:
            return self._whole[path].values(path)
        if path not in self._values:
            self._values[path] = frozenset(chain.from_iterable(self.column(path).values()))
        return self._values[path]

    def instances(self, classes: tuple[str, ...]) -> frozenset[str]:
        """The nodes that are typed as one of some classes."""
        if classes not in self._instances:
            typed = self.inverse(RDF_TYPE)
            self._instances[classes] = frozenset().union(*(typed.get(name, ()) for name in classes))
        return self._instances[classes]

    def lines(self) -> Iterator[str]:
        """All triples as lines of N-Triples, without line ends and in no order."""
        for path, column in self.columns.items():
            for subject, values in column.items():
                for value in values:
                    yield f"{subject} {path} {value} ."

    def about(self, node: str) -> Iterator[str]:
        """The lines whose subject a node is."""
        for path, column in self.columns.items():
            for value in column.get(node, ()):
                yield f"{node} {path} {value} ."

    def objects(self, node: str, path: str) -> Iterable[str]:
        """The values of a property at one node."""
        return self.column(path).get(node, ())

    def subjects(self, path: str, node: str) -> Iterable[str]:
        """The nodes that point to another one by a property."""
        return self.inverse(path).get(node, ())


def _lay(column: Column, onto: dict[str, tuple[str, ...]]) -> None:
    """Add the values of a column to another one, each once."""
    if onto.keys().isdisjoint(column):
        onto.update(column)
        return
    for subject, values in column.items():
        onto[subject] = tuple(dict.fromkeys(onto.get(subject, ()) + values))
