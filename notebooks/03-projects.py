# ---
# jupyter:
#   jupytext:
#     custom_cell_magics: sparql
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 项目走到哪一步 · Projects and their progress
#
# 报告爱写项目。这一篇问三件事：各走到哪一步；说有多少个、点了几个名；同一个项目，回顾里和计划里是不是一个说法。
# 机器先找，人再读原句：站不住的，写明为什么。

# %%
import pandas as pd

import kg

pd.set_option("display.max_colwidth", None)
graph = kg.open("../build")
projects = graph.query("project-status")
print(f"机器读出的项目，在报告里被说到 {len(projects)} 次")

# %% [markdown]
# ## 走到哪一步 · How far
#
# 完成、投入使用的是成绩，计划的是承诺。未具名街道的那份只是任务清单，所以全是计划。

# %%
ORDER = ["完成", "投入使用", "进行中", "开工", "筹备", "计划", "未注明"]
status = projects.groupby(["street", "status"]).size().reset_index(name="times")
status["rank"] = status["status"].map(ORDER.index)
status = status.sort_values("rank", kind="stable")
status.attrs = {
    "labels": {"street": "街道", "status": "状态", "times": "次数"},
    "title": "各街道的项目走到哪一步",
}
graph.chart(status, x="times", y="street", color="status")

# %% [markdown]
# ## 说有多少，点了几个名 · Counted and named
#
# “甲、乙等 64 个项目”：称有 64 个，点名两个。机器找出的、点了名却没点完的清单：

# %%
lists = graph.query("short-lists")
lists.kg.table()

# %% [markdown]
# 能不能信？把每份清单的原话找出来。一份清单的句子，用 SPARQL 问最直接：

# %%
# %load_ext kg

# %% language="sparql" magic_args="-o sentences --build ../build"
# #+ evidence: fact
# SELECT DISTINCT ?street ?group ?stated ?sentence ?fact WHERE {
#   ?list a kg:ProjectGroup ; rdfs:label ?group ; kg:statedCount ?stated .
#   ?fact kg:about ?list ; kg:forArea/rdfs:label ?street ;
#         kg:sentence/nif:anchorOf ?sentence .
# }

# %% [markdown]
# 再照原话数一遍。汉语里“甲、乙等 64 个”的“等”，前面用顿号隔开的才是点了名的；数字前没有“等”字，就一个名也没点。

# %%
import re

read = lists.merge(sentences, on=["street", "group", "stated"])
read = read.drop_duplicates(["street", "group", "stated", "sentence"])


def clause(row):
    """原句里写着这个数目的那一小句。"""
    number = re.compile(rf"(?<!\d){row.stated}[个条家]")
    return next(
        part for part in re.split("[,;。]", row.sentence) if number.search(part)
    )


read["words"] = read.apply(clause, axis=1)
before = read.apply(lambda row: row.words.rpartition(f"等{row.stated}")[0], axis=1)
read["names"] = before.map(lambda words: words.count("、") + 1 if words else 0)


def verdict(row):
    if row.group == "临时党支部":  # 只有这一条要人来判断。
        return "不是项目"
    if row.names == 0:
        return "一个名也没点"
    return "全点了名" if row.names == row.stated else "只点了几个"


read["verdict"] = read.apply(verdict, axis=1)
read.attrs["labels"] = lists.attrs["labels"] | {
    "words": "原话",
    "named": "机器数",
    "names": "照原话数",
    "verdict": "读后",
}
COLUMNS = ["street", "stated", "named", "names", "verdict", "words"]
wrong = read[read["verdict"] != "只点了几个"]
wrong[COLUMNS].kg.table()

# %% [markdown]
# 站不住的无非三种：不是项目（临时党支部是党支部，点到的是它们设在哪里）；一个名也没点；名字其实全点了。
#
# 余下的，原话确是“只点了几个名”：

# %%
short = read[read["verdict"] == "只点了几个"]
short[COLUMNS].kg.table()

