"""From a node of a finding to the sentence and the report that it comes from, by walking the graph."""

from __future__ import annotations

import pyoxigraph as ox

from kg.validation.data import KG

_NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
_ANCHOR = ox.NamedNode(_NIF + "anchorOf")
_CONTEXT = ox.NamedNode(_NIF + "referenceContext")
_DCT = "http://purl.org/dc/terms/"
_TITLE = ox.NamedNode(_DCT + "title")
_PART_OF = ox.NamedNode(_DCT + "isPartOf")
_HEADING = ox.NamedNode(KG + "heading")
_SENTENCE = ox.NamedNode(KG + "sentence")
_REPORTED_IN = ox.NamedNode(KG + "reportedIn")
_SOURCE_FILE = ox.NamedNode(KG + "sourceFile")
_HAS_TEXT = ox.NamedNode(KG + "hasText")
_POINTERS = tuple(
    ox.NamedNode(KG + name)
    for name in (
        "evidence",
        "supportingEvidence",
        "deadline",
        "about",
        "indicator",
        "period",
        "forArea",
        "rule",
        "unit",
    )
)
"""How statements point to things that have no sentence of their own."""
_FORWARD = tuple(ox.NamedNode(KG + name) for name in ("commitment", "outcome", "evidence"))

Node = ox.NamedNode | ox.BlankNode


class Context:
    """Looks up sentences and reports in one store."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def sentence_and_report(self, node: Node) -> tuple[str | None, str | None]:
        """The text of the sentence and the name of the report; the first by IRI where there are several."""
        for candidate in self._near(node):
            sentence = self._object(candidate, _SENTENCE)
            text = self._text(sentence) if isinstance(sentence, Node) else None
            report = self._report(candidate) or (self._report(sentence) if isinstance(sentence, Node) else None)
            if text is not None or report is not None:
                return text if text is not None else self._text(candidate), report
        return self._text(node), self._report(node)

    def _near(self, node: Node) -> list[Node]:
        """The node, what it points to and, by IRI, a statement that points to it."""
        found = [node]
        found += [target for path in _FORWARD if isinstance(target := self._object(node, path), Node)]
        for path in _POINTERS:
            subjects = (quad.subject for quad in self.store.quads_for_pattern(None, path, node, None))
            first = min((subject for subject in subjects if isinstance(subject, Node)), key=str, default=None)
            if first is not None:
                found.append(first)
                break
        return found

    def _object(self, node: Node, path: ox.NamedNode) -> object:
        objects = (quad.object for quad in self.store.quads_for_pattern(node, path, None, None))
        return min(objects, key=str, default=None)

    def _text(self, node: Node) -> str | None:
        for path in (_ANCHOR, _HEADING):
            value = self._object(node, path)
            if isinstance(value, ox.Literal):
                return value.value
        return None

    def _report(self, node: Node) -> str | None:
        report: object = node
        for _ in range(12):
            if not isinstance(report, Node):
                return None
            for path in (_TITLE, _SOURCE_FILE):
                name = self._object(report, path)
                if isinstance(name, ox.Literal):
                    return name.value
            for path in (_REPORTED_IN, _CONTEXT, _PART_OF):
                above = self._object(report, path)
                if above is not None:
                    break
            else:
                holders = (quad.subject for quad in self.store.quads_for_pattern(None, _HAS_TEXT, report, None))
                above = min(holders, key=str, default=None)
            report = above
        return None
