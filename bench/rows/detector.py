"""Characters per second of the detector against jieba's part-of-speech tagger on the same text."""

from bench.corpus import texts
from bench.measure import Row, against
from bench.site import main

CHARACTERS = 60_000


def measure() -> list[Row]:
    import jieba.posseg

    from privacy.detect import detect

    sample, size = [], 0
    for text in texts():
        sample.append(text)
        size += len(text)
        if size >= CHARACTERS:
            break
    jieba.initialize()

    def ours():
        for text in sample:
            detect(text, domain="welfare")

    def theirs():
        for text in sample:
            list(jieba.posseg.cut(text))

    mine, tagger = against(ours, theirs)
    return [
        Row(
            "privacy detector",
            size / mine,
            "characters/s",
            "jieba posseg",
            size / tagger,
            f"{len(sample)} items, {size:,} characters",
        )
    ]


if __name__ == "__main__":
    main(measure)