# %% [markdown]
# 新安的“7 个城市更新项目”，上半年一句，下半年一句，各点两个名。“27区凸版印刷”和“27区凸版印刷工业区”看来是一处，机器当成了两个；
# 两句合起来，点了三个。（“107国道和宝安大道新安段立面刷新”也可以算两个，这里按顿号算一个。）

# %%
held = short.groupby(["street", "group", "stated"], as_index=False)["names"].max()
held.loc[
    (held["street"] == "新安街道") & (held["group"] == "城市更新项目"), "names"
] = 3
held["missing"] = held["stated"] - held["names"]
held = held.sort_values("missing", ascending=False)
held.attrs = {"labels": lists.attrs["labels"], "title": "没有点名的，还有几个"}
graph.chart(held, x="missing", y="group", color="street", most=14)

# %% [markdown]
# ## 既是成绩，又是任务 · Done, and promised again
#
# 同一个项目，回顾里写一次，计划里再写一次，并不奇怪：前半年封顶，后半年建成。要看的是两次之间走了多远。
# 机器照名字找（垃圾转运站、城市更新项目是泛称，同名未必同一件事）：

# %%
again = graph.query("promised-again")
again[["street", "thing", "done", "promised"]].drop_duplicates().kg.table()

# %% [markdown]
# 挑一个读到底：新安街道的**华润雪花**。名字每次写得不全一样，就直接在原文里找这四个字。

# %%
from pathlib import Path

xinan = Path("../seeds/xinan-2020h1.txt").read_text(encoding="utf-8")
said = [words.strip() for words in re.split("(?<=[。;])", xinan) if "华润雪花" in words]
plan = xinan.index("二、下半年工作计划")
halves = ["回顾" if xinan.index(words) < plan else "计划" for words in said]
pd.DataFrame({"部分": halves, "原句": said}).kg.table()

# %% [markdown]
# ## 结论 · Finding
#
# **一、读过原句还站得住的清单十四份，共称 155 个，点名 27 个，约六个里点一个。** 最大的一份是新安街道的“64个社会投资项目”，
# 点名四个。没点名的 128 个，下一份报告来了，也没法逐个对账。
#
# **二、“华润雪花”在新安的同一份报告里出现四次，四种进度。** 上半年，总部基地“落户新安”，是成绩；下半年，要“推动……总部企业
# 落户”，要“加快……建设进度”，要让“72区华润雪花啤酒片区”这个城市更新单元“加快专规审批”。落户了没有，开工了没有，专项规划批了没有，
# 是不是同一块地？报告没有说，该问。

# %%
stated, named = int(held["stated"].sum()), int(held["names"].sum())
largest = held.iloc[0]
words = dict(zip(short["words"], short["names"], strict=True))

assert (len(held), stated, named) == (14, 155, 27)
assert (largest["group"], largest["stated"]) == ("社会投资项目", 64)
assert largest["names"] == 4
assert words["3区恒明珠金融大厦、27区凸版印刷等7个城市更新项目正加紧建设"] == 2
assert words["推动27区凸版印刷工业区、25区旧改等7个已开工城市更新项目加快建设"] == 2
assert words["富民市场等5家农贸市场全部启动升级改造"] == 1
assert words["推进翔鸽路、惠康路等6个道路项目建设"] == 2
assert halves == ["回顾", "计划", "计划", "计划"]
assert "华润雪花啤酒总部基地等重大产业项目落户新安" in said[0]
assert "加快vivo深圳总部" in said[1] and "64个社会投资项目建设进度" in said[1]
assert "推动华润雪花啤酒" in said[2] and "等总部企业落户" in said[2]
assert "推动72区华润雪花啤酒片区" in said[3] and "加快专规审批" in said[3]
print(
    f"机器列出 {len(lists)} 份，站得住 {len(held)} 份："
    f"称有 {stated}，点名 {named}（{named / stated:.0%}），没点名 {stated - named}"
)
