"""A tree of surroundings in, a picture of it out: one SVG, laid out in rings, that needs no script and no other file."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from html import escape

from kg.explore.neighbourhood import ORDER, Leaf, Surroundings
from kg.explore.style import CLASS_LABELS, colour, palette
from kg.lexicon.palette import drawn_as
from kg.records import record

FONTS = "'StreetKG Sans SC','PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif"
"""Our own font where it is known (in files written by us), else what the machine has for Chinese."""

_STEP = 15.0
"""Room along a ring for one label, in pixels."""
_LABEL = 16
"""Characters of a label that are shown; the tooltip has all."""
_INNER = 120.0
_RING = 110.0
_FAN = 5 / 6 * math.pi
_SIZE = 11.5
"""Of the letters of a label."""
_CORNER = 132.0
_RELATIONS = {
    "about": "推进",
    "indicator": "指标",
    "within": "隶属",
    "hasMember": "包含",
    "runBy": "牵头",
    "jointlyWith": "参与",
    "locatedIn": "位于",
    "coversArea": "报告",
    "issuedBy": "发布",
    "jurisdiction": "管辖",
}


@record
class _Spot:
    x: float
    y: float
    angle: float


def draw(found: Surroundings, sentences: Mapping[str, str], note: str = "") -> str:
    """The picture. `sentences` are what to show of a statement, by its IRI; `note` stands below the legend."""
    spots = layout(found.root)
    surface = palette()["surface"]
    reach = max((math.hypot(spot.x, spot.y) for spot in spots.values()), default=0.0) + 26 + _SIZE * _LABEL
    left, right, top, bottom = _extent(found.root, spots, reach)
    body = [
        *_further(found, spots, surface["line"]),
        *_branches(found.root, spots),
        *(_node(leaf, spots[leaf.node], sentences) for leaf in found.root.walk()),
    ]
    width, height = right - left, bottom - top
    legend = _legend(found.root, left + 14, top + 22, surface, note)
    name = _xml(f"{found.root.label}：{sum(1 for _ in found.root.walk()) - 1} 个相关的项目、举措、指标和区域")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:.0f} {top:.0f} {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img" aria-label="{name}" font-family="{escape(FONTS)}">'
        f'<rect x="{left:.0f}" y="{top:.0f}" width="{width:.0f}" height="{height:.0f}" fill="{surface["back"]}"/>'
        f'<g id="all">{"".join(body)}</g>{legend}</svg>'
    )


def layout(root: Leaf) -> dict[str, _Spot]:
    """Where each node stands: the root in the middle, each ring further out, a node amid what hangs on it."""
    distances = _distances(root)
    spots = {root.node: _Spot(0.0, 0.0, 0.0)}

    def place(leaf: Leaf, begin: float, end: float) -> None:
        if leaf is not root and leaf.children:
            # What hangs on one of few nodes spreads out like a fan, and not all around.
            distance = distances[leaf.depth + 1]
            span = min(end - begin, max(_FAN, 2 * _STEP * _breadth(leaf) / distance))
            begin, end = (begin + end - span) / 2, (begin + end + span) / 2
        at = begin
        for child in leaf.children:
            share = (end - begin) * _breadth(child) / _breadth(leaf)
            angle, distance = at + share / 2, distances[child.depth]
            spots[child.node] = _Spot(distance * math.cos(angle), distance * math.sin(angle), angle)
            place(child, at, at + share)
            at += share

    place(root, -math.pi / 2, 3 * math.pi / 2)
    return spots


def _distances(root: Leaf) -> list[float]:
    """How far each ring is from the middle: there is room for all of them on it, and for the labels of the ring before."""
    distances = [0.0, max(_INNER, _breadth(root) * _STEP / (2 * math.pi))]
    inner: dict[int, int] = {}
    for leaf in root.walk():
        if leaf.children and leaf is not root:
            inner[leaf.depth] = max(inner.get(leaf.depth, 0), len(_short(leaf.label)))
    for depth in sorted(inner):
        distances.append(distances[-1] + max(_RING, _SIZE * inner[depth] + 40))
    return distances


def _breadth(leaf: Leaf) -> int:
    return max(1, sum(map(_breadth, leaf.children)))


def _extent(root: Leaf, spots: Mapping[str, _Spot], reach: float) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of everything with its labels, and room for the legend at the left."""
    xs, ys = [-60.0, 60.0], [-60.0, 60.0]
    for leaf in root.walk():
        spot = spots[leaf.node]
        length = 0.0 if leaf is root else 14 + _SIZE * min(len(leaf.label), _LABEL + 1)
        xs.append(spot.x + length * math.cos(spot.angle))
        ys.append(spot.y + length * math.sin(spot.angle))
    edge = min(reach, max(map(abs, xs))) + 16
    return -edge - _CORNER, edge, min(ys) - 18, max(ys) + 18


