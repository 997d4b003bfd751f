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
# # 推到三元组库，再改一个数 · Push, correct, push again
#
# 图谱要给别人查，就推到一个三元组库里。这一篇推一次，查一次；然后假设坪山街道更正了一个数字，看第二次推送说了什么、
# 送了什么。用到的命令只有四条：`kg build` 建图谱，`kg push` 推，`kg query --endpoint` 查，`kg diff` 比。
# （行首的 `!` 是笔记里运行命令的写法。）

# %% [markdown]
# ## 一个空的库 · An empty store
#
# 先在本机起一个空库：`pip install 'streetkg[server]'` 带的 Oxigraph，只听本机，用完就关；有自己的库，往后只要换成它的地址。

# %%
import atexit
import socket
import subprocess
import sys
from pathlib import Path

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    HOST = f"127.0.0.1:{free.getsockname()[1]}"
server = subprocess.Popen(
    [Path(sys.executable).with_name("oxigraph"), "serve", "--bind", HOST],
    stdout=subprocess.DEVNULL,
    stderr=subprocess.DEVNULL,
)
atexit.register(server.kill)
STORE, QUERY = f"http://{HOST}/store", f"http://{HOST}/query"

# %% [markdown]
# 任何懂 SPARQL 的程序都能问它。这里用 pandas：

# %%
import time
from urllib.parse import quote

import pandas as pd

pd.set_option("display.max_colwidth", None)


def ask(query):
    """问库里所有的图，答案是一张表。"""
    address = f"{QUERY}?union-default-graph&query={quote(query)}"
    return pd.read_csv(address, storage_options={"Accept": "text/csv"})


for _ in range(200):
    try:
        empty = ask("SELECT (COUNT(*) AS ?三元组) { ?s ?p ?o }")
        break
    except OSError:  # 还没起来。
        time.sleep(0.1)
empty

# %% [markdown]
# ## 推上去 · Push
#
# 先建一个图谱（推送要求校验过），再推。

# %%
import shutil
import tempfile

WORK = tempfile.mkdtemp()
shutil.copytree("../seeds", f"{WORK}/seeds")
# built = !kg build {WORK}/seeds -o {WORK}/build
print(built[-1])

# %%
# first = !kg push {STORE} --query {QUERY} -b {WORK}/build
print(*first, sep="\n")

# %% [markdown]
# 自带的问题原样可用：`--endpoint` 说问的是库，不是文件夹。

# %%
ENDPOINT = f"{QUERY}?union-default-graph"
# before = !kg query levels -p indicator=调解成功率 --endpoint {ENDPOINT}
print(*before, sep="\n")

# %% [markdown]
# 再推一次：什么也没变，就什么也不送。

# %%
# second = !kg push {STORE} --query {QUERY} -b {WORK}/build
print(*second, sep="\n")

# %% [markdown]
# ## 改一个数 · One figure corrected
#
# 假设（这是虚构的）坪山街道更正：调解成功率不是 96%，是 95%。改原文，另建一个图谱，比一比变了什么。

# %%
report = Path(WORK, "seeds", "pingshan-2020.txt")
text = report.read_bytes().decode("utf-8")
assert text.count("调解成功率达96%") == 1
report.write_bytes(text.replace("调解成功率达96%", "调解成功率达95%").encode("utf-8"))
# built = !kg build {WORK}/seeds -o {WORK}/corrected
# change = !kg diff {WORK}/build {WORK}/corrected
print(*change, sep="\n")

# %% [markdown]
# 推送之前先看 `--dry-run`：哪几张图会动，各添多少、删多少，一个字也没有写进库里。

# %%
OPTIONS = f"{STORE} --query {QUERY} --prune -b {WORK}/corrected"
# dry = !kg push {OPTIONS} --dry-run
print(*dry, sep="\n")

# %%
# still = !kg query levels -p indicator=调解成功率 --endpoint {ENDPOINT}
print(still[-1])

# %% [markdown]
# 看过了，再真的推：

# %%
# third = !kg push {OPTIONS}
print(*third, sep="\n")

# %%
# after = !kg query levels -p indicator=调解成功率 --endpoint {ENDPOINT}
print(*after, sep="\n")

# %%
graphs = ask(
    "SELECT ?图 (COUNT(*) AS ?三元组) { GRAPH ?图 { ?s ?p ?o } }"
    "GROUP BY ?图 ORDER BY ?图"
)
graphs

# %% [markdown]
# ## 结论 · Finding
#
# **改一个数，送一份报告。** 同样的图谱再推一次，一张图也不送；更正以后，只有坪山那份报告（和它与别的报告共有的几十个
# 三元组）动了，另外四份原地不动，旧的那份不留下，库里那个数从 96% 变成 95%。

# %%
import kg

triples = kg.open(f"{WORK}/corrected").info["triples"]
server.terminate()
server.wait(10)
shutil.rmtree(WORK)

assert empty["三元组"].tolist() == [0]
assert "96%" in before[-1] and "96%" in still[-1] and "95%" in after[-1]
assert "其中 0 个图有改动" in second[-1]
assert any("96%" in line and "95%" in line for line in change)
for name in ("guanhu-2022", "buji-2020h1", "xinan-2020h1", "anonymous-2023-tasks"):
    assert any(line.startswith(f"＝ {name}.txt：相同") for line in dry)
assert "其中 3 个图有改动" in third[-1]
assert graphs["三元组"].sum() == triples
print(f"库里 {len(graphs)} 张图，{triples:,} 个三元组，和图谱一样多。")
