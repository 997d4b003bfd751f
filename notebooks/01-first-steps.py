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
# # 第一步 · First steps
#
# 五个街道的工作报告，做成了一张图谱：每个数字、每个项目、每句承诺，都带着原文里的那几个字。
# 这一篇从打开图谱开始，到读懂其中最惹眼的一个数字为止。
#
# 先在项目目录里运行 `make graph`，图谱就在 `build/` 里。打开这个笔记：JupyterLab 或 VS Code 直接打开，或者
# `jupytext --to ipynb notebooks/01-first-steps.py`。

# %%
import kg

graph = kg.open("../build")
graph

# %% [markdown]
# ## 提问 · Ask
#
# 现成的问题有几十个，`graph.queries()` 列出全部，这里只看给记者的前几个。写名字（或编号）就能问，参数照名字给；写错了，会提示最接近的名字。

# %%
graph.queries(tag="journalist").kg.table(8)

# %%
growth = graph.query("growth", numbers="float")
growth.kg.table()

# %% [markdown]
# 五份报告里写出的增速，最高的是观湖街道的“专精特新”企业：**306%**。画出来更显眼，别的数字都矮了一截。

# %%
graph.chart("growth")

# %% [markdown]
# ## 看原文 · Read what was said
#
# 表的每一行都记得自己出自哪里。挑出一行，`.kg.evidence()` 就给出原句，引用的字标黄。

# %%
top = growth.nlargest(1, "growth")
top.kg.evidence()

# %% [markdown]
# 同一句里还有个数：**73 家**。原文没写一年前有几家，有了增幅，就能倒推。

# %%
firms = graph.query("levels", indicator="专精特新", street="观湖", numbers="float")
now = firms["value"].item()
before = now / (1 + top["growth"].item() / 100)
print(f"现在 {now:.0f} 家，一年前约 {before:.0f} 家，多了 {now - before:.0f} 家。")
firms.kg.evidence()

# %% [markdown]
# ## 看周围 · Look around
#
# 观湖街道还说了什么？圆点是项目、举措和指标，停在上面能看到原句；拖动移动，按钮缩放。

# %%
graph.show("观湖街道", kinds=["项目", "指标", "街道"], most=60)

# %% [markdown]
# ## 结论 · Finding
#
# **306% 是从约 18 家到 73 家，多了 55 家；同一份报告里的 31.71%，是从约 369 家到 486 家，多了 117 家。**
# 百分比差了近十倍，新增的家数倒过来，后者是前者的两倍多。原文只给了现在的家数和增幅，一年前的家数是倒推的。
# 下面用断言把它钉住：报告或抽取有变，这个笔记就会报错。

# %%
national = graph.query("levels", indicator="国高", street="观湖", numbers="float")
rate = growth[growth["metric"].str.contains("国高")]["growth"].item()
national_now = national["value"].item()
national_before = national_now / (1 + rate / 100)

assert top["growth"].item() == growth["growth"].max() == 306
assert (now, round(before)) == (73, 18)
assert rate == 31.71
assert (national_now, round(national_before)) == (486, 369)
assert 2 < (national_now - national_before) / (now - before) < 2.2
assert top.kg.evidence().says("市级以上“专精特新”企业73家,同比增长306%")
assert national.kg.evidence().says("“国高”企业增至486家,同比增长31.71%")
print(
    f"306%：{before:.0f} → {now:.0f}，多了 {now - before:.0f} 家；"
    f"31.71%：{national_before:.0f} → {national_now:.0f}，"
    f"多了 {national_now - national_before:.0f} 家。"
)
