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
# # 说过的话算不算数 · What became of the promises
#
# 街道的报告年年写：后半篇许诺，下一年的前半篇交账。把同一街道前后两份报告放进同一张图谱，承诺和结果就能逐条对上。
#
# 这里用两批材料：`tests/gold/pairs` 里的前后两份报告是**为测试而写的，地名都是虚构的**；`seeds/` 里的五份是真实的报告。
#
# 打开这个笔记：`jupytext --to ipynb notebooks/promises.py`，或者在 JupyterLab、VS Code 里直接打开这个文件。

# %%
import subprocess
import tempfile
from pathlib import Path

import pandas as pd

import kg
from kg.explore import Graph

ROOT = Path.cwd() if (Path.cwd() / "seeds").is_dir() else Path.cwd().parent
pd.set_option("display.max_colwidth", 60)


def build(folder: str) -> Graph:
    """用 kg build 把一个目录里的报告做成图谱。"""
    output = Path(tempfile.mkdtemp()) / "build"
    subprocess.run(["kg", "build", ROOT / folder, "-o", output], check=True, capture_output=True)
    return kg.open(output)


def show(frame: pd.DataFrame, rows: int = 12) -> pd.DataFrame:
    """换上中文表头，缺的留空。"""
    return frame.rename(columns=frame.attrs["labels"]).head(rows).astype(object).fillna("")


# %%
pairs = build("tests/gold/pairs")
seeds = build("seeds")

# %% [markdown]
# ## 记分牌 · Scoreboard
#
# 每个街道有下文的承诺：兑现、部分兑现、未兑现、未报告、不可比。“未报告”只在读到了后一份报告、而其中只字未提时才说；
# 换了口径、范围或时段的数字，算“不可比”，不算兑现。

# %%
board = pairs.query("scoreboard", numbers="float")
show(board, 30)

# %%
judged = board[["met", "partly", "missed"]].sum(axis=1)
board.assign(share=(board["met"] / judged).round(2)).sort_values("share")[
    ["street", "met", "partly", "missed", "share"]
]

# %% [markdown]
# ## 逐条对账 · Promise by promise
#
# 每一条都带着两句原文。不相信判定，就读原文。

# %%
street = board.sort_values("missed", ascending=False)["street"].iloc[0]
show(pairs.query("follow-ups", street=street).drop(columns=["confidence"]), 25)

# %% [markdown]
# ## 到期的承诺 · What came due
#
# 某两日之间到期的承诺，以及后来怎么说。没有下文的空着：后一份报告还没有读到。

# %%
show(pairs.query("came-due", **{"from": "2023-06-01", "to": "2023-09-30"}), 20)

# %% [markdown]
# ## 推迟的项目 · Slippage
#
# 没有按期达到的项目；后一份报告又给了新期限的，算一算推迟了多少天。

# %%
slipped = pairs.query("slippage")
late = slipped.assign(days=(slipped["again"] - slipped["due"]).dt.days)
late = late[late["days"] > 0].sort_values("days", ascending=False)
late.attrs = slipped.attrs
show(late[["street", "project", "due", "again", "days", "outcome"]])

# %% [markdown]
# ## 同一指标，不同街道、不同时期 · One indicator over streets and years

# %%
history = seeds.query("indicator-history", numbers="float")
show(history, 20)

# %% [markdown]
# ## 谁怎么说一个社区 · Who said what about a community

# %%
communities = seeds.query("said-of-community")
show(communities.drop_duplicates("quote") if "quote" in communities else communities, 15)

# %% [markdown]
# ## 结论 · What can be said

# %%
total = board[["met", "partly", "missed", "notReported", "notComparable"]].sum()
print(f"{len(board)} 个街道（虚构）共有 {int(total.sum())} 项有下文的承诺：")
print(f"兑现 {int(total.met)}，部分兑现 {int(total.partly)}，未兑现 {int(total.missed)}，")
print(f"后一份报告只字未提 {int(total.notReported)}，换了口径而不可比 {int(total.notComparable)}。")
print(f"有新期限的推迟项目 {len(late)} 个，平均推迟 {late['days'].mean():.0f} 天。")
