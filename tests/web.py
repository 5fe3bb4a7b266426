"""Web pages made for a test, after those of government sites."""

from html import escape

from index.ingest import shipped
from index.readers.markdown import read as read_markdown

NAVIGATION = (
    '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zc">政策</a></li></ul></div>'
)
RECOMMENDED = '<div class="related"><h3>相关推荐</h3><ul>{}</ul></div>'.format(
    '<li><a href="/c.htm">关于印发《行动方案》的通知</a></li>' * 8
)
FOOTER = "<div class='footer'><p>主办单位：中国政府网　京ICP备05070218号</p></div>"


def policy_lines() -> list[str]:
    """The policy that ships, a line each; the first is its title."""
    (file,) = shipped().glob("*.md")
    source = read_markdown(file.read_bytes(), file.name)
    return [line.span.of(source.text) for line in source.lines]


def paragraphs(lines: list[str]) -> str:
    return "\n".join(f'<p style="text-indent:2em"><span>　　{escape(t)}</span></p>' for t in lines)


def portal(main: str, title: str = "意见", head: str = "") -> str:
    """A page of today's portals around a text."""
    return (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">{head}'
        f"<title>{title}_国务院部门文件_中国政府网</title><script>var x = '一、';</script></head>"
        f"<body><header>{NAVIGATION}</header><div class='BreadcrumbNav'>首页 &gt; 政策</div>"
        f"<div class='article oneColumn'><h1>{title}</h1><div class='pages-date'>2024-01-29 10:08"
        f"<div class='pages_print'>字号：默认 大 打印</div></div>"
        f"<div class='pages_content' id='UCAP-CONTENT'>{main}</div>"
        f"<div class='share'>分享到：微信</div></div>{RECOMMENDED}"
        f"<div class='qrcode'>扫一扫在手机打开当前页</div>{FOOTER}</body></html>"
    )


def old_portal(lines: list[str]) -> str:
    """A page of twenty years ago: tables for layout, lines that end with <br>."""
    broken = "<br>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(line)}" for line in lines[1:])
    return (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
        f"<title>{lines[0]}</title></head><body><table><tr><td>{NAVIGATION}</td></tr></table>"
        f"<table><tr><td width=200>{RECOMMENDED}</td><td><table><tr><td><b>{lines[0]}</b></td></tr>"
        f"<tr><td>发布时间：2024-01-29 文章来源：产业司 【字号：大 中 小】</td></tr>"
        f"<tr><td><font>{broken}</font></td></tr></table></td></tr></table>{FOOTER}</body></html>"
    )
