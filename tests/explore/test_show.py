"""Pictures: what is drawn, where it stands, that nothing is fetched, and that report text is escaped."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import networkx as nx
import pytest

from kg.errors import UsageError
from kg.explore import Graph
from kg.explore.drawing import draw, layout
from kg.explore.neighbourhood import surroundings
from kg.explore.picture import Picture

SVG = "{http://www.w3.org/2000/svg}"


def titles(picture: Picture) -> list[str]:
    return [title.text or "" for title in ET.fromstring(picture.svg).iter(f"{SVG}title")]


@pytest.fixture(scope="module")
def street(graph: Graph) -> Picture:
    return graph.show("坪山街道")


def test_a_street_amid_what_it_does(street: Picture, graph: Graph) -> None:
    told = titles(street)
    assert told[0].startswith("坪山街道（街道）")
    assert 40 < len(told) <= 80
    network = graph.to_networkx()
    labels = {label for _, label in network.nodes(data="label")}
    assert {line.split("\n")[0].rpartition("（")[0] for line in told} <= labels


def test_dots_tell_their_sentences(street: Picture, graph: Graph) -> None:
    told = next(line for line in titles(street) if line.startswith("信访办结率（指标）"))
    assert "信访案件办结率在95%以上" in told
    assert "1 处提到" in told


def test_the_legend_counts_what_is_not_drawn(graph: Graph) -> None:
    few = graph.show("坪山街道", hops=1, most=20)
    drawn = len(titles(few)) - 1
    numbers = re.findall(r"(?:街道|区域|单位|项目|举措|指标) (\d+)<tspan[^>]*>(?:，另有 (\d+))?", few.svg)
    assert drawn == 19 == sum(int(shown) for shown, _ in numbers)
    network = nx.Graph(graph.to_networkx())
    centre = next(node for node, label in network.nodes(data="label") if label == "坪山街道")
    around = [node for node in network[centre] if network.nodes[node]["type"] != "Report"]
    assert sum(int(shown) + int(hidden or 0) for shown, hidden in numbers) == len(around)


def test_only_the_classes_asked_for(graph: Graph) -> None:
    told = titles(graph.show("新安街道", hops=1, kinds=["项目", "Initiative"]))[1:]
    assert told and all("（项目）" in line or "（举措）" in line for line in told)
    with pytest.raises(UsageError, match="是不是 项目"):
        graph.show("新安街道", kinds=["项木"])


def test_things_of_one_name_are_drawn_as_one_and_it_says_so(graph: Graph) -> None:
    picture = graph.show("火灾高风险区域整治", hops=1)
    told = {line.split("\n")[0] for line in titles(picture)}
    assert {"新安街道（街道）", "布吉街道（街道）", "观湖街道（街道）", "坪山街道（街道）"} <= told
    assert "同名的举措 4 个，合为一点" in picture.svg
    assert "同名" not in graph.show("坪山街道").svg


def test_a_community_that_is_only_named_can_be_shown(graph: Graph) -> None:
    assert any(line.startswith("坪山街道") for line in titles(graph.show("六联社区", hops=1)))


def test_a_class_that_is_never_drawn_is_refused(graph: Graph) -> None:
    with pytest.raises(UsageError, match="没有这一类"):
        graph.show("坪山街道", kinds=["期限"])


def test_a_network_of_things_shared(graph: Graph) -> None:
    told = titles(graph.show("坪山街道", network=graph.shared("Initiative")))
    shared = next(line for line in told if line.startswith("火灾高风险区域整治"))
    assert "市挂牌督办" in shared
    assert {"新安街道（街道）", "布吉街道（街道）", "观湖街道（街道）"} <= {line.split("\n")[0] for line in told}


def test_a_name_that_is_not_there_tells_the_nearest(graph: Graph) -> None:
    with pytest.raises(UsageError, match="坪山街道"):
        graph.show("坪上街道")


def test_a_chain_is_no_empty_sheet(graph: Graph) -> None:
    """One company, one initiative, one street: what hangs on the street is a fan below, and no label runs into a dot."""
    picture = graph.show("华润三九", hops=3)
    width, height = map(float, re.findall(r'viewBox="\S+ \S+ (\S+) (\S+)"', picture.svg)[0])
    assert width * height < 1_000_000
    network = graph.to_networkx()
    centre = next(node for node, label in network.nodes(data="label") if label == "华润三九")
    root = surroundings(network, centre, hops=3).root
    spots = layout(root)
    (first,), (second,) = root.children, root.children[0].children
    between = math.dist(*((spots[leaf.node].x, spots[leaf.node].y) for leaf in (first, second)))
    assert between > 11.5 * min(len(first.label), 17) + 20


def test_of_a_picture_the_dots_are_counted_and_not_the_legend(graph: Graph) -> None:
    for most in (1, 2, 20):
        picture = graph.show("坪山街道", hops=1, most=most)
        assert repr(picture).startswith(f"图：{most} 个点")
        assert len(titles(picture)) == most


def test_dots_do_not_stand_on_each_other(graph: Graph) -> None:
    network = graph.to_networkx()
    for label in ("坪山街道", "新安街道", "社会消费品零售总额"):
        node = next(node for node, known in network.nodes(data="label") if known == label)
        root = surroundings(network, node, most=90).root
        spots = [(spot.x, spot.y) for spot in layout(root).values()]
        assert len(spots) == sum(1 for _ in root.walk())
        assert min(math.dist(a, b) for n, a in enumerate(spots) for b in spots[:n]) > 10


def test_the_same_picture_each_time(street: Picture, graph: Graph) -> None:
    assert graph.show("坪山街道").svg == street.svg


def test_nothing_is_fetched(street: Picture) -> None:
    shown = street._repr_mimebundle_()
    assert set(shown) == {"text/html", "image/svg+xml", "text/plain"}
    assert shown["text/html"].startswith('<iframe srcdoc="') and 'sandbox="allow-scripts"' in shown["text/html"]
    assert not re.search(r"(?:src|href)\s*=\s*[\"']", street.page())
    assert street.page().count("http") == street.page().count("http://www.w3.org/2000/svg") == 1


def test_report_text_is_escaped() -> None:
    network = nx.MultiDiGraph()
    network.add_node("a", label="街道", type="Street")
    network.add_node("b", label="</text>\x01<script>1</script>", type="Project")
    network.add_edge("a", "b", key="s", relation="about", quote="x")
    picture = Picture(draw(surroundings(network, "a"), {"s": '</title><img src="x">&'}))
    assert "<script>1" not in picture.svg and "<img" not in picture.svg
    assert titles(picture)[1].endswith('</title><img src="x">&')
    frame = picture._repr_mimebundle_()["text/html"]
    assert frame.count("<") == 2


def test_files(street: Picture, tmp_path: Path) -> None:
    assert street.save(tmp_path / "a.svg").read_text(encoding="utf-8") == street.svg
    assert street.save(tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert street.save(tmp_path / "a.html").read_text(encoding="utf-8") == street.page()
    with pytest.raises(UsageError, match=r"\.svg"):
        street.save(tmp_path / "a.gif")
