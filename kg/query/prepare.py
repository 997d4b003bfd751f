"""A query file and parameter values in, checked SPARQL out: terms put in, prefixes supplied, read-only, names known."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from kg.errors import UsageError, is_it
from kg.query import vocabulary
from kg.query.files import QueryFile
from kg.query.prefixes import PREFIXES
from kg.query.tokens import Token, line_and_column, service_call, tokens
from kg.records import record

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
# In an expression an unbound variable is an error, and so is this; but Oxigraph does not test a filter early while it
# names a variable that nothing binds (1.4 s against 0.1 s on a million triples).
_ERROR = "(1/0)"
_PROLOGUE = ("PREFIX", "BASE")


@record
class Prepared:
    """SPARQL that an engine may run. `added_lines` come before the first line of the file."""

    name: str
    text: str
    form: str
    added_lines: int = 0


def prepare(
    query: QueryFile, values: Mapping[str, str] | None = None, *, check_names: bool = True, base: str | None = None
) -> Prepared:
    """Put the values in as terms and check the query. `base` is the namespace of the data, for `kgd:`.

    Raises:
        UsageError: unknown, missing or ill-typed parameter; unknown prefix, class, property or code; a query that
            would write or call another server.
    """
    found = [token for token in tokens(query.text) if token.kind != "comment"]
    form = _form(query, found)
    declared = _declared_prefixes(found)
    missing = _missing_prefixes(query, found, declared)
    supplied = PREFIXES | ({"kgd": base} if base else {})
    namespaces = supplied | declared
    if check_names:
        _check_names(query, found, namespaces)
    text = _substitute(query, found, _terms(query, values or {}, check_names))
    if missing:
        text = " ".join(f"PREFIX {prefix}: <{supplied[prefix]}>" for prefix in missing) + "\n" + text
    return Prepared(query.name, text, form, 1 if missing else 0)


def _place(query: QueryFile, token: Token) -> str:
    line, column = line_and_column(query.text, token.start)
    return f"{query.path or query.name} 第 {line} 行第 {column} 列"


def _form(query: QueryFile, found: list[Token]) -> str:
    form = ""
    for token in found:
        if token.kind != "word":
            continue
        word = token.text.upper()
        if not form and word not in _PROLOGUE:
            if word not in _FORMS:
                raise UsageError(
                    _place(query, token), f"查询文件只能读取，不能以 {token.text} 开头", f"可用：{'、'.join(_FORMS)}"
                )
            form = word
    call = service_call(found)
    if call is not None:
        raise UsageError(_place(query, call), "不允许 SERVICE：查询文件不得访问别的服务器")
    if not form:
        raise UsageError(str(query.path or query.name), "文件里没有查询", f"应含 {'、'.join(_FORMS)} 之一")
    return form


def _declared_prefixes(found: list[Token]) -> dict[str, str]:
    declared: dict[str, str] = {}
    for keyword, name, iri in zip(found, found[1:], found[2:], strict=False):
        if keyword.kind == "word" and keyword.text.upper() == "PREFIX" and name.kind == "name" and iri.kind == "iri":
            declared[name.text.removesuffix(":")] = iri.text[1:-1]
    return declared


def _missing_prefixes(query: QueryFile, found: list[Token], declared: Mapping[str, str]) -> list[str]:
    missing: dict[str, None] = {}
    for token in found:
        if token.kind != "name":
            continue
        prefix = token.text.partition(":")[0]
        if prefix in declared:
            continue
        if prefix not in PREFIXES:
            near = difflib.get_close_matches(prefix, PREFIXES, n=2, cutoff=0.5)
            remedy = is_it((f"{name}:" for name in near), "请用 PREFIX 声明")
            raise UsageError(_place(query, token), f"未知前缀 {prefix}:", remedy)
        missing[prefix] = None
    return list(missing)


def _check_names(query: QueryFile, found: list[Token], namespaces: Mapping[str, str]) -> None:
    for token in found:
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            iri = namespaces[prefix] + local
        elif token.kind == "iri":
            iri = token.text[1:-1]
        else:
            continue
        if vocabulary.is_ours(iri) and vocabulary.known() and iri not in vocabulary.known():
            raise UsageError(_place(query, token), *_unknown(token.text, iri))


def _unknown(shown: str, iri: str) -> tuple[str, str]:
    near = vocabulary.nearest(iri)
    prefix = "kg" if iri.startswith(PREFIXES["kg"]) else "kgc"
    remedy = f"是不是 {'、'.join(f'{prefix}:{name}' for name in near)}？（did you mean）" if near else ""
    return f"本体里没有 {shown}", remedy or "词汇见 ontology/"


def _terms(query: QueryFile, values: Mapping[str, str], check_names: bool) -> dict[str, str | None]:
    declared = {parameter.name: parameter for parameter in query.parameters}
    for name in values:
        if name not in declared:
            near = difflib.get_close_matches(name, declared, n=2, cutoff=0.5)
            have = f"有：{'、'.join(parameter.shown for parameter in query.parameters)}" if declared else "它没有参数"
            raise UsageError(
                f"参数 {name}", f"查询 {query.name} 没有这个参数", f"是不是 {near[0]}？{have}" if near else have
            )
    terms: dict[str, str | None] = {}
    for name, parameter in declared.items():
        value = values.get(name, parameter.default)
        if value is None:
            if parameter.required:
                raise UsageError(f"参数 {name}", f"查询 {query.name} 需要它", f"加上 -p {name}=…（{parameter.type}）")
            terms[name] = None
            continue
        if parameter.type == "code":
            value = vocabulary.code_named(name, value)
        term = parameter.term(value)
        if check_names and parameter.type == "code":
            iri = term[1:-1]
            if vocabulary.known() and iri not in vocabulary.known():
                raise UsageError(f"参数 {name}={value}", *_unknown(f"kgc:{value.removeprefix('kgc:')}", iri))
        terms[name] = term
    return terms


def _substitute(query: QueryFile, found: list[Token], terms: Mapping[str, str | None]) -> str:
    pieces: list[str] = []
    used: set[str] = set()
    position = depth = 0
    head = False
    brackets: list[str] = []
    for token in found:
        if token.text in ("(", "{", "["):
            brackets.append(token.text)
        elif token.text in (")", "}", "]") and brackets:
            brackets.pop()
        if token.kind == "word" and token.text.upper() in ("SELECT", "DESCRIBE"):
            head, depth = True, 0
        elif token.text in ("{",) or (token.kind == "word" and token.text.upper() == "WHERE"):
            head = False
        elif head and token.text in ("(", ")"):
            depth += 1 if token.text == "(" else -1
        if token.kind != "variable" or not token.text[1:].startswith("_"):
            continue
        name = token.text[2:]
        if name not in terms:
            raise UsageError(_place(query, token), f"参数 {token.text} 没有在头部的 #+ params: 声明")
        if head and depth == 0:
            raise UsageError(_place(query, token), f"参数 {token.text} 不能作为结果列", "用 BIND(?_x AS ?y)")
        used.add(name)
        term = terms[name]
        if term is None and brackets and brackets[-1] == "(":
            term = _ERROR
        if term is not None:
            # Blanks keep a number from running into its neighbour: `?a-?_b`.
            pieces += [query.text[position : token.start], f" {term} "]
            position = token.end
    unused = [name for name in terms if name not in used]
    if unused:
        raise UsageError(str(query.path or query.name), f"声明的参数没有用到：{'、'.join(unused)}")
    return "".join(pieces) + query.text[position:]
