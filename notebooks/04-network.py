# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 什么把街道连在一起 · What links the streets
#
# 把图谱当网络看：街道、项目、举措、指标、企业是点，“说到”“包含”“牵头”是边。问题是：**五个街道的报告，靠什么连在一起？**
# 网络给线索，答案要回到原文里读。

# %%
import networkx as nx
import pandas as pd

import kg

pd.set_option("display.max_colwidth", None)
graph = kg.open("../build")
network = graph.to_networkx()
KINDS = {
    "Initiative": "举措",
    "Project": "项目",
    "Indicator": "指标",
    "Organisation": "单位（企业、办事处）",
    "Street": "街道、乡镇",
    "Community": "社区",
    "District": "区县",
    "City": "市",
    "Province": "省",
    "Report": "报告",
}
kinds = pd.Series([KINDS[kind] for _, kind in network.nodes(data="type")])
kinds.value_counts().rename_axis("点").reset_index(name="个数").kg.table()

# %%
RELATIONS = {
    "about": "说到",
    "indicator": "报出指标",
    "runBy": "牵头",
    "hasMember": "包含",
}
edges = pd.DataFrame(
    {"边": RELATIONS.get(edge["relation"], "在哪里、谁发布"), "原话": "quote" in edge}
    for *_, edge in network.edges(data=True)
)
edges = edges.groupby("边", as_index=False).agg(
    条数=("原话", "size"), 带原话=("原话", "sum")
)
edges.kg.table()

# %% [markdown]
# 说到、报出指标的边，条条带着原话；牵头、包含、在哪里、谁发布不带，要到边的两头去找。
#
# ## 群落 · Communities
#
# 图谱给每个街道的举措和项目各立一个点，同名也不合并（同名未必同一件事）。在这样的网络里找群落，分出来的当然是街道：
# 那是图谱的做法，不是发现。要问什么是共有的，先得把同名的合起来：`graph.shared` 按名字合并。

# %%
apart = [node for node, kind in network.nodes(data="type") if kind == "Initiative"]
assert all(len(set(network.predecessors(node))) <= 1 for node in apart)

sides = nx.compose_all([graph.shared(kind) for kind in list(KINDS)[:3]])
streets = [node for node, side in sides.nodes(data="bipartite") if side == 0]
things = [node for node, side in sides.nodes(data="bipartite") if side == 1]
communities = nx.community.louvain_communities(sides, seed=1)
pd.DataFrame(
    {
        "街道": "、".join(sides.nodes[node]["label"] for node in members & {*streets}),
        "点数": len(members),
    }
    for members in sorted(communities, key=len, reverse=True)
).kg.table()

# %% [markdown]
# 合并以后，Louvain 法切出来的还是一个街道一块：各说各的，占了绝大多数。
#
# ## 共有的名字 · Names they share

# %%
shared = pd.DataFrame(
    {
        "名称": sides.nodes[node]["label"],
        "类": KINDS[sides.nodes[node]["type"]],
        "街道数": sides.degree(node),
    }
    for node in things
    if sides.degree(node) > 1
).sort_values(["街道数", "类", "名称"], ascending=[False, True, True])
share = len(shared) / len(things)
print(f"{len(things)} 个名称，{len(shared)} 个有两个以上街道提到（{share:.1%}）")
shared.kg.table(15)

# %%
common = [node for node in sides if node in streets or sides.degree(node) > 1]
graph.show("新安街道", network=sides.subgraph(common), height=700)

# %%
pairs = pd.DataFrame(
    {
        "one": sides.nodes[one]["label"],
        "other": sides.nodes[other]["label"],
        "both": len(set(sides[one]) & set(sides[other])),
    }
    for one in streets
    for other in streets
    if one != other
)
pairs.attrs = {
    "labels": {"one": "", "other": "", "both": "共有"},
    "title": "每两个街道共有的名称",
}
graph.chart(pairs, mark="rect", x="one", y="other", color="both")

# %% [markdown]
# ## 谁是桥 · Bridges
#
# 介数中心性高的点，是别的点之间的必经之路。名字合并以后，举措、项目、指标都有可能当桥：

# %%
between = nx.betweenness_centrality(sides)
bridges = pd.DataFrame(
    {
        "名称": sides.nodes[node]["label"],
        "类": KINDS[sides.nodes[node]["type"]],
        "街道数": sides.degree(node),
        "介数": round(between[node], 3),
    }
    for node in things
)
bridges.nlargest(8, "介数").kg.table()

# %% [markdown]
# ## 名字之外 · Beyond names
#
# 名字要一字不差才算共有，所以会少算；“道路”“垃圾转运站”这样的泛称，同名未必同一件事，又会多算；指标用的是归并后的名字
# （“土地收储”“信访办结率”），原文未必这么写。换一个办法：不问图谱，直接在五份原文里数几个词。

# %%
from pathlib import Path

