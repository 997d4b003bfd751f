"""The models that find names and tell states: their tables against what they mean, and whole sentences all the way."""

from __future__ import annotations

import itertools
import tracemalloc

import numpy as np
import pytest

from kg.documents import parse
from kg.extraction import extract, learned
from kg.extraction.candidates import Found, Role, Sort
from kg.extraction.judging import judged
from kg.extraction.learned import LABELS, Span
from kg.extraction.model import Project, Status
from kg.extraction.nouns import letters
from kg.language.tokens import tokenize
from kg.lexicon import unpacked

REPORT = """东湖街道2023年工作总结和2024年工作计划
一、2023年工作总结
{}
二、2024年工作计划
持续推进。
"""
TEXT = """全年实施94个“民生微实事”项目,新建足球场9个、篮球场11个;城南公园、滨河路小学已竣工,区人民医院分院迁建主体封顶。
推行“1+22+N”服务机制,开展安全生产专项整治行动。无
- C Z 共建“一站式”平台𠮷,二期3号车间正在吊装钢梁!
,,
持续推进老旧小区改造"""


def straight(words: tuple[str, ...], string: str) -> list[int]:
    """The best path by the definition: the weights of the named features, step by step."""
    model = learned._model()
    size = range(len(LABELS))
    scores = [
        [sum(float(model._rows[name][label]) for name in names if name in model._rows) for label in size]
        for names in learned.features(words, string)
    ]
    best = scores[0]
    back = []
    for row in scores[1:]:
        steps = [max(size, key=lambda k: best[k] + float(model._transitions[k, label])) for label in size]
        best = [
            best[k] + float(model._transitions[k, label]) + row[label] for label, k in zip(size, steps, strict=True)
        ]
        back.append(steps)
    path = [max(size, key=best.__getitem__)]
    for steps in reversed(back):
        path.append(steps[path[-1]])
    return path[::-1]


def test_tables_say_what_the_features_mean() -> None:
    tokens = tokenize(TEXT)
    string = letters(tokens)
    bounds = list(learned.sequences(string))
    found = learned._model().labels(tokens.words, string, bounds)
    assert found == [bytes(straight(tokens.words[a:b], string[a:b])) for a, b in bounds]
    assert any(label for labels in found for label in labels)


def test_a_sentence_has_the_same_labels_alone_and_among_others() -> None:
    tokens = tokenize(TEXT * 40)
    string = letters(tokens)
    bounds = list(learned.sequences(string))
    together = learned._model().labels(tokens.words, string, bounds)
    for (a, b), labels in itertools.islice(zip(bounds, together, strict=True), 8):
        alone = learned._model().labels(tokens.words[a:b], string[a:b], [(0, b - a)])[0]
        assert labels == alone


def test_words_that_come_after_thousands_of_others_weigh_alike() -> None:
    fresh, full = (learned.Model(unpacked("undertakings_model.tsv.gz")) for _ in range(2))
    words = [word for word in tokenize(TEXT).words if not word.isspace()]
    for word in (*words, *(f"第{number}词" for number in range(9_000))):
        full._add(word)
    for word in words[::-1]:
        late = f"{word}{word}"
        for model in (fresh, full):
            model._add(late)
        assert np.array_equal(*(model._window[:, model._ids[late]] for model in (fresh, full)))


