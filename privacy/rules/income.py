"""Income and assets of a household. Averages of an area are statistics."""

import re
from collections.abc import Iterator

from ..document import Document
from ..findings import Hit
from ..persons import Persons

MONEY = (
    r"(?:约|近|仅有?|不足|为|只有|大约|[:： ]){0,3}(\d[\d,]{0,12}(?:\.\d{1,4})?\s?(?:余"
    r"|多)?(?:元|万元|块钱?|千元)|[一二三四五六七八九十百千万两]{2,8}(?:余|多)?元)"
)
AMOUNT = re.compile(
    r"(?:家庭|人均|户均|年|月|全家|务工|打工|工资|种地|养殖|退休|低保|土地|年均"
    r"|月均){0,3}(?:总|纯|可支配|性|经营)?(?:收入|工资|薪资|薪酬|存款|积蓄|负债|欠款"
    r"|外债|退休金|养老金|财产)(?:合计|共计|总计|共)?" + MONEY
)
PER_HEAD = re.compile(r"(?<![户])人均(?:纯收入|收入|年收入|可支配收入)?" + MONEY)
AREA = re.compile(r"户均|全[省市县镇乡村]|居民|农民|带动|增收|村集体|当地|平均|\d+户|统计|线|标准")
ASSETS = re.compile(
    r"(?:名下|家中|家有|拥有|登记)[^，。；;\n]{0,4}?(?:房产|住房|商品房|车辆|轿车|汽车|商铺"
    r"|门市)[^，。；;\n]{0,10}"
)


def find(doc: Document, persons: Persons) -> Iterator[Hit]:
    for cell in doc.cells:
        value = doc.text[cell.start : cell.end]
        if cell.column == "HOUSEHOLD_INCOME" and re.search(
            r"\d|[一二三四五六七八九十百千万]|无", value
        ):
            yield Hit(cell.start, cell.end, "HOUSEHOLD_INCOME", 0.9, "所在列为收入或财产")
    for pattern in (AMOUNT, PER_HEAD):
        for match in pattern.finditer(doc.text):
            if AREA.search(doc.before(match.start(), 10) + match.group()):
                continue
            if persons.tied(doc, match.start(), match.end(), line=True):
                start = match.start(1)
                if match.group()[: start - match.start()].endswith("约"):
                    start -= 1
                yield Hit(start, match.end(1), "HOUSEHOLD_INCOME", 0.85, "个人或家庭的收入")
    for match in ASSETS.finditer(doc.text):
        if persons.tied(doc, match.start(), match.end()):
            yield Hit(match.start(), match.end(), "HOUSEHOLD_INCOME", 0.7, "家庭财产")
