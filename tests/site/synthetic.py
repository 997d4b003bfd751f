"""A number of things in, an invented network of that size out, shaped like those of real reports: for measuring the explorer."""

from __future__ import annotations

import random

from kg.site.explorer.network import Network, Node, Statement
from kg.site.material import Report

_NAMES = "安全生产城市更新改造工程项目社区服务中心建设道路绿化提升行动机制平台专项整治老旧小区党群学校医院公园管网排水"
_OF_A_REPORT = {"Project": 82, "Initiative": 104, "Indicator": 84, "Deadline": 3, "Community": 5}


def synthetic(size: int, seed: int = 1) -> Network:
    """About `size` things in reports of 280 each; every fifth indicator is one that all reports have."""
    chance = random.Random(seed)
    reports, texts, statements = [], [], []
    nodes: dict[str, Node] = {}
    relations: list[tuple[str, str, str]] = []
    base = "https://streetkg.example/id/"
    nodes[f"{base}district"] = Node(f"{base}district", "某区", "District")
    for number in range(max(1, round(size / (sum(_OF_A_REPORT.values()) + 2)))):
        street, report = f"{base}area-{number}", f"{base}report-{number}"
        nodes[street] = Node(street, f"第{number}街道", "Street")
        nodes[report] = Node(report, f"第{number}街道2020年工作报告", "Report")
        relations += [(report, "coversArea", street), (street, "within", f"{base}district")]
        text = ""
        for kind, count in _OF_A_REPORT.items():
            for item in range(count):
                shared = kind == "Indicator" and item % 5 == 0
                iri = f"{base}{kind.lower()}-{'all' if shared else number}-{item}"
                label = "".join(chance.choice(_NAMES) for _ in range(chance.randint(4, 14)))
                node = nodes.setdefault(iri, Node(iri, label, kind))
                sentence = f"推进{node.label}，完成{chance.randint(1, 99)}个，力争年底前全部完工。"
                begin = len(text)
                text += sentence
                start = begin + 2
                if kind == "Deadline":
                    said, things = "deadline", (iri,)
                elif kind == "Community":
                    said, things = "area", (iri,)
                else:
                    said, things = kind.lower(), (iri,)
                statements.append(
                    Statement(
                        iri=f"{base}st-{number}-{kind}-{item}",
                        kind=said,
                        report=number,
                        start=start,
                        sentence=(begin, len(text)),
                        quote=(2, len(node.label)),
                        area=street if said not in ("area", "deadline") else None,
                        things=things,
                        deadline=f"{base}deadline-{number}-0" if kind == "Project" and item % 2 else None,
                        metric="",
                        promise=bool(item % 2),
                        status="planned" if kind == "Project" and item % 2 else None,
                        promised=None,
                        years=(2020, 2020),
                    )
                )
        reports.append(
            Report(
                iri=report,
                sha256=f"{number:064x}",
                file=f"{number}.txt",
                title=nodes[report].label,
                area=street,
                street=nodes[street].label,
                path=("某区", nodes[street].label),
                reviewed=None,
                planned=None,
                characters=len(text),
            )
        )
        texts.append(text)
    for place, statement in enumerate(statements):
        named = (*statement.things, statement.area, statement.deadline, reports[statement.report].iri)
        for name in filter(None, named):
            nodes[name].statements.append(place)
            if not nodes[name].reports or nodes[name].reports[-1] != statement.report:
                nodes[name].reports.append(statement.report)
    return Network(tuple(reports), nodes, relations, statements, texts, {}, [])
