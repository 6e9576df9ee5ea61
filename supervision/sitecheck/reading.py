"""What a page holds, read from its HTML: links, meta elements, words of its foot (pure).

Written for pages that may be broken in any way: whatever is not understood is left out.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

MOST_LINKS = 2000
LONGEST_ADDRESS = 1000
SITE_META = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_META = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE_META = (
    "ArticleTitle PubDate ContentSource Keywords Author Description Url ColumnName ColumnType"
).split()
# 政府网站发展指引: what the foot must state. A name alone (“待核发”) states no number.
FOOT = {
    "sponsor": re.compile("主办(?:单位)?："),
    "operator": re.compile("承办(?:单位)?："),
    "contact": re.compile("联系(?:电话|方式)："),
    "map": re.compile("网站地图|站点地图"),
    "code": re.compile(r"标识码：?(?:\d|bm)"),
    "icp": re.compile(r"ICP备\d"),
    "police": re.compile(r"公网安备\d"),
    "sign": re.compile("党政机关"),
    "errors": re.compile("网站找错"),
}
ASKING = ("咨询", "提问", "留言", "依申请公开", "申请公开")
GUIDE = ("公开指南",)


@dataclass(frozen=True, slots=True)
class Link:
    """`n` counts the links of the page from 1: how an editor finds one without its words."""

    n: int
    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    links: tuple[Link, ...]
    metas: frozenset[str]
    foot: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, list[str]]] = []
        self.metas: set[str] = set()
        self.foot: list[str] = []
        self.in_foot = 0
        self.in_link = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "footer":
            self.in_foot += 1
        elif tag == "meta" and given.get("content", "").strip():
            self.metas.add(given.get("name", "").lower())
        elif tag == "img" and self.in_foot:
            self.foot.append(given.get("alt", ""))
        elif tag == "a" and "href" in given and len(self.links) < MOST_LINKS:
            self.links.append((given["href"].strip(), []))
            self.in_link = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "footer":
            self.in_foot = max(0, self.in_foot - 1)
        elif tag == "a":
            self.in_link = False

    def handle_data(self, data: str) -> None:
        if self.in_link and self.links:
            self.links[-1][1].append(data)
        if self.in_foot:
            self.foot.append(data)


def read(html: str) -> Reading:
    """Links, names of filled meta elements in small letters, and the words of the foot."""
    reader = _Reader()
    reader.feed(html)
    links = tuple(
        Link(n, href, "".join(text).strip()[:80])
        for n, (href, text) in enumerate(reader.links, start=1)
    )
    return Reading(links, frozenset(reader.metas), "".join("".join(reader.foot).split()))


def target(href: str, base: str, host: str) -> tuple[str, str]:
    """("inside", path with query), ("outside", host) or ("none", "") for what no visitor follows.

    `base` is the path of the page that holds the link, `host` that of this site.
    """
    if not href or len(href) > LONGEST_ADDRESS or href.startswith("#"):
        return "none", ""
    try:
        parts = urlsplit(urljoin(f"http://{host}{base}", href))
        port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    except ValueError:
        return "broken", ""
    if parts.scheme not in ("http", "https"):
        return "none", ""
    if f"{parts.hostname or ''}{port}" != host and (parts.hostname or "") != host.split(":")[0]:
        return "outside", parts.hostname or ""
    return "inside", (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def missing_metas(kind: str, reading: Reading) -> list[str]:
    """Meta elements that a page of this kind (home, column, item or other) must have and lacks."""
    wanted = {"column": COLUMN_META, "item": tuple(ARTICLE_META)}.get(kind, ())
    return [name for name in (*SITE_META, *wanted) if name.lower() not in reading.metas]


def missing_in_foot(reading: Reading) -> list[str]:
    return [key for key, form in FOOT.items() if form.search(reading.foot) is None]


def address_for(words: tuple[str, ...], reading: Reading) -> str | None:
    """Where the first link leads whose words name one of these."""
    named = (link.href for link in reading.links if any(word in link.text for word in words))
    return next(named, None)