def test_a_line_without_end_is_read_in_pieces_and_in_little_memory() -> None:
    words = ("城南", "公园", "、") * 40_000
    bounds = list(learned.sequences("nnD" * 40_000))
    assert bounds[0][0] == 0 and bounds[-1][1] == len(words)
    assert all(b == c for (_, b), (c, _) in itertools.pairwise(bounds))
    tracemalloc.start()
    learned.spans(words, "nnD" * 40_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000


def test_a_text_without_words_has_no_names() -> None:
    assert learned.spans((), "") == []
    assert learned.spans(("\n", "。"), "ZZ") == []


@pytest.mark.parametrize(
    ("labels", "spans"),
    [
        ("B-P E-P O S-N", [Span(0, 2, Sort.PROJECT), Span(3, 4, Sort.INITIATIVE)]),
        ("B-P I-P O O", [Span(0, 2, Sort.PROJECT)]),
        ("B-P B-P E-P O", [Span(0, 1, Sort.PROJECT), Span(1, 3, Sort.PROJECT)]),
        ("I-N E-N B-P E-N", [Span(0, 2, Sort.INITIATIVE), Span(2, 3, Sort.PROJECT), Span(3, 4, Sort.INITIATIVE)]),
    ],
)
def test_labels_that_are_not_well_formed_are_read_as_far_as_they_go(labels: str, spans: list[Span]) -> None:
    found = learned.ranges(bytes(LABELS.index(label) for label in labels.split()))
    assert [Span(*each) for each in found] == spans


def rule(text: str, name: str, sort: Sort) -> Found:
    start = text.index(name)
    return Found(
        sort=sort, start=start, end=start + len(name), rule="project-works", type="", trigger="", counted="",
        role=Role.SINGLE, etc=False, list_id=0, clause=0, after=start + len(name),
    )  # fmt: skip


def test_the_model_decides_and_the_rule_explains() -> None:
    text = "推进城南道路工程,办好邻里节,完成创业项目。"
    tokens = tokenize(text)
    string = letters(tokens)

    def span(name: str, sort: Sort) -> Span:
        start = text.index(name)
        return Span(tokens.starts.index(start), tokens.starts.index(start + len(name)), sort)

    found = [
        rule(text, "城南道路", Sort.PROJECT),
        rule(text, "邻里节", Sort.PROJECT),
        rule(text, "创业项目", Sort.PROJECT),
    ]
    spans = [span("城南道路工程", Sort.PROJECT), span("邻里节", Sort.INITIATIVE)]
    result = [(text[x.start : x.end], x.rule) for x in judged(text, tokens, string, found, spans)]
    assert result == [("城南道路", "project-works"), ("邻里节", "initiative-model")]


def projects(sentence: str) -> tuple[Project, ...]:
    return extract(parse(REPORT.format(sentence))).projects


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("城南公园已建成开放。", [("城南公园", Status.IN_USE)]),
        ("开发区综合服务中心外墙装饰基本结束。", [("开发区综合服务中心", Status.UNDERWAY)]),
        ("新建城南小学、滨河公园。", [("城南小学", Status.COMPLETED), ("滨河公园", Status.COMPLETED)]),
        ("二期3号车间正在吊装钢梁。", [("二期3号车间", Status.UNDERWAY)]),
        ("人民路拓宽工程因征地受阻尚未开工。", [("人民路拓宽工程", Status.PREPARING)]),
    ],
)
def test_a_sentence_all_the_way(sentence: str, found: list[tuple[str, Status]]) -> None:
    assert [(project.name, project.status) for project in projects(sentence)] == found


def test_members_that_only_the_model_sees_belong_to_the_head_of_their_list() -> None:
    found = projects("远东智能纺机、恒力达电子、康平医械等6个项目进入设备安装调试阶段。")
    assert [project.name for project in found][-1] == "项目"
    head = found[-1]
    assert head.count == 6
    assert not head.members_complete
    assert head.members == tuple(range(len(found) - 1))
    assert len(found) >= 3


def test_words_that_do_not_come_again_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered of words does not grow with the texts read, and forgetting changes nothing."""
    model = learned._model()
    monkeypatch.setattr(learned, "_REMEMBERED", 40)
    tokens = tokenize("推进城南道路工程,办好邻里节,完成创业项目。")
    first = learned.spans(tokens.words, letters(tokens))
    for number in range(200):
        other = tokenize(f"完成投资{number + 1.37:.2f}亿元,建成第{number * 7}号泵站。")
        learned.spans(other.words, letters(other))
        assert len(model._ids) <= 40 + len(other)
    assert learned.spans(tokens.words, letters(tokens)) == first != []