def _branches(root: Leaf, spots: Mapping[str, _Spot]) -> list[str]:
    lines = []
    for leaf in root.walk():
        for child in leaf.children:
            a, b = spots[leaf.node], spots[child.node]
            middle = (math.hypot(a.x, a.y) + math.hypot(b.x, b.y)) / 2
            first = (middle * math.cos(a.angle), middle * math.sin(a.angle)) if leaf is not root else (a.x, a.y)
            second = (middle * math.cos(b.angle), middle * math.sin(b.angle))
            width = 0.8 + min(2.2, 0.5 * len(child.statements))
            lines.append(
                f'<path d="M{a.x:.1f} {a.y:.1f}C{first[0]:.1f} {first[1]:.1f} {second[0]:.1f} {second[1]:.1f} '
                f'{b.x:.1f} {b.y:.1f}" fill="none" stroke="{colour(child.kind)}" stroke-opacity=".4" stroke-width="{width:.1f}"/>'
            )
    return lines


def _further(found: Surroundings, spots: Mapping[str, _Spot], line: str) -> list[str]:
    """Links that are not part of the tree, bent towards the middle."""
    lines = []
    for one, other in found.links:
        a, b = spots[one], spots[other]
        x, y = (a.x + b.x) / 4, (a.y + b.y) / 4
        lines.append(
            f'<path d="M{a.x:.1f} {a.y:.1f}Q{x:.1f} {y:.1f} {b.x:.1f} {b.y:.1f}" fill="none" stroke="{line}" stroke-width="1"/>'
        )
    return lines


def _node(leaf: Leaf, spot: _Spot, sentences: Mapping[str, str]) -> str:
    fill, label = colour(leaf.kind), _xml(_short(leaf.label))
    title = _xml(_tooltip(leaf, sentences))
    if leaf.depth == 0:
        return (
            f'<g class="n"><title>{title}</title><circle r="11" fill="{fill}"/>'
            f'<text y="-19" text-anchor="middle" font-size="16" font-weight="bold" fill="{fill}" stroke="#fff" '
            f'stroke-width="4" paint-order="stroke">{label}</text></g>'
        )
    degrees = math.degrees(spot.angle)
    turned = 90 < degrees % 360 < 270
    size = 3.2 + min(3.6, 0.9 * math.sqrt(len(leaf.statements)))
    anchor = "end" if turned else "start"
    offset = -(size + 5) if turned else size + 5
    turn = degrees + 180 if turned else degrees
    return (
        f'<g class="n" transform="translate({spot.x:.1f} {spot.y:.1f})"><title>{title}</title><circle r="{size:.1f}" fill="{fill}"/>'
        f'<text transform="rotate({turn:.1f})" x="{offset:.1f}" dy=".35em" text-anchor="{anchor}" font-size="11.5" '
        f'fill="{fill}" stroke="#fff" stroke-width="3" paint-order="stroke">{label}</text></g>'
    )


def _tooltip(leaf: Leaf, sentences: Mapping[str, str]) -> str:
    head = f"{leaf.label}（{CLASS_LABELS[drawn_as(leaf.kind)]}）"
    relation = _RELATIONS.get(leaf.relation, leaf.relation)
    said = list(dict.fromkeys(sentences[fact] for fact in leaf.statements if fact in sentences))
    lines = [head, f"{relation}，{len(leaf.statements)} 处提到" if leaf.statements else relation, *said[:3]]
    if len(said) > 3:
        lines.append(f"另有 {len(said) - 3} 句")
    if leaf.hidden:
        lines.append("没有画出：" + _counted(leaf.hidden))
    return "\n".join(filter(None, lines))


def _counted(counts: Counter[str]) -> str:
    return "、".join(f"{CLASS_LABELS[kind]} {counts[kind]}" for kind in ORDER if counts[kind])


def _legend(root: Leaf, x: float, y: float, surface: Mapping[str, str], note: str) -> str:
    counts = Counter(drawn_as(leaf.kind) for leaf in root.walk() if leaf is not root)
    lines = []
    for kind in ORDER:
        drawn, hidden = counts[kind], root.hidden[kind]
        if not drawn and not hidden:
            continue
        more = f"，另有 {hidden}" if hidden else ""
        lines.append(
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="5" fill="{colour(kind)}"/><text x="{x + 11:.0f}" y="{y:.0f}" dy=".35em">'
            f'{CLASS_LABELS[kind]} {drawn}<tspan fill="{surface["soft"]}">{more}</tspan></text>'
        )
        y += 19
    if note:
        lines.append(f'<text x="{x - 5:.0f}" y="{y:.0f}" dy=".35em" fill="{surface["soft"]}">{_xml(note)}</text>')
    return f'<g font-size="12" fill="{surface["ink"]}">{"".join(lines)}</g>'


def _short(label: str) -> str:
    return label if len(label) <= _LABEL else label[:_LABEL] + "…"


def _xml(text: str) -> str:
    """Text as it may stand in XML, also in an attribute; what XML cannot hold is left out."""
    return escape(
        "".join(sign for sign in text if sign >= " " or sign in "\n\t" if not "\ud800" <= sign <= "\udfff"), quote=True
    )
