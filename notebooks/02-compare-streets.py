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
# # 一个指标，几个街道 · Comparing streets on an indicator
#
# 报告里的数字不能直接比：一份写半年，一份写全年，一份只写到五月；单位有亿元也有万元。图谱给每个数字配好了单位和时期，
# 于是可以问：**社会消费品零售总额，哪个街道更高？**

# %%
import kg

graph = kg.open("../build")
retail = graph.query("levels", indicator="社会消费品零售总额", numbers="float")
retail.kg.table()

# %%
graph.chart(retail, x="value", y="street")

# %% [markdown]
# 照这张图，新安第一，观湖紧随其后。但是三根柱子的时间不一样长。

# %%
retail["months"] = (
    (retail["end"].dt.year - retail["start"].dt.year) * 12 + retail["end"].dt.month - retail["start"].dt.month + 1
)
retail["monthly"] = (retail["value"] / retail["months"]).round(-4)
retail.attrs["labels"] |= {"months": "月数", "monthly": "每月（元）"}
retail.attrs["title"] = "社会消费品零售总额，平均每月"
retail[["street", "start", "end", "months", "value", "monthly"]].kg.table()

# %%
graph.chart(retail, x="monthly", y="street")

# %% [markdown]
# 除以月数，观湖从第二掉到第三；新安一个月顶观湖两个月。（观湖是 2022 年，另两个是 2020 年上半年，正值疫情。）

# %% [markdown]
# ## 有多快，和到了哪里 · Speed and progress
#
# 固定资产投资有两个街道报了增速。布吉的 67.1% 是“全区排名第一”。

# %%
investment = graph.query("growth", numbers="float").query("metric.str.contains('固定资产投资')")
investment.kg.table()

# %%
investment.kg.evidence()

# %% [markdown]
# 同一句话里还有完成率：38.3%。五个月过去，一年已过 41.7%。

# %%
rate = graph.query("levels", indicator="固定资产完成率", numbers="float")
elapsed = rate["end"].dt.month.item() / 12 * 100
print(f"完成率 {rate['value'].item()}%，时间过了 {elapsed:.1f}%。")

# %% [markdown]
# ## 同样大的任务，不同的进度 · The same task, half a year on
#
# 消化违建存量，两个街道 2020 年领的任务几乎一样大。半年过去：

# %%
backlog = graph.sparql(
    """#+ evidence: fact
    SELECT ?street ?mood ?value WHERE {
      ?fact kg:indicator/skos:prefLabel "消化违建存量"@zh ; kg:forArea/rdfs:label ?street ; kg:canonicalValue ?value .
      BIND(IF(EXISTS { ?fact a kg:Commitment }, "全年任务", "半年完成") AS ?mood)
    } ORDER BY STR(?street) ?value""",
    numbers="float",
)
backlog.attrs |= {"labels": {"street": "街道", "mood": "", "value": "平方米"}, "title": "消化违建存量"}
graph.chart(backlog, x="value", y="street", color="mood")

# %%
backlog.kg.evidence()

# %% [markdown]
# ## 结论 · Finding
#
# 1. **零售额：新安半年的 93.57 亿元多过观湖全年的 88.46 亿元。** 不看时期，就会把半年和全年摆在一起，以为两者相当。
# 2. **投资：增速全区第一，完成率却落后于时间进度。** 布吉 67.1% 的增速是真的，38.3% < 41.7% 也是真的，出自同一句话。
# 3. **违建：任务都是三十五万平方米，半年后布吉完成了九成，新安过半。**

# %%
value = retail.set_index("street")["value"]
monthly = retail.set_index("street")["monthly"]
done = backlog.pivot(index="street", columns="mood", values="value")
share = done["半年完成"] / done["全年任务"]

assert value["新安街道"] == 93.57e8 and value["观湖街道"] == 88.46e8
assert list(monthly.sort_values(ascending=False).index) == ["新安街道", "布吉街道", "观湖街道"]
assert 2 < monthly["新安街道"] / monthly["观湖街道"] < 2.2
assert investment.set_index("street")["growth"]["布吉街道"] == 67.1
assert rate["value"].item() == 38.3 < elapsed
assert rate.kg.evidence().says("完成率38.3%,同比增长67.1%,全区排名第一")
assert share.round(2).to_dict() == {"布吉街道": 0.91, "新安街道": 0.54}
print("每月零售额（亿元）：", (monthly / 1e8).round(1).to_dict())
