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
# # 承诺与期限 · Promises and deadlines
#
# 报告的后半篇是承诺：要做多少，到什么时候。这一篇先看五份真实的报告许了什么、定了哪天；再看说过的话后来怎样。

# %%
import kg

graph = kg.open("../build")

# %% [markdown]
# ## 许了什么，到哪天 · What is promised, and until when
#
# 带数字的目标，图谱给每个都配了期限：有的写在句子里（“8月底前”“全年”），有的只能按计划期推定。未具名街道的前几个：

# %%
targets = graph.query("targets", numbers="float")
COLUMNS = ["metric", "low", "unit", "deadline", "source", "strength"]
targets.loc[targets["street"] == "未具名街道", COLUMNS].kg.table(8)

# %%
sources = targets.groupby(["street", "source"]).size().reset_index(name="targets")
sources.attrs = {
    "labels": {"street": "街道", "source": "期限从哪来", "targets": "目标数"},
    "title": "量化目标的期限从哪来",
}
graph.chart(sources, x="targets", y="street", color="source")

# %% [markdown]
# “写明”是机器说的，对着原句查一遍：日子要写在数字**前面**，才管得着这个数字。写在后面的，说的是下一件事。

# %%
import re

import pandas as pd

# “批次”前的年份是批次的名字，不是期限。
DATE = re.compile(r"\d+月底?前|年底前|年内|全年|20\d\d年(?!批次)")

dated = []
for passage in targets.kg.evidence():
    for start, end in passage.quotes:
        figure = slice(start - passage.start, end - passage.start)
        days = list(DATE.finditer(passage.text, 0, figure.start))
        if days:
            words = passage.text[days[-1].start() : figure.stop]
            row = {"街道": passage.street, "日子": days[-1].group()}
            dated.append(row | {"数字": passage.text[figure], "原话": words})
pd.set_option("display.max_colwidth", None)
dated = pd.DataFrame(dated)
dated.kg.table()

# %%
written = targets[targets["source"] == "写明"]
print(f"机器算作写明的 {len(written)} 个，照原句数的 {len(dated)} 个。")

# %% [markdown]
# 观湖的新增学位要读仔细：“如期竣工，新增小初学位1480个、高中学位600个，力争……规划学校年内开工”。管着学位的是“如期”，
# 没说哪天；“年内”说的是下一所学校开工。不算写明。

# %%
degrees = targets[
    targets["metric"].str.contains("学位") & (targets["street"] == "观湖街道")
]
degrees.kg.evidence()

# %% [markdown]
# 期限之外还有力度：“确保”的目标只有三个，两个是同一件事：不添新违建。

# %%
ensured = targets[targets["strength"] == "确保"]
ensured.kg.evidence()

# %% [markdown]
# ## 按日期看 · In order of dates

# %%
graph.chart("deadlines")

# %% [markdown]
# ## 后来怎样 · What became of them
#
# 承诺要等下一份报告来交账；五个街道各只有一份。机器对上的只有一条，因为任务和结果写在同一句话里：

# %%
followed = graph.query("follow-ups", numbers="float")
followed[["verdict", "street", "metric", "promised", "achieved"]].kg.table()

# %%
followed.kg.evidence()

# %% [markdown]
# 有了前后两份，就能逐条对账。`tests/gold/pairs` 里的前后两份报告是**为测试而写的，地名都是虚构的**；用它们看看账怎么对。

# %%
import tempfile

output = f"{tempfile.mkdtemp()}/build"
# made = !kg build ../tests/gold/pairs -o {output} --no-validate
pairs = kg.open(output)
board = pairs.query("scoreboard")
board.kg.table(8)

# %% [markdown]
# “未报告”只在读到了后一份报告、而其中只字未提时才说；换了口径、范围或时段的数字算“不可比”，不算兑现。

# %%
VERDICTS = {
    "met": "兑现",
    "partly": "部分兑现",
    "missed": "未兑现",
    "notReported": "未报告",
    "notComparable": "不可比",
}
long = board.rename(columns=VERDICTS).melt(
    "street", list(VERDICTS.values()), "verdict", "promises"
)
long = long[long["promises"] > 0]
long.attrs = {
    "labels": {"street": "", "verdict": "判定", "promises": "承诺数"},
    "title": "承诺的记分牌（虚构的地方）",
}
pairs.chart(long, x="promises", y="street", color="verdict", most=20)

# %% [markdown]
# 判定是机器做的，要紧的得读原文：承诺在前，结果在后。读下来不服的，以原文为准。

# %%
street = board.sort_values("missed", ascending=False)["street"].iloc[0]
missed = pairs.query("follow-ups", street=street, verdict="missed")
missed.kg.evidence()

# %% [markdown]
# 没有按期达到、又有了新期限的项目，推迟了多少天：

# %%
slipped = pairs.query("slippage")
late = (
    slipped.assign(days=(slipped["again"] - slipped["due"]).dt.days)
    .query("days > 0")
    .sort_values("days", ascending=False)
)
late.attrs["labels"] |= {"days": "推迟天数"}
late[["street", "project", "due", "again", "days"]].kg.table()

# %% [markdown]
# ## 结论 · Finding
#
# **带数字的目标，机器读出一百四十来个（个别读错），原文写明日子的九个，不到一成。** 其余的，几个只说“按时”“按期”“如期”，没说
# 哪天；多数什么也没说，只能按计划期推定到年底。（“35.4万平方米的年度消违任务”算不算写明，可以争，这里没有算。）说“确保”的三个，
# 两个是同一件事。
#
# 承诺和结果写在一句话里的，是布吉的违建存量：任务 35.42 万平方米，半年做了 32.28 万，报告说 91%，算得对。

# %%
total = board[list(VERDICTS)].sum()

assert 130 < len(targets) < 150 and len(dated) / len(targets) < 0.1
assert dated["数字"].tolist() == [
    *("零增量", "11条", "5个", "1个"),
    *("20场", "10宗", "20家", "40亿元"),
    "50家",
]
words = "".join(dated["原话"])
assert "全年“零增量" in words and "2023年新增专精特新" in words
assert "8月底前完成新安一路、上川一路等11条道路绿化梳理提升" in words
assert "全年开展招商活动20场以上,招引重点项目10宗以上" in words
assert degrees.kg.evidence().says("扩建工程如期竣工,新增小初学位1480个、高中学位600个")
assert len(ensured) == 3 and ensured.kg.evidence().says("确保违建“零增量”")
assert len(followed) == 1
assert followed.kg.evidence().says(
    "拆除消化存量违建32.28万平方米,完成区下达任务35.42万平方米的91%"
)
assert round(32.28 / 35.42 * 100) == 91
assert missed.kg.evidence() and (late["days"] > 0).all()
share = len(dated) / len(targets)
print(f"量化目标 {len(targets)} 个，原文写明日子的 {len(dated)} 个（{share:.0%}）。")
print(
    f"虚构的 {len(board)} 个地方：判定了的承诺 {total.sum()} 项，兑现 {total['met']}，"
    f"未兑现 {total['missed']}，未报告 {total['notReported']}。"
)
