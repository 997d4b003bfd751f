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
# 照这张图，新安第一，观湖紧随其后。但是三根柱子的时间不一样长：一根是五个月，一根是半年，一根是全年。

# %%
start, end = retail["start"].dt, retail["end"].dt
retail["months"] = (end.year - start.year) * 12 + end.month - start.month + 1
retail["monthly"] = (retail["value"] / retail["months"]).round(-4)
retail.attrs["labels"] |= {"months": "月数", "monthly": "每月（元）"}
retail.attrs["title"] = "社会消费品零售总额，平均每月"
retail[["street", "start", "end", "months", "value", "monthly"]].kg.table()

# %%
graph.chart(retail, x="monthly", y="street")

# %% [markdown]
# 除以月数，观湖从第二掉到第三；新安一个月顶观湖两个月。（年份也不同：观湖是 2022 年，另两个是 2020 年上半年；
# 月数能除掉，年份除不掉。）

# %% [markdown]
# ## 有多快，和到了哪里 · Speed and progress
#
# 固定资产投资有两个街道报了增速。

# %%
investment = graph.query("growth", numbers="float")
investment = investment[investment["metric"].str.contains("固定资产投资")]
investment.kg.table()

# %%
investment.kg.evidence()

# %% [markdown]
# 布吉的 67.1% 后面紧跟着“全区排名第一”，同一句话里还有完成率：38.3%。五个月过去，一年已过 41.7%。

# %%
rate = graph.query("levels", indicator="固定资产完成率", numbers="float")
elapsed = rate["end"].dt.month.item() / 12 * 100
print(f"完成率 {rate['value'].item()}%，时间过了 {elapsed:.1f}%。")

# %% [markdown]
# ## 同样大的任务，不同的进度 · The same task, half a year on
#
# 消化违建存量，两个街道都写了任务，也都写了上半年做了多少。没有现成的问题，就写一段 SPARQL：`%%sparql` 是
# `%load_ext kg` 带来的，前缀自动补全，`-o` 说答案放进哪个变量，`#+ evidence` 说哪一列带着出处。

# %%
# %load_ext kg

# %% language="sparql" magic_args="-o backlog --numbers float --build ../build"
# #+ evidence: fact
# SELECT ?street ?mood ?value WHERE {
#   ?fact kg:indicator/skos:prefLabel "消化违建存量"@zh ;
#         kg:forArea/rdfs:label ?street ;
#         kg:canonicalValue ?value .
#   BIND(IF(EXISTS { ?fact a kg:Commitment }, "任务", "上半年完成") AS ?mood)
# } ORDER BY STR(?street) ?value

# %%
backlog.attrs |= {
    "labels": {"street": "街道", "mood": "", "value": "平方米"},
    "title": "消化违建存量",
}
graph.chart(backlog, x="value", y="street", color="mood")

# %%
backlog.kg.evidence()

# %% [markdown]
# ## 结论 · Finding
#
# **一、零售额：新安半年的 93.57 亿元多过观湖全年的 88.46 亿元。** 不看时期，就会把半年和全年摆在一起，以为两者相当。
#
# **二、投资：布吉同一句话里，增速 67.1%，“全区排名第一”；完成率 38.3%，低于已过去的时间 41.7%。** 句子没说完成率对的是
# 哪个任务，照全年任务算，就是增速领先而进度落后。值得追问。
#
# **三、违建：任务都是三十五万平方米上下，上半年布吉完成了九成，新安过半。** 两个街道自己也这么说：91% 和 54.01%。

# %%
value = retail.set_index("street")["value"]
monthly = retail.set_index("street")["monthly"]
done = backlog.pivot(index="street", columns="mood", values="value")
share = done["上半年完成"] / done["任务"]

assert value["新安街道"] == 93.57e8 and value["观湖街道"] == 88.46e8
assert monthly.sort_values().index.tolist() == ["观湖街道", "布吉街道", "新安街道"]
assert 2 < monthly["新安街道"] / monthly["观湖街道"] < 2.2
assert retail.kg.evidence().says("社会消费品零售总额93.57亿元,总量全区第二")
assert retail.kg.evidence().says(
    "全社会固定资产投资86.48亿元,社会消费品零售总额88.46亿元"
)
assert investment.set_index("street")["growth"]["布吉街道"] == 67.1
assert rate["value"].item() == 38.3 < elapsed
assert rate.kg.evidence().says("完成率38.3%,同比增长67.1%,全区排名第一")
assert share.round(2).to_dict() == {"布吉街道": 0.91, "新安街道": 0.54}
assert backlog.kg.evidence().says("完成区下达任务35.42万平方米的91%")
assert backlog.kg.evidence().says("消化违建存量19.125万平方米,完成年度任务54.01%")
assert backlog.kg.evidence().says("完成35.4万平方米的年度消违任务")
print("每月零售额（亿元）：", (monthly / 1e8).round(1).to_dict())
