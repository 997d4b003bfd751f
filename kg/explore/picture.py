"""An SVG in, something that a notebook shows out: a frame of its own with moving and zooming, the plain picture elsewhere."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

from kg.aside import aside
from kg.errors import UsageError

_DOT = re.compile('<g class="n"')
_STYLE = """
html,body{margin:0;height:100%;overflow:hidden;background:#fff;color-scheme:light}
svg{width:100%;height:100%;cursor:grab;display:block}
.n:hover text{text-decoration:underline}
nav{position:fixed;right:10px;top:10px;display:flex;gap:4px}
button{width:32px;height:32px;font:18px/1 sans-serif;border:1px solid #d9dee5;border-radius:4px;background:#fff;color:#1c2430}
"""
# Dragging moves, buttons and the wheel with Ctrl zoom (a wheel alone scrolls the notebook), the third button goes back.
_SCRIPT = """
const s=document.querySelector('svg'),v0=s.getAttribute('viewBox').split(' ').map(Number);let v=[...v0],d;
const set=()=>s.setAttribute('viewBox',v.join(' '));
const zoom=(f,px=.5,py=.5)=>{v=[v[0]+v[2]*(1-f)*px,v[1]+v[3]*(1-f)*py,v[2]*f,v[3]*f];set()};
s.onwheel=e=>{if(!e.ctrlKey&&!e.metaKey)return;e.preventDefault();zoom(e.deltaY>0?1.15:1/1.15,e.offsetX/innerWidth,e.offsetY/innerHeight)};
s.onpointerdown=e=>{d=[e.clientX,e.clientY,...v];s.setPointerCapture(e.pointerId)};
s.onpointermove=e=>{if(!d)return;const k=Math.max(v[2]/innerWidth,v[3]/innerHeight);v[0]=d[2]-(e.clientX-d[0])*k;v[1]=d[3]-(e.clientY-d[1])*k;set()};
s.onpointerup=()=>{d=null};
const [a,b,c]=document.querySelectorAll('button');a.onclick=()=>zoom(.8);b.onclick=()=>zoom(1.25);c.onclick=()=>{v=[...v0];set()};
"""


class Picture:
    """A drawing for notebooks; `svg` is its text, `save` writes it as SVG, PNG or a page of its own."""

    def __init__(self, svg: str, height: int = 620) -> None:
        self.svg = svg
        self._height = height

    def page(self) -> str:
        """A whole page: the drawing, moving and zooming; nothing in it comes from elsewhere."""
        buttons = '<button title="放大">+</button><button title="缩小">−</button><button title="复原">⟲</button>'
        return (
            f'<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>图谱</title><style>{_STYLE}</style>'
            f"{self.svg}<nav>{buttons}</nav><script>{_SCRIPT}</script></html>"
        )

    def save(self, path: str | Path) -> Path:
        """Write the drawing; the ending says how: `.svg`, `.png` (twice the size, with our font) or `.html`.

        Raises:
            UsageError: another ending, or what makes PNG is not installed.
        """
        target = Path(path)
        content: bytes
        if target.suffix == ".svg":
            content = self.svg.encode()
        elif target.suffix == ".html":
            content = self.page().encode()
        elif target.suffix == ".png":
            from kg.explore.fonts import converter

            content = converter().svg_to_png(self.svg, scale=2)
        else:
            raise UsageError(str(path), f"不能写成 {target.suffix or '没有扩展名的'} 文件", "可用：.svg .png .html")
        with aside(target) as beside:
            beside.write_bytes(content)
        return target

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        frame = (
            f'<iframe srcdoc="{escape(self.page(), quote=True)}" title="图谱" sandbox="allow-scripts" '
            f'style="display:block;box-sizing:border-box;width:100%;height:{self._height}px;border:1px solid #d9dee5;border-radius:4px"></iframe>'
        )
        return {"text/html": frame, "image/svg+xml": self.svg, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"图：{len(_DOT.findall(self.svg))} 个点，.save('图.svg') 存成文件"
