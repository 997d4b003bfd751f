"""The tree of a SELECT in, a function from graphs to rows out.

A group becomes a list of steps, each from rows to rows, whose order is decided once: a filter comes as soon as its
variables have values, and of the patterns that stand together the one that multiplies rows least. All targets are asked
at once, so that LIMIT 1 is one row for each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

from kg.rdf.vocabulary import RDF_TYPE
from kg.records import record
from kg.validation.graph import Graph
from kg.validation.sparql.expressions import ERRORS, Row, evaluation, selection
from kg.validation.sparql.syntax import (
    Bind,
    Call,
    Exists,
    Expression,
    Filter,
    Group,
    Node,
    Optional,
    Pattern,
    Query,
    Union,
    UnsupportedQueryError,
    Variable,
    parse,
)
from kg.validation.terms import term

Rows = list[Row]
Step = Callable[[Graph, Rows], Rows]
_THIS = "this"
_TOGETHER = 50
_UNKNOWN = (None,)
"""The values of a property that a node does not have, where it may be missing."""


@record
class Select:
    """A SELECT, ready to be run over many graphs."""

    _before: tuple[Step, ...]
    _narrow: tuple[Pattern, ...] | None
    _after: tuple[Step, ...]
    _columns: Mapping[str, int]
    _first: int | None

    def rows(self, graph: Graph, targets: Set[str] | None = None) -> list[dict[str, str]]:
        """The rows of the result, each once: terms by variable. `targets` are what `$this` may be, if it was to have any."""
        rows = _run(self._before, graph, [()])
        if self._narrow is not None:
            assert targets is not None
            nodes = _narrowed(targets, self._narrow, graph) if rows else ()
            rows = [(*row, node) for row in rows for node in nodes]
        rows = self._found(graph, rows)
        found = dict.fromkeys(tuple([row[slot] for slot in self._columns.values()]) for row in rows)
        return [
            {name: cell for name, cell in zip(self._columns, cells, strict=True) if cell is not None} for cells in found
        ]

    def _found(self, graph: Graph, rows: Rows) -> Rows:
        if self._first is None:
            return _run(self._after, graph, rows)
        place = self._first
        kept: Rows = []
        for begin in range(0, len(rows), _TOGETHER):
            # What is found of a few targets is as much as memory need hold.
            least: dict[Row, Row] = {}
            given = rows[begin : begin + _TOGETHER]
            for row in _run(self._after, graph, given):
                target = row[: len(given[0])]
                if target not in least or _order(row[place]) < _order(least[target][place]):
                    least[target] = row
            kept += least.values()
        return kept


def _order(value: str | None) -> tuple[int, str]:
    """Nothing first, then blank nodes, then IRIs by their text."""
    if value is None:
        return -1, ""
    if value.startswith('"'):
        raise UnsupportedQueryError("ORDER BY 只用于资源")
    return "_<".index(value[0]), value


def prepare(text: str, *, targeted: bool) -> Select:
    """A SELECT; if it is targeted, `$this` is given to it.

    Raises:
        UnsupportedQueryError: it uses something outside the part of SPARQL that is known here.
    """
    query = parse(text)
    slots: dict[str, int] = {}
    before, where = _screened(query.where, slots)
    narrow = None
    if targeted:
        slots[_THIS] = len(slots)
        narrow = tuple(each for each in where.elements if isinstance(each, Pattern) and each.subject == Variable(_THIS))
    after = _group(where, slots)
    if query.by:
        after.append(_grouped(query, slots))
    if query.first is not None and (not targeted or query.by or query.first.name not in slots):
        raise UnsupportedQueryError("ORDER BY … LIMIT 1 只用于 $this 的各行")
    missing = [variable.name for variable in query.result.values() if variable.name not in slots]
    if missing:
        raise UnsupportedQueryError(f"没有变量 {missing}")
    columns = {name: slots[variable.name] for name, variable in query.result.items()}
    first = None if query.first is None else slots[query.first.name]
    return Select(tuple(before), narrow, tuple(after), columns, first)


def _run(steps: Iterable[Step], graph: Graph, rows: Rows) -> Rows:
    for step in steps:
        if not rows:
            break
        rows = step(graph, rows)
    return rows


def _narrowed(targets: Set[str], patterns: Iterable[Pattern], graph: Graph) -> Iterable[str]:
    """The targets that have what every pattern on them asks for, as far as one look tells."""
    for pattern in patterns:
        if isinstance(pattern.path, tuple) and len(pattern.path) == 1:
            (path,) = pattern.path
            if isinstance(pattern.value, str):
                targets = {node for node in graph.subjects(path, pattern.value) if node in targets}
            else:
                targets = targets & graph.column(path).keys()
    return targets


# --- what is looked at before anything else ---


def _screened(group: Group, slots: dict[str, int]) -> tuple[list[Step], Group]:
    """Steps that need no target, and what is left of a group.

    Properties and classes in use are few: a filter on one alone is asked first. Where no node is blank, none need be sought.
    """
    steps: list[Step] = []
    left = list(group.elements)
    all_variables = _bindable(group)
    few = {
        variable.name: variable is pattern.path
        for pattern in group.elements
        if isinstance(pattern, Pattern)
        for variable in (pattern.path, pattern.value if pattern.path == (RDF_TYPE,) else None)
        if isinstance(variable, Variable)
    }
    for element in group.elements:
        if not isinstance(element, Filter):
            continue
        if _wants_blank(element.condition):
            steps.append(lambda graph, rows: rows if graph.has_blank_nodes else [])
        needed = _mentioned(element.condition) & all_variables
        if len(needed) == 1 and needed <= few.keys():
            (name,) = needed
            if name not in slots:
                slots[name] = len(slots)
                steps.append(_properties_in_use if few[name] else _classes_in_use)
            steps.append(_filter(element, slots))
            left.remove(element)
    return steps, Group(tuple(left))


def _properties_in_use(graph: Graph, rows: Rows) -> Rows:
    return [(*row, path) for row in rows for path in graph.columns]


def _classes_in_use(graph: Graph, rows: Rows) -> Rows:
    return [(*row, name) for row in rows for name in graph.values(RDF_TYPE)]


def _wants_blank(expression: Expression) -> bool:
    """Whether an expression is false of all but blank nodes."""
    if not isinstance(expression, Call):
        return False
    return expression.name == "isblank" or (expression.name == "||" and all(map(_wants_blank, expression.arguments)))


# --- groups ---


def _group(group: Group, slots: dict[str, int]) -> list[Step]:
    """The steps of a group; `slots` tells where the variables are that have values, and then those of the group as well."""
    bindable = _bindable(group) | slots.keys()
    steps: list[Step] = []
    filters = [part for element in group.elements if isinstance(element, Filter) for part in _parts(element)]
    unsure: set[str] = set()

    def filtered() -> None:
        for element in tuple(filters):
            if _mentioned(element.condition) & bindable <= slots.keys():
                steps.append(_filter(element, slots))
                filters.remove(element)

    filtered()
    waiting = [element for element in group.elements if not isinstance(element, Filter)]
    while waiting:
        element = _next(waiting, slots)
        waiting.remove(element)
        if isinstance(element, Pattern):
            if _names(element) & unsure:
                raise UnsupportedQueryError("OPTIONAL 里的变量之后又用在式样里")
            steps.append(_pattern(element, slots))
        elif isinstance(element, Optional):
            before = set(slots)
            steps.append(_optional(element.group, slots))
            unsure |= slots.keys() - before
        elif isinstance(element, Union):
            steps.append(_union(element, slots))
        else:
            steps.append(_bind(element, slots))
            unsure.add(element.variable.name)
        filtered()
    return _joined([*steps, *(_filter(element, slots) for element in filters)])


def _parts(element: Filter) -> Iterator[Filter]:
    """The conditions that all have to be true: of a filter an error is as good as false."""
    match element.condition:
        case Call("&&", arguments):
            for argument in arguments:
                yield from _parts(Filter(argument))
        case _:
            yield element


def _joined(steps: Iterable[Step]) -> list[Step]:
    """Steps that look at one node after one another as one step: fewer rows are made."""
    joined: list[Step] = []
    for step in steps:
        before = joined[-1] if joined else None
        if isinstance(step, _Values) and isinstance(before, _Values) and before.may_take(step):
            joined[-1] = _Values(step.node, before.paths + step.paths)
        else:
            joined.append(step)
    return joined


def _next(
    waiting: Sequence[Pattern | Bind | Optional | Union], slots: Mapping[str, int]
) -> Pattern | Bind | Optional | Union:
    """Of the patterns that come first the cheapest, or the element that comes first."""
    block = []
    for element in waiting:
        if not isinstance(element, Pattern):
            break
        block.append(element)
    return min(block, key=lambda pattern: _cost(pattern, slots)) if block else waiting[0]


def _cost(pattern: Pattern, slots: Mapping[str, int]) -> int:
    """A pattern's rank: nothing new; the few values of a node; the nodes with a value; with a fixed value; any."""
    subject, value = (_is_known(node, slots) for node in (pattern.subject, pattern.value))
    rank = 0 if subject and value else 1 if subject else (3 if isinstance(pattern.value, str) else 2) if value else 4
    return rank + 5 * (isinstance(pattern.path, Variable) and pattern.path.name not in slots)


