"""Government pages around a report, in the ways that such sites are made: text in, markup out. Written for tests."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

_NAV = "".join(
    f'<li><a href="/c/{k}">{name}</a></li>'
    for k, name in enumerate(
        (
            "首页",
            "政务公开",
            "政务服务",
            "互动交流",
            "走进街道",
            "新闻中心",
            "通知公告",
            "政策文件",
            "规划计划",
            "统计数据",
            "财政预决算",
            "应急管理",
            "重点领域",
            "权责清单",
            "行政执法",
            "招考录用",
            "社区风采",
            "党建园地",
            "民生实事",
            "下载中心",
        )
    )
)
_SIDE = "".join(
    f'<li><a href="/t/{k}.html">某街道{2010 + k}年工作总结和{2011 + k}年工作计划</a><span>{2011 + k}-01-1{k}</span></li>'
    for k in range(8)
)
_FOOT = (
    '<div class="footer"><p>主办单位：和平街道办事处　承办：综合办公室</p><p>备案号：粤ICP备12345678号　网站标识码：4403060030</p>'
    "<p>地址：和平路1号　邮编：518000　电话：0755-12345678</p><p>您是第 1234567 位访客　版权所有 © 2023</p></div>"
)


def lines_of(text: str) -> tuple[str, list[str]]:
    """The title and the paragraphs of a text."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[0], lines[1:]


def paragraphs(text: str) -> str:
    """p elements, tags with what sites say of an article, a date line, shares, a side list, a footer."""
    title, body = lines_of(text)
    inner = "\n".join(f"<p>　　{escape(line)}</p>" for line in body)
    return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{escape(title)}-和平街道办事处门户网站</title>
<meta name="SiteName" content="和平街道办事处"><meta name="ArticleTitle" content="{escape(title)}">
<meta name="PubDate" content="2023-02-08 09:30"><meta name="ContentSource" content="本网">
<meta name="SiteIDCode" content="4403060030"><link rel="canonical" href="http://www.example.gov.cn/hp/t123.html">
<script>var _hmt = _hmt || [];</script><style>.a{{color:red}}</style></head><body>
<div class="top"><ul class="nav">{_NAV}</ul></div><div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/g">政务公开</a> &gt; 工作总结</div>
<div class="main"><h1>{escape(title)}</h1><div class="info">发布时间：2023-02-08 09:30　来源：本网　浏览次数：<span>1024</span></div>
<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div><div class="TRS_Editor">{inner}</div>
<div class="tool"><a href="#">打印本页</a> <a href="#">关闭窗口</a></div></div>
<div class="side"><h3>相关文章</h3><ul>{_SIDE}</ul></div>{_FOOT}</body></html>"""


def word_export(text: str) -> str:
    """What Word saves as a page: spans in MsoNormal paragraphs, conditional comments, lines broken inside sentences."""
    title, body = lines_of(text)

    def spans(line: str) -> str:
        pieces = re.findall(r"(?:[\x00-\x7f]+|.){1,37}", line)
        return "\n".join(
            f'<span lang="ZH-CN" style="font-family:仿宋_GB2312">{escape(piece)}</span>' for piece in pieces
        )

    inner = "\n".join(f'<p class="MsoNormal" style="text-indent:32pt">{spans(line)}</p>' for line in body)
    return f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>{escape(title)}</title></head><body lang="ZH-CN"><!--[if gte mso 9]><xml><o:p>不要读我的2099年</o:p></xml><![endif]-->
<table width="1000"><tr><td><ul>{_NAV}</ul></td></tr><tr><td><p class="MsoTitle" align="center"><b>{escape(title)}</b></p>
<div class="TRS_Editor"><div class="Custom_UnionStyle">{inner}</div></div></td></tr><tr><td>{_FOOT}</td></tr></table></body></html>"""


def breaks(text: str) -> str:
    """One element with lines parted by br, blanks for indents, the date under the title."""
    title, body = lines_of(text)
    inner = "<br>\n<br />\n".join("&nbsp;&nbsp;&nbsp;&nbsp;" + escape(line) for line in body)
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>{escape(title)}_和平街道</title></head><body>
<header><nav><ul>{_NAV}</ul></nav></header><section id="page"><aside><ul>{_SIDE}</ul></aside><article>
<h2 class="tit">{escape(title)}</h2><p class="sub">来源：本网　发布日期：2023年2月8日　字体：【<a>大</a> <a>中</a> <a>小</a>】</p>
<div id="zoom">{inner}</div></article></section><footer>{_FOOT}</footer></body></html>"""


def nested(text: str) -> str:
    """Many boxes in one another, the text parted among several of them, a hidden copy for printing."""
    title, body = lines_of(text)
    middle = len(body) // 2
    halves = ["".join(f"<div>{escape(line)}</div>" for line in part) for part in (body[:middle], body[middle:])]
    return f"""<html><head><meta charset="utf-8"/><title>{escape(title)}</title></head><body><div><div><div class="menu">{_NAV}</div></div>
<div class="w1200"><div class="left"><ul>{_SIDE}</ul></div><div class="right"><div class="content"><div class="h">{escape(title)}</div>
<div class="c1">{halves[0]}</div><div class="c2">{halves[1]}</div></div></div></div>
<div id="print" style="display: none">{halves[0]}{halves[1]}</div></div>{_FOOT}</body></html>"""


def old_frame(text: str) -> str:
    """A page of tables, in upper case, with font elements and entities."""
    title, body = lines_of(text)
    inner = "\r\n".join(
        f"<P><FONT SIZE=3>{escape(line).replace('“', '&ldquo;').replace('”', '&rdquo;')}</FONT></P>" for line in body
    )
    return f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=gbk"><TITLE>{escape(title)}</TITLE></HEAD><BODY>
<TABLE BORDER=0><TR><TD COLSPAN=2>{_NAV}</TD></TR><TR><TD WIDTH=200><UL>{_SIDE}</UL></TD><TD><CENTER><B>{escape(title)}</B></CENTER>
<CENTER>[ 信息来源：本站　发布时间：2023-02-08 ]</CENTER><TABLE><TR><TD>{inner}</TD></TR></TABLE></TD></TR></TABLE>{_FOOT}</BODY></HTML>"""


def application(text: str) -> str:
    """What an application of today saves: custom elements, sections, buttons, a dialog, the address in a comment."""
    title, body = lines_of(text)
    inner = "".join(f'<p class="v-p" data-v-1a2b>{escape(line)}</p>' for line in body)
    return f"""<!DOCTYPE html>
<!-- saved from url=(0042)https://www.example.gov.cn/zwgk/t20230208.html -->
<html><head><meta charset="utf-8"><meta property="og:title" content="{escape(title)}"><title>政务公开</title></head><body><div id="app">
<g-header><button>无障碍浏览</button><g-menu>{_NAV}</g-menu></g-header><main><section><h1>{escape(title)}</h1>
<div><span>发布时间：</span><span>2023-02-08</span><span>来源：</span><span>本网</span></div><g-article>{inner}</g-article>
<div class="qr"><img alt="扫一扫在手机打开当前页"><p>扫一扫在手机打开当前页</p></div></section>
<section class="hot"><h2>热门推荐</h2><ul>{_SIDE}</ul></section></main><dialog>温馨提示</dialog>{_FOOT}</div></body></html>"""


TEMPLATES: dict[str, Callable[[str], str]] = {
    "paragraphs": paragraphs,
    "word_export": word_export,
    "breaks": breaks,
    "nested": nested,
    "old_frame": old_frame,
    "application": application,
}
