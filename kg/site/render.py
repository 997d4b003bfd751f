"""A template and values in, one self-contained page out: styles and scripts inside, nothing fetched from anywhere.

Each page says in its own policy (CSP) that it may load nothing; scripts are allowed by their hash, so that text of a
report could not run as one even if it were not escaped.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kg.site.material import spoken
from kg.site.model import ENTRIES, Page
from kg.site.palette import hues, paper, variables

_FOLDER = Path(__file__).parent
_POLICY = {
    "default-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": ("'none'",),
    "img-src": ("data:", "blob:"),
    "style-src": ("'unsafe-inline'",),
    "script-src": (),
}
_SHARED_STYLES = ("site.css",)
_FIRST_SCRIPT = "scheme.js"
"""In the head: sets light or dark before anything is drawn, and gives the other scripts the memory of the browser."""


def render(
    path: str,
    template: str,
    *,
    title: str,
    styles: Sequence[str] = (),
    scripts: Sequence[str] = (),
    data: Mapping[str, Any] | None = None,
    policy: Mapping[str, Sequence[str]] | None = None,
    **values: Any,
) -> Page:
    """A page made of a template that extends `base.html`.

    `styles` and `scripts` are files of `kg/site/assets/`, put into the page in that order after those that all pages have;
    `data` goes into `<script type="application/json" id=NAME>` for them to read; `policy` adds sources to directives of
    the page's CSP (for example `{"script-src": ["'wasm-unsafe-eval'"], "worker-src": ["blob:"]}`). Values are escaped.
    """
    sources = [asset(name) for name in (_FIRST_SCRIPT, *scripts)]
    allowed = {name: list(words) for name, words in _POLICY.items()}
    allowed["script-src"] += [_hashed(source) for source in sources]
    for name, words in (policy or {}).items():
        allowed.setdefault(name, []).extend(words)
    text = (
        environment()
        .get_template(template)
        .render(
            title=title,
            path=path,
            root="../" * path.count("/"),
            entries=ENTRIES,
            policy="; ".join(f"{name} {' '.join(words)}" for name, words in allowed.items()),
            css=Markup(tokens() + "".join(asset(name) for name in (*_SHARED_STYLES, *styles))),
            first_script=Markup(sources[0]),
            scripts=[Markup(source) for source in sources[1:]],
            data={name: Markup(embedded(value)) for name, value in (data or {}).items()},
            hues=hues(),
            **values,
        )
    )
    return Page(path, text.encode("utf-8", "replace"))


@cache
def environment() -> Environment:
    """The templates, with everything escaped and unknown names refused."""
    made = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["spoken"] = lambda period: spoken(*period)
    return made


@cache
def asset(name: str) -> str:
    """The text of a file of `kg/site/assets/`, as it goes into a page."""
    text = (_FOLDER / "assets" / name).read_text(encoding="utf-8")
    if "</script" in text.lower() or "</style" in text.lower():
        raise ValueError(f"{name} would end its own element")
    return text


@cache
def tokens() -> str:
    """The colours as CSS variables: light, dark where the reader's system is, and either when the switch says so; on paper light."""
    light = f"--paper:{paper('light')};{variables('light')}"
    dark = f"--paper:{paper('dark')};{variables('dark')}"
    return (
        f":root{{{light}}}@media screen{{:root[data-scheme=dark]{{{dark}}}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-scheme=light]){{{dark}}}}}"
    )


def embedded(value: Any) -> str:
    """A value as JSON that can stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _hashed(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
