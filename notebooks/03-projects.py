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
# # 项目走到哪一步 · Projects and their progress
#
# 报告爱写项目。这一篇问三件事：各走到哪一步，说有多少、点了几个名，以及哪些项目既是成绩又是任务。

# %%
import kg

graph = kg.open("../build")
projects = graph.query("project-status")
print(f"项目在报告里被说到 {len(projects)} 次")

# %% [markdown]
# ## 走到哪一步 · How far
#
# 完成、投入使用的是成绩，计划的是承诺。未具名街道的那份只是任务清单，所以全是计划。

# %%
ORDER = ["完成", "投入使用", "进行中", "开工", "筹备", "计划", "未注明"]
status = projects.groupby(["street", "status"]).size().reset_index(name="times")
status["rank"] = status["status"].map(ORDER.index)
status = status.sort_values("rank", kind="stable")
status.attrs = {"labels": {"street": "街道", "status": "状态", "times": "次数"}, "title": "各街道的项目走到哪一步"}
graph.chart(status, x="times", y="street", color="status")

# %% [markdown]
# ## 说有多少，点了几个名 · Counted and named
#
# “64个社会投资项目”，点名的有几个？点了名却没点完的清单，称有多少，点了几个：

# %%
lists = graph.query("short-lists")
# “临时党支部”不是项目，是抽取的错（见 06）。
lists = lists[lists["group"] != "临时党支部"]
lists.kg.table(10)

# %%
graph.chart(lists, x="missing", y="group", color="street", most=12)

# %% [markdown]
# 差得最多的是新安街道的社会投资项目。原句是这样写的：

# %%
graph.query("figures-of-projects", street="新安街道", name="社会投资项目").kg.evidence()

# %% [markdown]
# 点名的四个，还有一点值得看：其中三个在同一份报告的前半篇已经作为成绩写过。

# %%
graph.show("社会投资项目", hops=1, height=380)

# %% [markdown]
# ## 既是成绩，又是任务 · Done, and promised again
#
# 同一个项目，回顾里写一次，计划里再写一次，并不奇怪：前半年封顶，后半年建成。要看的是两次之间走了多远。

# %%
again = graph.query("promised-again")
again[["street", "thing", "done", "promised"]].drop_duplicates().kg.table()

# %%
landed = again[again["thing"].isin(["vivo深圳总部", "湾区产业投资大厦", "华润雪花啤酒总部基地"])]
landed.kg.evidence()

# %% [markdown]
# ## 结论 · Finding
#
# **点了名却没点完的清单有十九份，共称 193 个，点名 33 个，六个里点一个。** 最大的一份，新安街道的“64个社会投资项目”，
# 点名四个；其中三个，就是同一份报告前半篇里“落户新安,总投资超200亿元”的三个。落户是成绩，加快建设是任务，
# 中间还没有一个写着开工。

# %%
stated, named = int(lists["stated"].sum()), int(lists["named"].sum())
largest = lists.loc[lists["missing"].idxmax()]
states = projects[projects["project"].isin(landed["thing"])]

assert len(lists) == 19
assert (stated, named) == (193, 33)
assert round(stated / named) == 6
assert (largest["street"], largest["stated"], largest["named"]) == ("新安街道", 64, 4)
assert landed["thing"].nunique() == 3
assert landed.kg.evidence().says("等重大产业项目落户新安,总投资超200亿元")
assert landed.kg.evidence().says("亚太卫星等64个社会投资项目建设进度,提高新投资项目开工率")
assert set(states["status"]) == {"筹备", "计划"}
print(f"{len(lists)} 份清单，称有 {stated}，点名 {named}（{named / stated:.0%}）")
