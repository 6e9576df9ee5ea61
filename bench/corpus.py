"""Text to measure with: what the demo site has published, and as much more like it as is asked."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.record import SearchRecord

TOWNS = (
    "城关镇 合心镇 三合乡 新安镇 太平乡 双城堡镇 大岗子镇 茂兴镇 永春镇 红石乡 龙王乡 二道镇 "
    "西阳镇 泉眼镇 黑林子镇 榆树沟乡 靠山镇 万宝镇 平安堡乡 前郭镇"
).split()
YEARS = range(2008, 2027)
OWN, FOREIGN = 9, 3  # sentences of an item's model, and of any other item
_SENTENCE = re.compile("[^。\n]+[。\n]?")
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")


def texts() -> Iterator[str]:
    """The prose of one public item after the other."""
    from disclosure.models import PublicVersion

    for version in PublicVersion.objects.order_by("pk").iterator():
        text = "\n".join(str(content) for _, content in version.parts)
        if text:
            yield text


def grown(
    originals: Sequence["SearchRecord"], size: int, *, seed: int = 7
) -> Iterator["SearchRecord"]:
    """The originals and then invented items modelled on them, `size` in all.

    An invented item has the title of its model with another town and year, sentences of its model
    and some of other items, all with other figures: words are as frequent as in the originals.
    """
    yield from originals[:size]
    chance = random.Random(seed)
    sentences = [_SENTENCE.findall(record.text) or [record.title] for record in originals]
    for at in range(size - len(originals)):
        chosen = chance.randrange(len(originals))
        model, year = originals[chosen], str(chance.choice(YEARS))
        own, other = sentences[chosen], sentences[chance.randrange(len(originals))]
        body = chance.sample(own, min(OWN, len(own))) + chance.sample(
            other, min(FOREIGN, len(other))
        )
        yield replace(
            model,
            number=f"bench-{at}",
            source_id="",
            title=f"{chance.choice(TOWNS)}第{at % 400}号{_YEAR.sub(year, model.title)}",
            text=_DIGITS.sub(lambda m: str(chance.randrange(10 ** len(m.group()))), "".join(body)),
            year=int(year),
            doc_no="",
            issued_on=f"{year}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
            published_on="",
        )