def _is_known(node: Node, slots: Mapping[str, int]) -> bool:
    return isinstance(node, str) or node.name in slots


def _bindable(group: Group) -> set[str]:
    """The variables that a group may give values to."""
    found: set[str] = set()
    for element in group.elements:
        if isinstance(element, Pattern):
            found |= _names(element)
        elif isinstance(element, Bind):
            found.add(element.variable.name)
        elif isinstance(element, Optional):
            found |= _bindable(element.group)
        elif isinstance(element, Union):
            found = found.union(*map(_bindable, element.groups))
    return found


def _names(pattern: Pattern) -> set[str]:
    return {each.name for each in (pattern.subject, pattern.path, pattern.value) if isinstance(each, Variable)}


def _mentioned(expression: Expression) -> set[str]:
    """The variables of an expression, those inside EXISTS included."""
    if isinstance(expression, Variable):
        return {expression.name}
    if isinstance(expression, Call):
        return set().union(*map(_mentioned, expression.arguments))
    if isinstance(expression, Exists):
        inside = _bindable(expression.group)
        for element in expression.group.elements:
            if isinstance(element, Filter):
                inside |= _mentioned(element.condition)
        return inside
    return set()


def _nested(slots: Mapping[str, int]) -> Callable[[Group], Callable[[Graph, Row], bool]]:
    def compile_(group: Group) -> Callable[[Graph, Row], bool]:
        if len(group.elements) == 1 and (asked := _membership(group.elements[0], slots)) is not None:
            return asked
        steps = _group(group, dict(slots))
        return lambda graph, row: bool(_run(steps, graph, [row]))

    return compile_


