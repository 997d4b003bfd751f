"""The text of a SELECT in, its tree out. What lies outside the part that is known here raises.

Known are: SELECT with DISTINCT and renamed variables; triple patterns with `;`, `,`, `a` and alternatives of properties
(`p|q`); FILTER, BIND, OPTIONAL, UNION; EXISTS; GROUP BY with HAVING; ORDER BY a variable with LIMIT 1; operators and the
functions of `expressions.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kg.rdf.vocabulary import RDF_TYPE
from kg.records import record
from kg.validation.terms import XSD


class UnsupportedQueryError(ValueError):
    """The text has something that is not known here."""


@record
class Variable:
    """`?name` or `$name`."""

    name: str


Node = Variable | str
"""A variable, or a term as N-Triples writes it."""


@record
class Pattern:
    """A triple pattern; its property is a variable, or one of several."""

    subject: Node
    path: Variable | tuple[str, ...]
    value: Node


@record
class Call:
    """An operator or a function, by its name in lower case, with what it is applied to."""

    name: str
    arguments: tuple[Expression, ...]


@record
class Exists:
    """EXISTS; NOT EXISTS is `!` of it."""

    group: Group


Expression = Variable | str | Call | Exists
"""A string is a term as N-Triples writes it."""


@record
class Filter:
    condition: Expression


@record
class Bind:
    expression: Expression
    variable: Variable


@record
class Optional:
    group: Group


@record
class Union:
    groups: tuple[Group, ...]


@record
class Group:
    """What stands between braces, in its order."""

    elements: tuple[Pattern | Filter | Bind | Optional | Union, ...]


@record
class Query:
    """A SELECT: its variables by the name that each has in the result, its group, how it is grouped.

    `first` is the variable by whose least value one row is chosen.
    """

    result: dict[str, Variable]
    where: Group
    by: tuple[Variable, ...] = ()
    having: Expression | None = None
    first: Variable | None = None


_TOKEN = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\s]*>)
    | (?P<variable>[?$]\w+)
    | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|"(?:[^"\\\n]|\\.)*")
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<name>(?:[A-Za-z_]\w*)?:[\w-]+)
    | (?P<word>[A-Za-z]+)
    | (?P<mark>\^\^|\|\||&&|!=|<=|>=|[{}().;,|=<>!*/+-])
    | (?P<space>\s+)""",
    re.VERBOSE,
)
_PREFIX = re.compile(r"\s*PREFIX\s+(\w*):\s*<([^>]*)>", re.IGNORECASE)
_COMPARED = ("=", "!=", "<=", ">=", "<", ">")


def parse(text: str) -> Query:
    """The tree of a SELECT.

    Raises:
        UnsupportedQueryError: it is outside of what is known here.
    """
    prefixes = {}
    while (found := _PREFIX.match(text)) is not None:
        prefixes[found[1]] = found[2]
        text = text[found.end() :]
    return _Parser(list(_tokens(text, prefixes))).query()


@record
class _Token:
    kind: str
    text: str


def _tokens(text: str, prefixes: dict[str, str]) -> Iterator[_Token]:
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise UnsupportedQueryError(f"不认识 {text[position : position + 20]!r}")
        position = found.end()
        kind = str(found.lastgroup)
        if kind == "name":
            prefix, _, local = found[0].partition(":")
            if prefix not in prefixes:
                raise UnsupportedQueryError(f"没有声明前缀 {prefix}:")
            yield _Token("iri", f"<{prefixes[prefix]}{local}>")
        elif kind == "variable":
            yield _Token(kind, found[0][1:])
        elif kind == "word":
            yield _Token(kind, found[0] if found[0] == "a" else found[0].lower())
        elif kind != "space":
            yield _Token(kind, found[0])
    yield _Token("end", "")


