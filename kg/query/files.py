r"""Query files in, `QueryFile` out: the header's title, description, parameters and columns, and the query itself.

The header is made of comment lines that begin with `#+`, as in grlc; the query stays plain SPARQL.

    #+ title: 量化目标
    #+ title-en: Targets
    #+ description: 计划中的量化目标。
    #+   A line that is indented by two blanks or more goes on with the one before it.
    #+ params: street(string)=, minimum(decimal)=0, limit(integer)=50
    #+ columns: street=街道, value=数值

A parameter is `name(type)` when it must be given, `name(type)=` when it may be left out, `name(type)=value` with a
default; a default that holds a comma or begins with a blank stands in double quotes. In the query it is `?_name`.
"""

from __future__ import annotations

import difflib
import re
from functools import cache
from pathlib import Path

from kg.errors import UsageError, is_it
from kg.query.parameters import TYPES, Parameter
from kg.records import record
from kg.resources import directory

_HEADER_LINE = re.compile(r"#\+(?P<indent>[ \t]*)(?P<text>.*?)[ \t\r]*\Z")
_FIELD = re.compile(r"(?P<key>[a-z][a-z-]*):[ \t]*(?P<value>.*)\Z")
_KEYS = ("title", "title-en", "description", "description-en", "params", "columns", "tags", "evidence", "chart")
_LISTS = ("params", "columns", "tags", "evidence", "chart")
_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9]*\Z")
_PARAMETER = re.compile(
    r'(?P<name>[A-Za-z][A-Za-z0-9]*)\((?P<type>\w+)\)(?P<equals>=(?:"(?P<quoted>[^"]*)"|(?P<plain>.*)))?\Z'
)
_ITEM = re.compile(r'(?:[^,"]|"[^"]*")+')


MARKS = ("bar", "point", "line", "tick", "rect")
CHANNELS = ("x", "y", "color", "row")


@record
class Chart:
    """How an answer is drawn: the mark, and which column goes to which channel (`row`: a chart each, one above the other)."""

    mark: str
    channels: tuple[tuple[str, str], ...]


@record
class QueryFile:
    """A query with what its header says. `name` is the file's name without `.rq`."""

    name: str
    text: str
    title: str = ""
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    parameters: tuple[Parameter, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    """Variables that are the statements a row is made of; they need not be columns."""
    chart: Chart | None = None
    path: Path | None = None

    @property
    def labels(self) -> dict[str, str]:
        """Column headings for people, by variable."""
        return dict(self.columns)


def parse(text: str, name: str = "query", path: Path | None = None) -> QueryFile:
    """A query with its header read. Raises UsageError with the line for a header that does not follow the grammar."""
    fields: dict[str, str] = {}
    key = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.startswith("#+"):
            if line.strip() and not line.startswith("#"):
                break
            continue
        match = _HEADER_LINE.match(line)
        assert match is not None  # the pattern takes any line with that beginning
        if len(match["indent"].expandtabs()) >= 2 and key:
            fields[key] += ("," if key in _LISTS else " ") + match["text"]
            continue
        field = _FIELD.match(match["text"])
        if field is None or field["key"] not in _KEYS:
            raise UsageError(
                f"{path or name} 第 {number} 行", f"查询头部写法不对：{line.strip()}", f"可用：{'、'.join(_KEYS)}"
            )
        key = field["key"]
        if key in fields:
            raise UsageError(f"{path or name} 第 {number} 行", f"查询头部的 {key} 重复")
        fields[key] = field["value"].strip()
    where = str(path or name)
    return QueryFile(
        name=name,
        text=text,
        title=fields.get("title", ""),
        title_en=fields.get("title-en", ""),
        description=fields.get("description", ""),
        description_en=fields.get("description-en", ""),
        parameters=tuple(_parameter(item, where) for item in _items(fields.get("params", ""))),
        columns=tuple(_column(item, where) for item in _items(fields.get("columns", ""))),
        tags=_items(fields.get("tags", "")),
        evidence=tuple(_variable(item, where) for item in _items(fields.get("evidence", ""))),
        chart=_chart(_items(fields["chart"]), where) if "chart" in fields else None,
        path=path,
    )


def load(path: str | Path) -> QueryFile:
    """Read a query file. Raises UsageError when it is missing, unreadable or has a wrong header."""
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise UsageError(str(path), "没有这个查询文件") from None
    except UnicodeDecodeError:
        raise UsageError(str(path), "查询文件不是 UTF-8 编码", "请另存为 UTF-8") from None
    except OSError as error:
        raise UsageError(str(path), f"读不了（{error.strerror}）") from error
    return parse(text.replace("\r\n", "\n"), path.stem, path)


def load_directory(path: str | Path) -> list[QueryFile]:
    """All query files of a directory, by name. Raises UsageError when there is none."""
    found = [load(file) for file in sorted(Path(path).glob("*.rq"))]
    if not found:
        raise UsageError(str(path), "目录里没有查询文件（*.rq）")
    return found


@cache
def _shipped() -> tuple[QueryFile, ...]:
    return tuple(load_directory(directory("queries")))


def catalogue() -> list[QueryFile]:
    """The queries that travel with the package, by name."""
    return list(_shipped())


def find(name: str) -> QueryFile:
    """A shipped query by its name, with or without its number: `01-targets`, `targets`, `1`.

    Raises UsageError with the nearest names when there is none.
    """
    shipped = _shipped()
    for query in shipped:
        number, _, rest = query.name.partition("-")
        if name in (query.name, rest, number) or (name.isdecimal() and number.isdecimal() and int(name) == int(number)):
            return query
    names = [alias for query in shipped for alias in (query.name, query.name.partition("-")[2])]
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    remedy = is_it(near, "用 kg query --list 查看全部")
    raise UsageError(name, "没有这个查询文件，也没有这个名字的自带查询", remedy)


def _items(value: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in _ITEM.findall(value) if item.strip())


def _parameter(item: str, where: str) -> Parameter:
    match = _PARAMETER.match(item)
    if match is None:
        raise UsageError(where, f"参数写法不对：{item}", "写作 名字(类型)=默认值")
    if match["type"] not in TYPES:
        raise UsageError(where, f"参数 {match['name']} 的类型 {match['type']} 不存在", f"可用：{'、'.join(TYPES)}")
    default = match["quoted"] if match["quoted"] is not None else (match["plain"] or "").strip() or None
    parameter = Parameter(match["name"], match["type"], required=match["equals"] is None, default=default)
    if default is not None:
        parameter.term(default)
    return parameter


def _column(item: str, where: str) -> tuple[str, str]:
    variable, separator, label = item.partition("=")
    if not separator or not variable.strip() or not label.strip():
        raise UsageError(where, f"列名写法不对：{item}", "写作 变量=列名")
    return variable.strip(), label.strip()


def _variable(item: str, where: str) -> str:
    if not _VARIABLE.match(item):
        raise UsageError(where, f"evidence 里不是变量名：{item}", "写变量名，不带问号")
    return item


def _chart(items: tuple[str, ...], where: str) -> Chart:
    mark, *rest = items or ("",)
    if mark not in MARKS:
        raise UsageError(where, f"没有这种图：{mark}", f"可用：{'、'.join(MARKS)}")
    channels = []
    for item in rest:
        channel, separator, column = (part.strip() for part in item.partition("="))
        if not separator or channel not in CHANNELS or not _VARIABLE.match(column):
            raise UsageError(where, f"图的写法不对：{item}", f"写作 通道=列，通道可用：{'、'.join(CHANNELS)}")
        channels.append((channel, column))
    return Chart(mark, tuple(channels))
