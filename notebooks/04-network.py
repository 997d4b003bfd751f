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
# 把图谱当网络看：街道、项目、举措、指标、单位是点，“推进”“牵头”“包含”是边，每条边都有一句原话。
# 问题是：**这些街道做的事，有多少是共同的？共同的是什么？**

# %%
import networkx as nx
import pandas as pd

import kg

graph = kg.open("../build")
network = graph.to_networkx()
pd.Series([kind for _, kind in network.nodes(data="type")]).value_counts().to_frame("个数")

# %% [markdown]
# ## 群落 · Communities
#
# 不告诉算法哪个点属于哪个街道，只给它边。Louvain 法把网络切成内部紧、彼此松的群落：

# %%
plain = nx.Graph(network.subgraph(node for node, kind in network.nodes(data="type") if kind != "Report"))
reporting = {report["head"]["path"][-1] for report in graph.info["sources"]}
communities = sorted(nx.community.louvain_communities(plain, seed=1), key=len, reverse=True)
rows = [
    {
        "群落": number,
        "点数": len(members),
        "街道": "、".join(
            sorted(plain.nodes[node]["label"] for node in members if plain.nodes[node]["label"] in reporting)
        ),
    }
    for number, members in enumerate(communities[:5], 1)
]
pd.DataFrame(rows).set_index("群落")

# %% [markdown]
# 五个街道，五个群落，一个不差：各说各的事。

# %% [markdown]
# ## 共有的事 · What they share
#
# 同名的举措、项目、指标，被几个街道提到？图谱把各街道的同名举措分开保存（同名未必同一件事），这里按名字合起来看。

# %%
sides = nx.compose_all([graph.shared(kind) for kind in ("Initiative", "Project", "Indicator")])
things = [node for node, side in sides.nodes(data="bipartite") if side == 1]
KINDS = {"Initiative": "举措", "Project": "项目", "Indicator": "指标"}
shared = pd.DataFrame(
    [
        {"名称": sides.nodes[node]["label"], "类": KINDS[sides.nodes[node]["type"]], "街道数": sides.degree(node)}
        for node in things
        if sides.degree(node) > 1
    ]
).sort_values(["街道数", "类", "名称"], ascending=[False, True, True], ignore_index=True)
print(f"{len(things)} 个名称，{len(shared)} 个有两个以上街道提到（{len(shared) / len(things):.1%}）")
shared.kg.table(12)

# %% [markdown]
# 以新安街道为中心，看共有的把它连到谁：

# %%
graph.show(
    "新安街道",
    network=sides.subgraph([node for node in sides if sides.nodes[node]["bipartite"] == 0 or sides.degree(node) > 1]),
    height=700,
)

# %%
areas = [node for node, side in sides.nodes(data="bipartite") if side == 0]
pairs = pd.DataFrame(
    [
        {
            "one": sides.nodes[one]["label"],
            "other": sides.nodes[other]["label"],
            "both": len(set(sides[one]) & set(sides[other])),
        }
        for one in areas
        for other in areas
        if one != other
    ]
)
pairs.attrs = {"labels": {"one": "", "other": "", "both": "共有"}, "title": "每两个街道共有的名称"}
graph.chart(pairs, mark="rect", x="one", y="other", color="both")

# %% [markdown]
# ## 谁是桥 · Bridges
#
# 介数中心性高的点，是别的点之间的必经之路。去掉街道自己，前几名是这些：

# %%
between = nx.betweenness_centrality(plain)
bridges = pd.DataFrame(
    [
        {"名称": plain.nodes[node]["label"], "类": KINDS.get(plain.nodes[node]["type"]), "介数": round(value, 3)}
        for node, value in between.items()
    ]
)
bridges.dropna().nlargest(8, "介数").kg.table()

# %% [markdown]
# 连起街道的是**统计口径**（社会消费品零售总额、信访办结率）和**上面布置的事**，不是街道自己的招牌。

# %% [markdown]
# ## 企业在哪里 · Where are the enterprises
#
# 报告点名的牵头单位里，企业只有一家。

# %%
runners = graph.query("who-runs-what")
runners.kg.table()

# %%
runners.kg.evidence()

# %% [markdown]
# ## 结论 · Finding
#
# **一千三百个名称里，两个以上街道共有的不到百分之三；四个街道都提到的只有一件：火灾高风险区域整治。**
# 原文说明了为什么：它是市里挂牌督办的，街道报的是摘牌和获评。把街道连在一起的，是上级的任务和统计。

# %%
fires = graph.evidence("火灾高风险区域整治")
fires

# %%
most = shared[shared["街道数"] == shared["街道数"].max()]

assert sorted(row["街道"] for row in rows) == sorted(reporting)
assert len(things) > 1250 and len(shared) / len(things) < 0.03
assert most["名称"].tolist() == ["火灾高风险区域整治"] and most["街道数"].item() == 4
assert len({passage.file for passage in fires}) == 4
assert fires.says("市挂牌督办的火灾高风险区域整治工作顺利摘牌并获评市级优秀")
assert fires.says("火灾高风险区域整治获评市“优秀”")
assert runners["who"].unique().tolist() == ["华润三九"]
print(f"共有 {len(shared)} / {len(things)}；四个街道都有的：{most['名称'].item()}")
