"""Text to index terms, for indexing and for asking: Chinese in pairs, the rest in words.

The same terms come out of Elasticsearch's `standard` tokenizer with `cjk_bigram`.
"""

import re
from operator import add

HAN = "\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HAN_RUN = re.compile(f"[{HAN}]+")
_WORD = "0-9a-z\u00c0-\u024f\u0370-\u1fff\u3040-\u30ff\uac00-\ud7af"
_PIECE = re.compile(f"([{HAN}]+)|([{_WORD}]+(?:\\.[0-9]+(?![{_WORD}]))*)")


def terms(folded: str) -> list[str]:
    """Index terms of a folded text, in order; a Chinese run of one character stays one term."""
    found: list[str] = []
    for match in _PIECE.finditer(folded):
        run = match.group(1)
        if run is None:
            found.append(match.group(2))
        elif len(run) == 1:
            found.append(run)
        else:
            found += map(add, run, run[1:])
    return found


def pieces(run: str, size: int = 4, step: int = 2) -> list[str]:
    """Overlapping windows of a long run: rarer than pairs, so cheaper and sharper to look up."""
    if len(run) <= size:
        return [run]
    starts = [*range(0, len(run) - size, step), len(run) - size]
    return [run[at : at + size] for at in starts]
