"""Further mentions of what was found in the same file, wherever the detector overlooked them."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from privacy.findings import KEEP
from privacy.masks import NAMES

from .blocks import Content
from .folded import Folded, fold
from .model import FileFinding

# Classes whose value means the same person wherever it stands.
UNMISTAKABLE = frozenset(
    "RESIDENT_ID RESIDENT_ID_15 PERSONAL_PHONE BANK_ACCOUNT DISABILITY_CERT EMAIL PASSPORT WECHAT QQ".split()
)
SHORTEST_NAME = 3  # signs; two signs are too often a word
SHORTEST_NUMBER = 6
OFTEN = 2_000  # passages between two signs of life
REASON = "同一份文件的另一处也有这个值。"


def further_mentions(
    content: Content, found: dict[str, list[FileFinding]], tick: Callable[[], object]
) -> Iterator[FileFinding]:
    """Findings for values found elsewhere, where nothing was found yet; `tick` is called often."""
    texts = {passage.ref: passage.text for passage in content.passages()}
    known: dict[str, FileFinding] = {}
    kept: set[str] = set()
    for ref, findings in found.items():
        for one in findings:
            value = fold(texts[ref][one.start : one.end])
            if one.action == KEEP:
                kept.add(value)
            elif _is_telling(one, value):
                known.setdefault(value, one)
    lengths = sorted({len(value) for value in known}, reverse=True)
    if not lengths:
        return
    looked = cache(lambda text: list(Folded(text).windows(lengths, known.keys() - kept)))
    for count, (ref, text) in enumerate(texts.items()):
        if count % OFTEN == 0:
            tick()
        if len(text) < SHORTEST_NAME or _is_settled(text, found.get(ref, ())):
            continue
        for start, end, value in looked(text):
            first = known[value]
            yield FileFinding(
                f"{ref}:{start}-{end}", ref, start, end, first.cls, first.action, 0.6, REASON
            )


def _is_settled(text: str, findings: Iterable[FileFinding]) -> bool:
    """Whether one finding hides all of the text already."""
    return any(one.start == 0 and one.end == len(text) and one.action != KEEP for one in findings)


def _is_telling(one: FileFinding, value: str) -> bool:
    if one.cls in UNMISTAKABLE:
        return len(value) >= SHORTEST_NUMBER
    return one.cls in NAMES and SHORTEST_NAME <= len(value) <= 20