def _membership(element: object, slots: Mapping[str, int]) -> Callable[[Graph, Row], bool] | None:
    """Whether a node has a fixed value, which is what is asked most and needs no rows."""
    match element:
        case Pattern(Variable(name), (path,), str(value)) if name in slots:
            node = slots[name]
            return lambda graph, row: value in graph.column(path).get(row[node], ())
        case Pattern(Variable(name), (path,), Variable(other)) if name in slots and other not in slots:
            node = slots[name]
            return lambda graph, row: row[node] in graph.column(path)
    return None


def _filter(element: Filter, slots: Mapping[str, int]) -> Step:
    return selection(element.condition, slots, _nested(slots))


def _bind(element: Bind, slots: dict[str, int]) -> Step:
    evaluate = evaluation(element.expression, slots, _nested(slots))
    slots[element.variable.name] = len(slots)

    def extended(graph: Graph, row: Row) -> Row:
        try:
            return (*row, term(evaluate(graph, row)))
        except ERRORS:
            return (*row, None)

    return lambda graph, rows: [extended(graph, row) for row in rows]


def _optional(group: Group, slots: dict[str, int]) -> Step:
    width = len(slots)
    steps = _group(group, slots)
    nothing = (None,) * (len(slots) - width)
    match steps:
        case [_Values(node, (path,))]:
            return lambda graph, rows: [
                (*row, each) for row in rows for each in graph.column(path).get(row[node], _UNKNOWN)
            ]
    return lambda graph, rows: [found for row in rows for found in _run(steps, graph, [row]) or [row + nothing]]


def _union(element: Union, slots: dict[str, int]) -> Step:
    """The rows of each branch; all branches give values to the same variables."""
    branches = []
    first: dict[str, int] | None = None
    for group in element.groups:
        inside = dict(slots)
        steps = _group(group, inside)
        first = first or inside
        if inside.keys() != first.keys():
            raise UnsupportedQueryError("UNION 的各支变量不同")
        branches.append((steps, [inside[name] for name in first]))
    slots.update(first or {})
    return lambda graph, rows: [
        tuple([row[slot] for slot in order]) for steps, order in branches for row in _run(steps, graph, rows)
    ]


def _grouped(query: Query, slots: dict[str, int]) -> Step:
    """GROUP BY, and what HAVING keeps; then only the variables that rows were grouped by are left."""
    if query.having is None:
        raise UnsupportedQueryError("GROUP BY 只与 HAVING 同用")
    keys = [slots[variable.name] for variable in query.by]
    counted = sorted(_counted(query.having))
    places = [slots[name] for name in counted]
    slots.clear()
    slots.update({variable.name: number for number, variable in enumerate(query.by)})
    slots.update({_count_of(name): len(keys) + number for number, name in enumerate(counted)})
    having = _filter(Filter(_with_counts(query.having)), slots)

    def step(graph: Graph, rows: Rows) -> Rows:
        groups: dict[Row, list[set[str | None]]] = {}
        for row in rows:
            group = groups.setdefault(tuple([row[key] for key in keys]), [set() for _ in places])
            for values, place in zip(group, places, strict=True):
                if row[place] is not None:
                    values.add(row[place])
        return having(graph, [(*key, *(term(len(values)) for values in group)) for key, group in groups.items()])

    return step


