"""From an evaluation (and differences to an earlier one) to text for people, JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from kg.evaluation.changes import Difference, Direction
from kg.evaluation.matching import Fact
from kg.evaluation.measuring import RATIOS, SHARES, Evaluation, Figures, Interval, Measured
from kg.evaluation.scores import Judgement, Verdict
from kg.evaluation.tables import aligned

NAMES = {
    "indicator": "指标（数值和单位）",
    "fact": "指标（整条事实）",
    "project": "项目",
    "initiative": "举措",
    "deadline": "期限",
    "area": "区划",
    "metric": "指标名",
    "bound": "界限",
    "kind": "类别",
    "modality": "实绩或目标",
    "period": "时期",
    "status": "项目状态",
}
_BODIES = {
    "seeds": "种子报告",
    "passages": "短文",
    "imitations": "仿写报告",
    "real": "真实报告窗口",
    "undertakings": "仿写报告（项目、举措、区划）",
    "windows": "真实报告窗口（项目、举措、区划）",
}
_DIRECTIONS = {
    Direction.GAIN: "得（现在更好）",
    Direction.LOSS: "失（现在更差）",
    Direction.APPEARED: "新出现（无金标准）",
    Direction.DISAPPEARED: "不再出现（无金标准）",
    Direction.CHANGED: "有变化（无金标准）",
}
_PARTS = {"found": "找到", "spurious": "多余", "value": "数值", "unit": "单位", "date": "日期"} | NAMES


def tables(evaluation: Evaluation) -> str:
    """All figures as aligned tables: each body, then the F1 of each document."""
    blocks = [_body_table(figures) for figures in evaluation.bodies()]
    documents = evaluation.documents()
    if len(documents) > 1:
        header = [
            "文件",
            *(NAMES[name].replace("（数值和单位）", "").replace("（整条事实）", "·整") for name in RATIOS),
        ]
        rows = [[figures.name, *(_f1_cell(figures, name) for name in RATIOS)] for figures in documents]
        blocks.append("各文件 F1\n" + aligned(header, rows))
    if evaluation.left_out:
        blocks.append(f"另有 {evaluation.left_out} 份留存文本未测（--all 才测，单列数字）。")
    return "\n\n".join(blocks) + "\n"


def _f1_cell(figures: Figures, name: str) -> str:
    ratio = figures.ratio(name)
    return f"{ratio.f1:.3f}" if ratio.gold or ratio.predicted else "–"


def _body_table(figures: Figures) -> str:
    rows = []
    for name in RATIOS:
        ratio = figures.ratio(name)
        if not ratio.gold and not ratio.predicted:
            continue
        cells = (f"{ratio.precision:.3f}", f"{ratio.recall:.3f}", f"{ratio.f1:.3f}")
        counts = (str(ratio.right), str(ratio.predicted), str(ratio.gold))
        rows.append([NAMES[name], *cells, interval(figures.intervals[name]), *counts])
    for name in SHARES:
        share = figures.counts.attribute(name)
        if share is None:
            continue
        rows.append(
            [f"  对的当中{NAMES[name]}对", "", "", f"{share:.3f}", interval(figures.intervals[name]), "", "", ""]
        )
    body, _, aside = figures.name.partition(" (")
    title = _BODIES.get(body, body) + ("（留存）" if aside else "") + f"，{figures.texts} 份"
    return f"{title}\n" + aligned(["", "准确率", "召回率", "F1", "95% 区间", "对", "预测", "金标准"], rows)


def interval(bounds: Interval) -> str:
    """An interval as text."""
    return "–" if bounds is None else f"{bounds[0]:.3f}–{bounds[1]:.3f}"


def as_data(evaluation: Evaluation, differences: Sequence[Difference] | None = None) -> dict[str, Any]:
    """All figures, and the differences where there are any, as plain data."""
    data: dict[str, Any] = {
        "bodies": {figures.name: _figures_data(figures) for figures in evaluation.bodies()},
        "documents": {figures.name: _figures_data(figures) for figures in evaluation.documents()},
        "left_out": evaluation.left_out,
    }
    if differences is not None:
        data["differences"] = [
            {
                "direction": difference.direction.value,
                "document": difference.measured.stretch.document,
                "type": difference.type,
                "parts": list(difference.parts),
                "before": difference.before,
                "after": difference.after,
                "fact": difference.fact,
            }
            for difference in differences
        ]
    return data


def _figures_data(figures: Figures) -> dict[str, Any]:
    data: dict[str, Any] = {"texts": figures.texts}
    for name in RATIOS:
        ratio = figures.ratio(name)
        data[name] = {
            "precision": round(ratio.precision, 4),
            "recall": round(ratio.recall, 4),
            "f1": round(ratio.f1, 4),
            "f1_interval": _rounded(figures.intervals[name]),
            "right": ratio.right,
            "predicted": ratio.predicted,
            "gold": ratio.gold,
        }
    data["shares"] = {
        name: {"share": None if share is None else round(share, 4), "interval": _rounded(figures.intervals[name])}
        for name in SHARES
        for share in [figures.counts.attribute(name)]
    }
    return data


def _rounded(bounds: Interval) -> list[float] | None:
    return None if bounds is None else [round(bound, 4) for bound in bounds]


def json_text(data: dict[str, Any]) -> str:
    """Plain data as JSON text with Chinese as it is."""
    return json.dumps(data, ensure_ascii=False, indent=1, default=float) + "\n"


def changes(differences: Sequence[Difference], unknown: Sequence[str], limit: int) -> str:
    """Gains, losses and differences: how many of each, then up to `limit` of each direction with their context."""
    counted = Counter((difference.direction, difference.type) for difference in differences)
    rows = [
        [_DIRECTIONS[direction], *(str(counted[direction, type_] or "–") for type_ in _TYPES)]
        for direction in Direction
    ]
    blocks = ["与以前相比\n" + aligned(["", *(NAMES.get(type_, "荣誉").split("（")[0] for type_ in _TYPES)], rows)]
    for direction in Direction:
        chosen = [difference for difference in differences if difference.direction is direction]
        if chosen:
            lines = [_difference_line(difference) for difference in chosen[:limit]]
            more = [f"  …… 另有 {len(chosen) - limit} 条"] if len(chosen) > limit else []
            blocks.append("\n".join([f"{_DIRECTIONS[direction]}：{len(chosen)} 条", *lines, *more]))
    if unknown:
        blocks.append("以前没有或原文已变，未比较：" + "、".join(unknown))
    return "\n\n".join(blocks) + "\n"


FIGURE_FIELDS = ("value", "unit", "bound", "kind", "modality", "metric")
_TYPES = ("indicator", "project", "initiative", "deadline", "area", "honour")


def _difference_line(difference: Difference) -> str:
    parts = "、".join(_PARTS.get(part, part) for part in difference.parts)
    line = f"  [{difference.measured.stretch.name} {difference.type}{' ' + parts if parts else ''}] "
    line += context(difference.measured, difference.fact)
    details = [
        f"{name} {_shown(difference.before, name)} → {_shown(difference.after, name)}"
        for name in _fields(difference.parts)
        if difference.before is not None and difference.after is not None
    ]
    return line + (f"\n      {'；'.join(details)}" if details else "")


def _fields(parts: Iterable[str]) -> list[str]:
    names = [part for part in parts if part not in ("found", "spurious", "period")]
    return names + (["period_start", "period_end"] if "period" in parts else [])


def _shown(fact: Fact | None, name: str) -> str:
    return "无" if fact is None or fact.get(name) is None else str(fact[name])


def context(measured: Measured, fact: Fact, width: int = 24) -> str:
    """The fact between its neighbours in the text, marked with 【】; line ends shown as blanks."""
    text = measured.prediction.text
    start, end = fact["start"], fact["end"]
    before, after = text[max(0, start - width) : start], text[end : end + width]
    return " ".join(f"{before}【{text[start:end]}】{after}".split())


def kind_of_error(judgement: Judgement) -> list[str]:
    """What is wrong with a judgement, one label for each thing; empty when all is right."""
    if judgement.verdict in (Verdict.MISSED, Verdict.SPURIOUS):
        return [f"{judgement.type} {judgement.verdict.value}"]
    if judgement.verdict is Verdict.IGNORED or judgement.gold is None or judgement.predicted is None:
        return []
    labels = []
    for name in judgement.wrong:
        label = f"{judgement.type} {name}"
        if name in ("bound", "kind", "modality", "status"):
            label += f": {judgement.predicted.get(name)} for {judgement.gold[name]}"
        labels.append(label)
    return labels


def errors(evaluation: Evaluation, type_: str, only: str | None, limit: int) -> str:
    """Misses, spurious ones and wrong fields of a class with their context; `only` keeps the labels that contain it."""
    lines: list[str] = []
    kinds: Counter[str] = Counter()
    for measured in evaluation.open:
        for judgement in measured.judgements:
            if judgement.type != type_:
                continue
            labels = [label for label in kind_of_error(judgement) if only is None or only in label]
            kinds.update(labels)
            if labels:
                lines.append(_error_line(measured, judgement, labels))
    counted = "\n".join(f"{number:5d}  {label}" for label, number in kinds.most_common())
    more = f"\n…… 另有 {len(lines) - limit} 条（--limit）" if len(lines) > limit else ""
    return f"{NAMES[type_].split('（')[0]}的差错\n{counted}\n\n" + "\n".join(lines[:limit]) + more + "\n"


def _error_line(measured: Measured, judgement: Judgement, labels: Sequence[str]) -> str:
    fact = judgement.gold if judgement.gold is not None else judgement.predicted
    assert fact is not None
    what = "; ".join(label.removeprefix(f"{judgement.type} ") for label in labels)
    line = f"[{measured.stretch.name}:{fact['start']} {what}] {context(measured, fact)}"
    rule = judgement.predicted.get("rule") if judgement.predicted is not None else None
    if rule:
        line += f"  ({rule})"
    if judgement.gold is not None and judgement.predicted is not None:
        found = judgement.predicted
        details = [
            f"{name}: {_shown(found, name)} ≠ {_shown(judgement.gold, name)}" for name in _fields(judgement.wrong)
        ]
        if (found["start"], found["end"]) != (fact["start"], fact["end"]):
            details.append(f"span: {found['quote']}")
        line += f"\n      {'; '.join(details)}"
    elif judgement.type == "indicator":
        line += f"\n      {' '.join(_shown(fact, name) for name in FIGURE_FIELDS)}"
    return line
