"""An opened build for notebooks: questions in, data frames with their evidence, charts, pictures and networks out."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError, is_it
from kg.explore.evidence import (
    Evidence,
    found_at,
    origin,
    places_in,
    places_of,
    statements_about,
    statements_at,
    things_of,
)
from kg.explore.fonts import embedded
from kg.explore.frames import ORIGIN, Numbers, evidence_of, pandas, to_frame
from kg.explore.names import check_places, nodes_named
from kg.explore.picture import Picture
from kg.explore.style import CLASS_LABELS
from kg.explore.summary import Summary, summary
from kg.explore.values import check_words
from kg.query import QueryFile, ResultTable, catalogue, find, load, parse, prepare, run, split, with_origins
from kg.query.engine import typed
from kg.query.prefixes import expand
from kg.query.vocabulary import near
from kg.store import Build, open_build

if TYPE_CHECKING:
    import altair
    import networkx as nx
    import pandas as pd
    import rdflib

    from kg.export.sharing import Kind

_SENTENCES = """SELECT ?fact ?sentence WHERE {
  VALUES ?fact { %s }
  ?fact kg:sentence/nif:anchorOf ?sentence
}"""
_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.\-]*:[^<>"{}|^`\\\x00-\x20]+\Z')
_CLASSES = {
    CLASS_LABELS[name]: name
    for name in ("Street", "Area", "Organisation", "Report", "Project", "Initiative", "Indicator")
}


@dataclass(frozen=True, repr=False)
class Graph(Build):
    """What `kg build` made, to be asked. In a notebook it shows what is in it.

    >>> import kg
    >>> graph = kg.open("build/")                                        # doctest: +SKIP
    >>> frame = graph.query("levels", street="坪山街道", numbers="float")  # doctest: +SKIP
    >>> frame.kg.evidence()                                              # doctest: +SKIP
    """

    def summary(self) -> Summary:
        """What is in it: reports, facts by class, where the numbers went, validation, identity."""
        return summary(self)

    def __repr__(self) -> str:
        return self.summary().text()

    def _repr_html_(self) -> str:
        return self.summary().html()

    def queries(self, tag: str | None = None) -> pd.DataFrame:
        """The shipped questions: name, title, what they tell, parameters; `tag` is analyst, auditor, journalist or notebook.

        Raises:
            UsageError: no question has this tag.
        """
        tags = {one for query in catalogue() for one in query.tags}
        if tag is not None and tag not in tags:
            raise UsageError(tag, "没有这个标签", f"有：{'、'.join(sorted(tags))}")
        rows = [
            {
                "name": query.name,
                "title": query.title,
                "description": query.description,
                "parameters": ", ".join(parameter.shown for parameter in query.parameters),
            }
            for query in catalogue()
            if tag is None or tag in query.tags
        ]
        frame: pd.DataFrame = pandas().DataFrame(rows)
        frame.attrs["labels"] = {"name": "名称", "title": "问题", "description": "说明", "parameters": "参数"}
        return frame

    def query(
        self, name: str | int | Path, /, *, numbers: Numbers = "decimal", timeout: float | None = 60, **values: Any
    ) -> pd.DataFrame:
        """The answer to a shipped question, by its name or number, or to a file `NAME.rq`, with values for its parameters.

        Columns are the variables of the query; `frame.attrs["labels"]` has a heading for each. Dates are datetime64,
        whole numbers Int64, other numbers `Decimal` or Float64 as `numbers` says, what is missing is missing; the types are
        the same for an answer without rows. The index tells where in the reports each row stands (`FILE:START-END`);
        `frame.kg.evidence()` gives the sentences. Codes may be given by their label (`basis="同比"`), dates as `date` or
        `Timestamp`.

        Raises:
            UsageError: no such question, parameter or code, a value of another type, or an answer without rows because
                nothing is called like a value (the nearest names are told). TimeLimitExceeded: it took longer than
                `timeout` seconds.
        """
        return self._answer(_question(name), values, numbers, timeout)

    def sparql(
        self, text: str, /, *, numbers: Numbers = "decimal", timeout: float | None = 60, **values: Any
    ) -> pd.DataFrame:
        """The answer to a query in SPARQL; prefixes of the ontology and the common ones are supplied.

        The text may have a header like a query file. Rows have evidence where a column holds statements, or where the
        header names the variables that do (`#+ evidence: fact`).

        Raises:
            UsageError: wrong syntax, or a name that the ontology does not have. TimeLimitExceeded: it took too long.
        """
        return self._answer(parse(text), values, numbers, timeout)

    def evidence(self, of: str | pd.DataFrame | pd.Series | Iterable[str]) -> Evidence:
        """The sentences behind a data frame or its rows, a statement, a place, or all that is said of a thing.

        A statement is named by its IRI, a place as the index of a frame has it (`FILE:START-END`), a thing by IRI or label:
        a project, initiative, indicator, area, report, or who runs something.

        Raises:
            UsageError: nothing has this name (the nearest are told), or the rows do not tell where they come from.
        """
        if hasattr(of, "columns"):
            return evidence_of(of, self)
        if hasattr(of, "to_frame") and getattr(of, "index").name == ORIGIN:  # noqa: B009
            return evidence_of(of.to_frame(), self)
        names = list(of) if isinstance(of, Iterable) and not isinstance(of, str) else [of]
        facts = [fact for name in names for iri in self._meant(name) for fact in statements_about(self, iri)]
        places = places_of(self, facts)
        return found_at(self, [place for fact in facts for place in places.get(fact, ())])

    def show(
        self,
        centre: str,
        hops: int = 2,
        *,
        kinds: Collection[str] | None = None,
        most: int = 80,
        height: int = 640,
        network: nx.Graph[str] | None = None,
    ) -> Picture:
        """A thing, by IRI or label, in the middle of what surrounds it; each dot tells its sentences.

        A statement or its place (`FILE:START-END`) stands for what it is about. Things of one class and name are drawn as
        one, as `evidence()` tells them all, and the picture says so. `kinds` are classes (`Street`, `Project`, … or 街道,
        项目, …): all but reports unless told. At most `most` dots are drawn, those that link to others first; the legend
        counts the rest. `height` is in pixels. `network` is another network than that of `to_networkx()`, such as
        `shared("Initiative")`.

        Raises:
            UsageError: nothing has this name, or no such class (the nearest are told); `hops`, `most` or `height` is no
                number above zero.
        """
        from kg.explore.drawing import draw
        from kg.explore.neighbourhood import as_one, surroundings

        for name, number in (("hops", hops), ("most", most), ("height", height)):
            if not isinstance(number, int) or number < 1:
                raise UsageError(f"{name}={number!r}", "要是大于零的整数")
        whole = self._network if network is None else _directed(network)
        nodes = self._centres(centre) if network is None else nodes_named(whole, _written(centre))
        whole, node, note = as_one(whole, nodes)
        found = surroundings(whole, node, hops, None if kinds is None else _classes(kinds), most)
        facts = [fact for leaf in found.root.walk() for fact in leaf.statements]
        return Picture(embedded(draw(found, self._sentences(facts), note)), height)

    def chart(
        self,
        name: str | int | Path | pd.DataFrame,
        /,
        *,
        x: str | None = None,
        y: str | None = None,
        color: str | None = None,
        mark: str | None = None,
        most: int = 40,
        **values: Any,
    ) -> altair.Chart:
        """An altair chart of a question's answer (or of a data frame), with Chinese labels in our own font.

        What is drawn says the query's header (`#+ chart:`), else the columns suggest it; `x`, `y`, `color` are columns,
        `mark` is bar, point, line, tick or rect; at most `most` names stand on the axis. `.save("图.png")` and `.save("图.svg")`
        need no browser.

        Raises:
            UsageError: as `query`; altair is not installed; no such column; nothing to draw; a question whose answer has no
                picture (sentences, say), unless `x` and `y` are given.
        """
        from kg.explore.charts import draw

        if hasattr(name, "columns"):
            frame, header = name, None
        else:
            question = _question(name)
            if question.chart is None and question.path in {one.path for one in catalogue()} and not (x or y or mark):
                raise UsageError(
                    f"{question.name}（{question.title}）",
                    "逐句列出的回答，没有合适的图",
                    "用 .query(…) 取表，用 .kg.evidence() 看句子；要自己画，写明 x= 和 y=",
                )
            frame, header = self._answer(question, values, "float", 60), question.chart
        return draw(frame, header, most=most, x=x, y=y, color=color, mark=mark)

    def graph(self) -> rdflib.Graph:
        """The whole graph in rdflib, without the boundaries between reports: some seconds for a hundred thousand triples.

        Raises:
            UsageError: the build has lost its Turtle file.
        """
        import rdflib

        if not self.graph_file.is_file():
            raise UsageError(str(self.graph_file), "没有这个文件", "请用 kg build 重新生成")
        return rdflib.Graph().parse(self.graph_file, format="turtle")

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """A network of areas, projects, initiatives, indicators, organisations and reports; see `kg.export.network`.

        Nodes have `label`, `type`, days, values and `evidence`; edges `relation` and, where they are statements, `quote`,
        `report`, value, days and `evidence`. All are text or numbers, so that networkx writes GraphML and GEXF of it.
        """
        from kg.export.network import to_networkx

        return to_networkx(self)

    def shared(self, kind: Kind | str = "Initiative", *, projected: bool = False) -> nx.Graph[str]:
        """Which areas name which projects, initiatives or indicators, or, `projected`, what links two areas.

        The first is bipartite (`bipartite` 0 for areas, 1 for things; `weight` is how often it is said); the second has an
        edge between two areas for which things of that kind are named alike (`weight` of them, `labels`). The graph keeps
        an initiative of each area apart, because the same name need not mean the same: here the name counts. `kind` may
        be Chinese (举措) or in lower case.

        Raises:
            UsageError: `kind` is none of the three.
        """
        from kg.export.sharing import KINDS, projection, two_sided

        names = {name.lower(): name for name in KINDS} | {CLASS_LABELS[name]: name for name in KINDS}
        if str(kind).lower() not in names:
            raise UsageError(
                f"shared({kind!r})", "没有这一类", f"有：{'、'.join(CLASS_LABELS[name] for name in KINDS)}"
            )
        sides = two_sided(self._network, names[str(kind).lower()])
        return projection(sides) if projected else sides

    def _answer(
        self, question: QueryFile, values: Mapping[str, Any], numbers: Numbers, timeout: float | None
    ) -> pd.DataFrame:
        from kg.query.types import column_types

        if numbers not in ("decimal", "float"):
            raise UsageError(f"numbers={numbers!r}", "只能是 decimal 或 float")
        given = typed(values)
        asked = with_origins(question)
        table, origins = split(run(asked.query, self.path, given, timeout=timeout), asked)
        if not table.rows:
            check_places(self, given)
            check_words(question, given, lambda wider, free: run(wider, self.path, free, timeout=timeout))
        types = column_types(prepare(question, given, base=self.base).text)
        frame = to_frame(table, numbers, self._origins(question, table, origins), types)
        frame.attrs |= {"title": question.title, "build": str(self.path)}
        return frame

    def _origins(self, question: QueryFile, table: ResultTable, origins: list[tuple[str, ...]]) -> list[str] | None:
        """The index of a frame; None where its rows are no statements."""
        if not question.evidence:
            # Terms in the query's own columns may be statements.
            cells = [[cell for cell in row if cell is not None and cell.kind == "iri"] for row in table.rows]
            origins = [tuple(cell.lexical for cell in row if cell.lexical.startswith(self.base)) for row in cells]
        places = places_of(self, (node for row in origins for node in row))
        if not question.evidence and not places:
            return None
        return [origin(place for node in row for place in places.get(node, ())) for row in origins]

    def _meant(self, name: str) -> list[str]:
        """What an IRI, a place in a report or a label names: things of one label in several streets are several."""
        text = _written(name)
        if text.startswith("kgd:"):
            text = self.base + text.removeprefix("kgd:")
        iri = text if text.startswith(self.base) else expand(text) or ""
        if iri and _IRI.match(iri):
            if not self.select(f"ASK {{ <{iri}> ?any ?thing }}"):
                raise UsageError(text, "图谱里没有这个 IRI")
            return [iri]
        places = places_in(text)
        if places and origin(places) == text:
            # Raises where nothing stands there.
            found_at(self, places)
            return statements_at(self, places)
        return nodes_named(self._network, text)

    def _centres(self, name: str) -> list[str]:
        """The nodes of the network that a name means; of statements those that they are about."""
        meant = self._meant(name)
        nodes = [node for node in meant if node in self._network]
        nodes = nodes or [node for node in things_of(self, meant) if node in self._network]
        if not nodes:
            raise UsageError(
                name, "不是图里的点", "图里有街道、区域、单位、报告、项目、举措和指标；句子用 .evidence(…) 看"
            )
        return nodes

    def _sentences(self, facts: Iterable[str]) -> dict[str, str]:
        names = " ".join(f"<{fact}>" for fact in dict.fromkeys(facts))
        return {row["fact"].value: row["sentence"].value.strip() for row in self.select(_SENTENCES % names)}

    @cached_property
    def _network(self) -> nx.MultiDiGraph[str]:
        return self.to_networkx()


def _question(name: str | int | Path) -> QueryFile:
    """A shipped question or that of a file."""
    if not isinstance(name, str | int | Path) or isinstance(name, bool):
        raise UsageError(repr(name), "要给查询的名字、编号或文件", "用 .queries() 查看全部")
    written = str(name)
    return load(written) if isinstance(name, Path) or written.endswith(".rq") else find(written)


def _written(name: object) -> str:
    """What a person wrote for a thing, without the brackets of an IRI."""
    if not isinstance(name, str) or not name.strip():
        raise UsageError(repr(name), "要给名字、IRI 或出处（文件:起-止）")
    text = name.strip()
    return text[1:-1] if text.startswith("<") and text.endswith(">") else text


def _directed(network: nx.Graph[str]) -> nx.MultiDiGraph[str]:
    import networkx as nx

    return nx.MultiDiGraph(network)


def _classes(kinds: Collection[str]) -> set[str]:
    names = [kinds] if isinstance(kinds, str) else list(kinds)
    found = {_CLASSES.get(name, name) for name in names}
    for name in found - set(_CLASSES.values()):
        close = near(name, [*_CLASSES, *_CLASSES.values()])
        raise UsageError(name, "没有这一类", is_it(close, f"有：{'、'.join(_CLASSES)}"))
    return found


def open_graph(path: str | Path = "build") -> Graph:
    """The build in a folder, which stays the same wherever one goes afterwards; `~` is one's home.

    Raises:
        UsageError: there is none, or it was made by another version of the layout.
    """
    build = open_build(Path(path).expanduser().absolute())
    if "pandas" in sys.modules:
        # Frames of other makings have `.kg` too, from now on.
        pandas()
    return Graph(build.path, build.info)