@dataclass
class _Parser:
    tokens: list[_Token]
    position: int = field(default=0)

    @property
    def next(self) -> _Token:
        return self.tokens[self.position]

    def take(self) -> _Token:
        token = self.next
        self.position += 1
        return token

    def accept(self, *texts: str) -> str | None:
        """Take the next token if it is one of these words or marks."""
        token = self.next
        if token.kind in ("word", "mark") and token.text in texts:
            return self.take().text
        return None

    def expect(self, text: str) -> None:
        if self.accept(text) is None:
            raise UnsupportedQueryError(f"这里应是 {text}，却是 {self.next.text!r}")

    def query(self) -> Query:
        self.expect("select")
        self.accept("distinct")  # results are told once in any case
        result = {}
        while self.next.kind == "variable" or self.next.text == "(":
            if self.accept("("):
                variable = self.variable()
                self.expect("as")
                result[self.variable().name] = variable
                self.expect(")")
            else:
                variable = self.variable()
                result[variable.name] = variable
        self.expect("where")
        where = self.group()
        by: list[Variable] = []
        having = None
        if self.accept("group"):
            self.expect("by")
            while self.next.kind == "variable":
                by.append(self.variable())
            if self.accept("having"):
                having = self.bracketed()
        first = self.first()
        if self.next.kind != "end":
            raise UnsupportedQueryError(f"不认识 {self.next.text!r}")
        return Query(result, where, tuple(by), having, first)

    def first(self) -> Variable | None:
        if not self.accept("order"):
            return None
        self.expect("by")
        variable = self.variable()
        if not self.accept("limit") or self.take().text != "1":
            raise UnsupportedQueryError("ORDER BY 只与 LIMIT 1 同用")
        return variable

    def variable(self) -> Variable:
        token = self.take()
        if token.kind != "variable":
            raise UnsupportedQueryError(f"这里应是变量，却是 {token.text!r}")
        return Variable(token.text)

    def group(self) -> Group:
        self.expect("{")
        elements: list[Pattern | Filter | Bind | Optional | Union] = []
        while not self.accept("}"):
            if self.accept("filter"):
                elements.append(Filter(self.exists() or self.bracketed()))
            elif self.accept("bind"):
                self.expect("(")
                bound = self.expression()
                self.expect("as")
                elements.append(Bind(bound, self.variable()))
                self.expect(")")
            elif self.accept("optional"):
                elements.append(Optional(self.group()))
            elif self.next.text == "{":
                groups = [self.group()]
                while self.accept("union"):
                    groups.append(self.group())
                elements.append(Union(tuple(groups)))
            else:
                elements += self.patterns()
            self.accept(".")
        return Group(tuple(elements))

    def patterns(self) -> Iterator[Pattern]:
        subject = self.node()
        while True:
            path = self.path()
            yield Pattern(subject, path, self.node())
            while self.accept(","):
                yield Pattern(subject, path, self.node())
            if not self.accept(";"):
                return

    def path(self) -> Variable | tuple[str, ...]:
        if self.next.kind == "variable":
            return self.variable()
        names = [self.property()]
        while self.accept("|"):
            names.append(self.property())
        return tuple(names)

    def property(self) -> str:
        token = self.take()
        if token.kind == "iri":
            return token.text
        if token.text == "a":
            return RDF_TYPE
        raise UnsupportedQueryError(f"这里应是属性，却是 {token.text!r}")

    def node(self) -> Node:
        if self.next.kind == "variable":
            return self.variable()
        return self.constant()

    def constant(self) -> str:
        """An IRI, a text without language, a number, true or false, as a term."""
        token = self.take()
        if token.kind == "iri":
            return token.text
        if token.kind == "string":
            quotes = 3 if token.text.startswith('"""') else 1
            written = f'"{token.text[quotes:-quotes]}"'
            return f"{written}^^{self.take().text}" if self.accept("^^") else written
        if token.kind == "number":
            return f'"{token.text}"^^<{XSD}{"decimal" if "." in token.text else "integer"}>'
        if token.text in ("true", "false"):
            return f'"{token.text}"^^<{XSD}boolean>'
        raise UnsupportedQueryError(f"这里应是一个值，却是 {token.text!r}")

    # --- expressions, the loosest operator first ---

    def bracketed(self) -> Expression:
        self.expect("(")
        found = self.expression()
        self.expect(")")
        return found

    def expression(self) -> Expression:
        return self._joined(("||",), self._all)

    def _all(self) -> Expression:
        return self._joined(("&&",), self._comparison)

    def _comparison(self) -> Expression:
        left = self._sum()
        if operator := self.accept(*_COMPARED):
            return Call(operator, (left, self._sum()))
        negated = self.accept("not") is not None
        if negated or self.next.text == "in":
            self.expect("in")
            found = Call("in", (left, *self.arguments()))
            return Call("!", (found,)) if negated else found
        return left

    def _sum(self) -> Expression:
        return self._joined(("+", "-"), self._product)

    def _product(self) -> Expression:
        return self._joined(("*", "/"), self._unary)

    def _joined(self, operators: tuple[str, ...], part: Callable[[], Expression]) -> Expression:
        left = part()
        while operator := self.accept(*operators):
            left = Call(operator, (left, part()))
        return left

    def _unary(self) -> Expression:
        if self.accept("!"):
            return Call("!", (self._unary(),))
        if self.accept("-"):
            return Call("-", (f'"0"^^<{XSD}integer>', self._unary()))
        return self._primary()

    def _primary(self) -> Expression:
        if (exists := self.exists()) is not None:
            return exists
        if self.next.text == "(":
            return self.bracketed()
        if self.next.kind == "variable":
            return self.variable()
        following = self.tokens[self.position + 1].text
        if self.next.kind in ("word", "iri") and following == "(":
            name = self.take().text
            if self.next.text == "(" and self.tokens[self.position + 1].text == "distinct":
                self.expect("(")
                self.expect("distinct")
                counted = self.variable()
                self.expect(")")
                return Call(f"{name} distinct", (counted,))
            return Call(name, self.arguments())
        return self.constant()

    def exists(self) -> Expression | None:
        if self.accept("exists"):
            return Exists(self.group())
        if self.next.text == "not" and self.tokens[self.position + 1].text == "exists":
            self.position += 2
            return Call("!", (Exists(self.group()),))
        return None

    def arguments(self) -> tuple[Expression, ...]:
        self.expect("(")
        found = [self.expression()]
        while self.accept(","):
            found.append(self.expression())
        self.expect(")")
        return tuple(found)