_COUNT = "count distinct"


def _count_of(name: str) -> str:
    return f"{_COUNT} {name}"


def _counted(expression: Expression) -> set[str]:
    if not isinstance(expression, Call):
        return set()
    if expression.name == _COUNT:
        return _mentioned(expression)
    return set().union(*map(_counted, expression.arguments))


def _with_counts(expression: Expression) -> Expression:
    """An expression with its COUNTs as variables."""
    if not isinstance(expression, Call):
        return expression
    if expression.name == _COUNT:
        (name,) = _mentioned(expression)
        return Variable(_count_of(name))
    return Call(expression.name, tuple(map(_with_counts, expression.arguments)))


# --- triple patterns ---


def _pattern(pattern: Pattern, slots: dict[str, int]) -> Step:
    """The rows with all that a pattern matches; its new variables come last."""
    subject, path, value = pattern.subject, pattern.path, pattern.value
    if subject == value:
        raise UnsupportedQueryError("式样里主语与宾语是同一变量")
    if isinstance(path, Variable):
        return _any_property(subject, path, value, slots)
    known = dict(slots)
    steps = [_one_property(subject, name, value, known) for name in path]
    _take(slots, subject, value)
    if len(steps) == 1:
        return steps[0]
    return lambda graph, rows: [row for step in steps for row in step(graph, rows)]


def _take(slots: dict[str, int], *nodes: Node) -> None:
    for node in nodes:
        if isinstance(node, Variable):
            slots.setdefault(node.name, len(slots))


def _any_property(subject: Node, path: Variable, value: Node, slots: dict[str, int]) -> Step:
    new = path.name not in slots
    _take(slots, path)
    place, known = slots[path.name], dict(slots)
    _take(slots, subject, value)

    def step(graph: Graph, rows: Rows) -> Rows:
        found: Rows = []
        for name in graph.columns:
            matching = [(*row, name) for row in rows] if new else [row for row in rows if row[place] == name]
            if matching:
                found += _one_property(subject, name, value, known)(graph, matching)
        return found

    return step


def _one_property(subject: Node, path: str, value: Node, slots: Mapping[str, int]) -> Step:
    """As `_pattern`, of one property; `slots` is left as it is."""
    if not isinstance(subject, Variable) or subject.name not in slots:
        return _from_values(subject, path, value, slots)
    node = slots[subject.name]
    if isinstance(value, str):

        def step(graph: Graph, rows: Rows) -> Rows:
            values = graph.column(path).get
            return [row for row in rows if value in values(row[node], ())]

    elif value.name in slots:
        known = slots[value.name]

        def step(graph: Graph, rows: Rows) -> Rows:
            values = graph.column(path).get
            return [row for row in rows if row[known] in values(row[node], ())]

    else:
        return _Values(node, (path,))
    return step


@record
class _Values:
    """The rows with all values that some properties, three at most, have at a node of theirs."""

    node: int
    paths: tuple[str, ...]

    def may_take(self, other: _Values) -> bool:
        return self.node == other.node and len(self.paths) + len(other.paths) <= 3

    def __call__(self, graph: Graph, rows: Rows) -> Rows:
        node = self.node
        first, *others = [graph.column(path).get for path in self.paths]
        match others:
            case []:
                return [(*row, one) for row in rows for one in first(row[node], ())]
            case [second]:
                return [
                    (*row, one, two) for row in rows for one in first(row[node], ()) for two in second(row[node], ())
                ]
            case [second, third]:
                return [
                    (*row, one, two, three)
                    for row in rows
                    for one in first(row[node], ())
                    for two in second(row[node], ())
                    for three in third(row[node], ())
                ]
        raise AssertionError(self.paths)


def _from_values(subject: Node, path: str, value: Node, slots: Mapping[str, int]) -> Step:
    """As `_one_property` where the subject is a constant or not known yet."""

    def pairs(graph: Graph, row: Row) -> Iterator[tuple[str, str]]:
        wanted = value if isinstance(value, str) else row[slots[value.name]] if value.name in slots else None
        if isinstance(subject, str):
            nodes: Iterable[str] = (subject,)
        elif wanted is not None:
            return ((node, str(wanted)) for node in graph.subjects(path, str(wanted)))
        else:
            nodes = graph.column(path)
        return ((node, each) for node in nodes for each in graph.objects(node, path) if wanted in (None, each))

    new = [isinstance(each, Variable) and each.name not in slots for each in (subject, value)]

    def step(graph: Graph, rows: Rows) -> Rows:
        return [
            (*row, *[each for each, is_new in zip(pair, new, strict=True) if is_new])
            for row in rows
            for pair in pairs(graph, row)
        ]

    return step
