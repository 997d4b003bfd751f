"""A build in, the page of links out that stands at the front of its server: no script, no request to anywhere else."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from kg.query import catalogue, prepare
from kg.query.files import QueryFile
from kg.store import Build

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --line: #d9dee5; --back: #fbfaf7; --link: #0b5c8a }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ea; --soft: #a3adb9; --line: #37414d; --back: #171b20; --link: #7cc0ea } }
body { margin: 0 auto; max-width: 60rem; padding: 2.5rem 1.25rem; background: var(--back); color: var(--ink);
  font: 16px/1.7 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif }
h1 { font-size: 1.6rem; margin: 0 0 .25rem } h2 { font-size: 1.1rem; margin: 2.5rem 0 .5rem }
p { margin: .25rem 0; color: var(--soft) } a { color: var(--link) } code { font-size: .9em }
table { border-collapse: collapse; width: 100% } td { border-top: 1px solid var(--line); padding: .45rem .75rem .45rem 0; vertical-align: top }
td:first-child { width: 17em } td:last-child { color: var(--soft) }
@media (max-width: 40rem) { td { display: block; width: auto } td + td { border: 0; padding-top: 0 } }
"""
_FILES = (
    ("graph.ttl", "整个图谱（Turtle）"),
    ("facts.jsonl", "全部事实（每行一条 JSON）"),
    ("build.json", "这次生成的记录"),
)


SITE_PLACE = "<!-- site -->"
"""Where the link to the site stands, which may come and go while the server runs."""
SITE_LINK = '<p><a href="/site/index.html">网站：报告全文、指标、承诺、项目、本体</a></p>'


def page(build: Build) -> str:
    """The page as HTML."""
    info = build.info
    facts, figures = sum(info["facts"].values()), info["facts"].get("indicator", 0)
    summary = (
        f"{len(info['sources'])} 份报告，{facts:,} 条事实（其中指标 {figures:,} 条），{info['triples']:,} 个三元组"
    )
    questions = "".join(map(_question, catalogue(), [build.base] * len(catalogue())))
    files = "".join(f'<tr><td><a href="/{name}">{name}</a></td><td>{label}</td></tr>' for name, label in _FILES)
    reports = "".join(
        f"<tr><td>{escape(row['title'] or row['name'])}</td><td>{escape(row['name'])}</td></tr>"
        for row in info["sources"][:50]
    )
    more = f"<p>另有 {len(info['sources']) - 50} 份</p>" if len(info["sources"]) > 50 else ""
    return f"""<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><title>街道工作报告知识图谱</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<style>{_STYLE}</style></head><body><main>
<h1>街道工作报告知识图谱</h1><p>{summary}</p>
<p>SPARQL 1.1 查询地址：<code>/query</code>（只读；GET 或 POST）</p>
{SITE_PLACE}
<h2>下载</h2><table>{files}</table>
<h2>现成的问题</h2><table>{questions}</table>
<h2>读入的报告</h2><table>{reports}</table>{more}
</main></body></html>
"""


def _question(query: QueryFile, base: str) -> str:
    required = [parameter.name for parameter in query.parameters if parameter.required]
    title = escape(query.title or query.name)
    if not required:
        text = prepare(query, base=base).text
        title = f'<a href="/query?query={quote(text)}">{title}</a>'
    return f"<tr><td>{title}</td><td>{escape(query.description)}</td></tr>"