NAMES = {source["name"]: source["head"]["path"][-1] for source in graph.info["sources"]}
texts = {
    street: Path("../seeds", name).read_text(encoding="utf-8")
    for name, street in NAMES.items()
}
WORDS = ["安全生产", "网格", "全国文明城市", "民生微实事", "火灾高风险区域整治"]
counts = pd.DataFrame(
    {street: [text.count(word) for word in WORDS] for street, text in texts.items()},
    index=WORDS,
)
counts.assign(份数=(counts > 0).sum(axis=1))

# %% [markdown]
# “安全生产”“网格”五份都有，“全国文明城市”“民生微实事”四份都有：照名字数，不是漏了，就是少了。
#
# 比词再长一些呢？两份报告之间，一字不差的长句子有哪些（不算空白和引号，十二个字以上）：

# %%
import re
from itertools import combinations

LEAST = 12


def phrases(one, other):
    """两份文字里都有的长串，尽量长。"""
    start = 0
    while start + LEAST <= len(one):
        end = start + LEAST
        if one[start:end] not in other:
            start += 1
            continue
        while end < len(one) and one[start : end + 1] in other:
            end += 1
        yield one[start:end].strip(",。;:")
        start = end


bare = {street: re.sub('[\\s"“”]', "", text) for street, text in texts.items()}
alike = pd.DataFrame(
    [
        {"街道": f"{one} {other}", "都写着": phrase}
        for one, other in combinations(bare, 2)
        for phrase in dict.fromkeys(phrases(bare[one], bare[other]))
    ]
)
alike.kg.table()

# %% [markdown]
# 大多是套语、题头和网页上的字，说工作的只有几句。最长的一句在布吉和新安之间，两个街道不同区（龙岗、宝安），写在同一个
# 半年的报告里：

# %%
process = graph.evidence("全链条企业服务流程")
process

# %% [markdown]
# ## 企业在哪里 · Where are the enterprises
#
# 图谱里的单位，除了街道自己，企业只有一家：报告写明“牵头”的华润三九。别的企业名字藏在项目名里，图谱没有把它们连起来。
# 拿“华润”到原文里找：

# %%
runners = graph.query("who-runs-what")
runners.kg.table()

# %%
rows = [
    {"街道": street, "原话": words}
    for street, text in texts.items()
    for words in re.findall("[^,。;、]*华润[^,。;、]*", text)
]
group = pd.DataFrame(rows)
group.kg.table()

# %% [markdown]
# ## 结论 · Finding
#
# **一、照名字数，五个街道共有的很少：一千三百来个名称里，两个以上街道都有的不到百分之三。** 这是一字不差才算的；换成短词到
# 原文里数，“安全生产”“网格”五份都写。
#
# **二、四个街道都有的名字只有一个，火灾高风险区域整治；读原句，是四种进度。** 坪山是“市挂牌督办”，“顺利摘牌并获评市级优秀”；
# 新安“获评市‘优秀’”；布吉在“强力推进”；观湖两年后还在做，一个社区“高标准完成”了，又写进下一年的计划。
#
# **三、最长的共有的话，不是名字，是句子：** 布吉和新安各写了一遍“打造企业诉求收集、分拨、解决、评价等全链条企业服务流程”，一字不差。
#
# **四、企业的线图谱里看不见，原文里有：** 带“华润”二字的名字在三个街道的报告里，观湖是三九，新安是雪花啤酒，未具名街道是
# 云上润府；彼此什么关系，报告没有说。

# %%
fires = graph.evidence("火灾高风险区域整治")
fires

# %%
most = shared[shared["街道数"] == shared["街道数"].max()]
said = "打造企业诉求收集、分拨、解决、评价等全链条企业服务流程"

assert all(len(members & {*streets}) == 1 for members in communities)
assert len(things) > 1250 and share < 0.03
assert most["名称"].tolist() == ["火灾高风险区域整治"] and most["街道数"].item() == 4
assert (counts.loc[["安全生产", "网格"]] > 0).all(axis=None)
assert ((counts > 0).sum(axis=1) >= 4).all()
assert fires.says("市挂牌督办的火灾高风险区域整治工作顺利摘牌并获评市级优秀")
assert fires.says("火灾高风险区域整治获评市“优秀”")
assert fires.says("四是强力推进火灾高风险区域整治")
assert fires.says("高质量完成火灾高风险区域整治")
assert "高标准完成樟溪社区火灾高风险区域整治" in texts["观湖街道"]
assert alike.loc[alike["都写着"].str.len().idxmax(), "都写着"] == said
assert {street for street, text in bare.items() if said in text} == {
    "布吉街道",
    "新安街道",
}
assert {passage.street for passage in process} == {"布吉街道", "新安街道"}
assert set(group["街道"]) == {"观湖街道", "新安街道", "未具名街道"}
assert [
    data["label"]
    for _, data in network.nodes(data=True)
    if data["type"] == "Organisation"
    and not data["label"].endswith(("办事处", "党工委"))
] == ["华润三九"]
assert runners["who"].unique().tolist() == ["华润三九"]
print(
    f"共有的名称 {len(shared)} / {len(things)}；四个街道都有的：{most['名称'].item()}"
)
