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
# 图谱要给别人查，就推到一个三元组库里。这个笔记自己启动一个（`pip install 'streetkg[server]'` 带的 Oxigraph，只听本机，
# 用完就关），推一次，查一次；然后假设坪山街道更正了一个数字，看第二次推送说了什么、送了什么。

# %%
import atexit
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pandas as pd

import kg

WORK = Path(tempfile.mkdtemp())
PROGRAMS = Path(sys.executable).parent


def command(*words: str | Path) -> str:
    """运行一条命令，给出它说的话。"""
    done = subprocess.run(
        [PROGRAMS / words[0], *words[1:]],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    # kg diff 有所不同时返回 1。
    assert done.returncode == 0 or (words[1] == "diff" and done.returncode == 1), (
        done.stderr
    )
    return (done.stdout + done.stderr).strip()


# %% [markdown]
# ## 一个空的库 · An empty store

# %%
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    STORE = f"http://127.0.0.1:{free.getsockname()[1]}"
server = subprocess.Popen(
    [PROGRAMS / "oxigraph", "serve", "--bind", STORE.removeprefix("http://")],
    stdout=subprocess.DEVNULL,
    stderr=subprocess.DEVNULL,
)
atexit.register(server.kill)


def ask(query: str) -> pd.DataFrame:
    """向库提问：任何懂 SPARQL 的程序都可以这样问。"""
    address = f"{STORE}/query?" + urllib.parse.urlencode(
        {"query": query, "union-default-graph": ""}
    )
    request = urllib.request.Request(
        address, headers={"Accept": "application/sparql-results+json"}
    )
    with urllib.request.urlopen(request) as answer:
        found = json.load(answer)["results"]["bindings"]
    return pd.DataFrame(
        [{name: cell["value"] for name, cell in row.items()} for row in found]
    )


for _ in range(200):
    try:
        empty = ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        break
    except OSError:
        time.sleep(0.1)
empty

# %% [markdown]
# ## 推上去 · Push
#
# 先建一个图谱（推送要求校验过），再推。

# %%
shutil.copytree("../seeds", WORK / "seeds")
command("kg", "build", WORK / "seeds", "-o", WORK / "build")
print(
    first := command(
        "kg",
        "push",
        f"{STORE}/store",
        "--query",
        f"{STORE}/query",
        "-b",
        WORK / "build",
    )
)

# %% [markdown]
# 查询文件原样可用：`kg query … --endpoint` 问的是库，不是文件夹。

# %%
print(
    command(
        "kg", "query", "scoreboard", "--endpoint", f"{STORE}/query?union-default-graph"
    )
)

# %%
RATE = """PREFIX kg: <https://streetkg.example/ontology#> PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
SELECT ?metric ?value ?sentence WHERE {
  ?fact kg:metricText ?metric ; kg:value ?value ; kg:sentence/nif:anchorOf ?sentence FILTER(CONTAINS(?metric, "调解成功率"))
}"""
before = ask(RATE)
before

# %% [markdown]
# 再推一次：什么也没变，就什么也不送。

# %%
print(
    second := command(
        "kg",
        "push",
        f"{STORE}/store",
        "--query",
        f"{STORE}/query",
        "-b",
        WORK / "build",
    )
)

# %% [markdown]
# ## 改一个数 · One figure corrected
#
# 假设（这是虚构的）坪山街道更正：调解成功率不是 96%，是 95%。改原文，另建一个图谱，比一比变了什么。

# %%
report = WORK / "seeds" / "pingshan-2020.txt"
text = report.read_bytes().decode("utf-8")
assert text.count("调解成功率达96%") == 1
report.write_bytes(text.replace("调解成功率达96%", "调解成功率达95%").encode("utf-8"))
command("kg", "build", WORK / "seeds", "-o", WORK / "corrected")
print(change := command("kg", "diff", WORK / "build", WORK / "corrected"))

# %% [markdown]
# 推送之前先看 `--dry-run`：哪几张图会动，各添多少、删多少，一个字也没有写进库里。

# %%
PUSH = (
    "kg",
    "push",
    f"{STORE}/store",
    "--query",
    f"{STORE}/query",
    "--prune",
    "-b",
    WORK / "corrected",
)
print(dry := command(*PUSH, "--dry-run"))

# %%
ask(RATE)

# %%
print(third := command(*PUSH))

# %%
after = ask(RATE)
after

# %%
graphs = ask(
    "SELECT ?graph (COUNT(*) AS ?triples) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"
)
triples = kg.open(WORK / "corrected").info["triples"]
server.terminate()
server.wait(10)
shutil.rmtree(WORK)
graphs

# %% [markdown]
# ## 结论 · Finding
#
# **改一个数，送一份报告。** 同样的图谱再推一次，一张图也不送；更正以后，只有坪山那份报告（和它与别的报告共有的几十个
# 三元组）动了，另外四份原地不动，旧的那份不留下，库里那句话从 96% 变成 95%。

# %%
assert empty["n"].tolist() == ["0"]
assert float(before["value"].item()) == 96 and float(after["value"].item()) == 95
assert "调解成功率达95%" in after["sentence"].item()
assert "其中 0 个图有改动" in second
assert "96%" in change and "95%" in change
for name in (
    "guanhu-2022.txt",
    "buji-2020h1.txt",
    "xinan-2020h1.txt",
    "anonymous-2023-tasks.txt",
):
    assert f"＝ {name}：相同" in dry
assert "其中 3 个图有改动" in third
assert graphs["triples"].astype(int).sum() == triples
print(f"库里 {len(graphs)} 张图，{triples:,} 个三元组，和图谱一样多。")
