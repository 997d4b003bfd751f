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
import subprocess
import sys
import tempfile
from pathlib import Path

import kg

graph = kg.open("../build")

# %% [markdown]
# ## 许了什么，到哪天 · What is promised, and until when
#
# 带数字的目标，每个都有期限：有的写在句子里（“8月底前”“年内”），有的只能按计划期推定。

# %%
targets = graph.query("targets", numbers="float")
targets[["street", "metric", "bound", "low", "high", "unit", "deadline", "source", "strength"]].kg.table(8)

# %%
sources = targets.groupby(["street", "source"]).size().reset_index(name="targets")
sources.attrs = {
    "labels": {"street": "街道", "source": "期限从哪来", "targets": "目标数"},
    "title": "量化目标的期限从哪来",
}
graph.chart(sources, x="targets", y="street", color="source")

# %% [markdown]
# 写明的就这些。每一条都在原文里：

# %%
written = targets[targets["source"] == "写明"]
written.kg.evidence()

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
# 承诺要等下一份报告来交账；五个街道各只有一份，能对上的只有一条，因为任务和结果写在同一句话里。

# %%
followed = graph.query("follow-ups", numbers="float")
followed.kg.table()

# %%
followed.kg.evidence()

# %% [markdown]
# 有了前后两份，就能逐条对账。`tests/gold/pairs` 里的前后两份报告是**为测试而写的，地名都是虚构的**；用它们看看账怎么对。

# %%
output = Path(tempfile.mkdtemp()) / "build"
command = [Path(sys.executable).with_name("kg"), "build", "../tests/gold/pairs", "-o", output, "--no-validate"]
subprocess.run(command, check=True, capture_output=True)
pairs = kg.open(output)
board = pairs.query("scoreboard")
board.kg.table(8)

# %% [markdown]
# “未报告”只在读到了后一份报告、而其中只字未提时才说；换了口径、范围或时段的数字算“不可比”，不算兑现。

# %%
VERDICTS = {"met": "兑现", "partly": "部分兑现", "missed": "未兑现", "notReported": "未报告", "notComparable": "不可比"}
long = board.rename(columns=VERDICTS).melt("street", list(VERDICTS.values()), "verdict", "promises")
long = long[long["promises"] > 0]
long.attrs = {
    "labels": {"street": "街道", "verdict": "判定", "promises": "承诺数"},
    "title": "承诺的记分牌（虚构的街道）",
}
pairs.chart(long, x="promises", y="street", color="verdict", most=20)

# %% [markdown]
# 不相信判定，就读原文：承诺在前，结果在后。

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
# **一百四十二个量化目标，写明期限的十一个，十个里不到一个。** 其余的只能按计划期推定到年底（四个说“按期”，没说哪天）。
# 说“确保”的三个。能在同一份报告里对上账的只有布吉的违建存量：任务 35.42 万平方米，半年做了 32.28 万，91%，算得对。

# %%
total = board[list(VERDICTS)].sum()
done = followed.iloc[0]

assert len(targets) == 142
assert targets["source"].value_counts().to_dict() == {"继承计划期": 127, "写明": 11, "按期": 4}
assert len(ensured) == 3 and ensured.kg.evidence().says("确保违建“零增量”")
assert written.kg.evidence().says("8月底前完成新安一路、上川一路等11条道路绿化梳理提升")
assert len(followed) == 1 and (done["promised"], done["achieved"]) == ("35.42万平方米", "32.28万平方米")
assert round(32.28 / 35.42 * 100) == 91 and followed.kg.evidence().says("完成区下达任务35.42万平方米的91%")
assert missed.kg.evidence() and (late["days"] > 0).all()
print(f"量化目标 {len(targets)} 个，写明期限 {len(written)} 个（{len(written) / len(targets):.0%}）。")
print(
    f"虚构的 {len(board)} 个街道：有下文的承诺 {int(total.sum())} 项，兑现 {int(total['met'])}，未兑现 {int(total['missed'])}，未报告 {int(total['notReported'])}。"
)
