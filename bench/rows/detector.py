"""Characters per second of the detector against jieba's part-of-speech tagger on the same text."""

import re

from bench.corpus import texts
from bench.measure import Row, against
from bench.site import main

CHARACTERS = 60_000
SHORT = re.compile(r"[\s\S]{1,170}(?:[。；\n]|$)|[\s\S]{1,170}")


def measure() -> list[Row]:
    import jieba.posseg

    sample, size = [], 0
    for text in texts():
        sample.append(text)
        size += len(text)
        if size >= CHARACTERS:
            break
    jieba.initialize()
    short = [part for text in sample for part in SHORT.findall(text) if part.strip()]

    def tagged(parts):
        for part in parts:
            list(jieba.posseg.cut(part))

    return [
        _row("privacy detector", sample, size, _one_by_one, tagged),
        _row("privacy detector, short texts together", short, size, _together, tagged),
    ]


def _one_by_one(parts):
    from privacy.detect import detect

    for part in parts:
        detect(part, domain="welfare")


def _together(parts):
    from privacy.detect import detect_all

    for first in range(0, len(parts), 48):
        detect_all(parts[first : first + 48], domain="welfare")


def _row(name: str, parts: list[str], size: int, ours, theirs) -> Row:
    mine, tagger = against(lambda: ours(parts), lambda: theirs(parts))
    remark = f"{len(parts)} texts, {size:,} characters, second finder included"
    return Row(name, size / mine, "characters/s", "jieba posseg", size / tagger, remark)


if __name__ == "__main__":
    main(measure)
