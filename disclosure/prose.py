"""Rich text as the public record sees it: blocks of plain text and link targets (pure).

One block per paragraph, heading and list item; inline mark-up is dropped, `<br>` becomes a line
feed (verification/spec.md §1). Rewriting works on the same blocks, so that a span found in the
record is changed in the stored text at exactly that place.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_TOKEN = re.compile(r"<[^>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);|[^<&]|[<&]", re.DOTALL)
# The same tokens, plain characters taken together: enough to read, four times as fast.
_RUN = re.compile(r"<[^>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);|[^<&]+|[<&]", re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|h[1-6]|li|ul|ol|div|blockquote|hr)\b", re.IGNORECASE)
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\b", re.IGNORECASE)
_HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_PAGE_ID = re.compile(r"""linktype="page"[^>]*\bid="(\d+)"|\bid="(\d+)"[^>]*linktype="page\"""")

_TAG_NAME = re.compile(r"<(/?)\s*([a-zA-Z][a-zA-Z0-9]*)")
SHOWN_TAGS = frozenset("p h2 h3 h4 h5 h6 b strong i em sub sup ul ol li blockquote a br hr".split())
_SAFE_TARGET = re.compile(r"(?:https?://|mailto:|tel:|#|/(?!/))", re.IGNORECASE)

BLANKS = " \t\u3000\n\r"  # a block of these alone is none

Span = tuple[int, int, str]  # start, end, replacement; offsets in code points of the block's text


@dataclass
class Block:
    """Text of one block and where it came from: `tokens` are (source, character or None)."""

    tokens: list[tuple[str, str | None]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(char for _source, char in self.tokens if char is not None)

    @property
    def has_text(self) -> bool:
        return bool(self.text.strip(BLANKS))


def _split(source: str) -> list[str | Block]:
    """Alternating mark-up between blocks (str) and blocks."""
    pieces: list[str | Block] = []
    block = Block()
    for token in _TOKEN.findall(source):
        if token.startswith("<") and len(token) > 1 and _BLOCK.match(token):
            if block.tokens:
                pieces.append(block)
                block = Block()
            pieces.append(token)
        elif token.startswith("<") and len(token) > 1:
            block.tokens.append((token, "\n" if _BREAK.match(token) else None))
        elif token.startswith("&") and len(token) > 1:
            block.tokens.append((token, html.unescape(token)))
        else:
            block.tokens.append((token, token))
    if block.tokens:
        pieces.append(block)
    return pieces


def blocks(source: str) -> list[str]:
    """Texts of the non-empty blocks, in order, before text/v1."""
    texts, text = [], []
    for token in _RUN.findall(source):
        if len(token) == 1 or token[0] not in "<&":
            text.append(token)
        elif token[0] == "&":
            text.append(html.unescape(token))
        elif _BLOCK.match(token):
            texts.append("".join(text))
            text = []
        elif _BREAK.match(token):
            text.append("\n")
    texts.append("".join(text))
    return [text for text in texts if text.strip(BLANKS)]


def link_targets(source: str) -> list[str]:
    """Targets of all links in order; a page link is `page:<id>` until the rim names its number."""
    targets = []
    for token in _RUN.findall(source):
        if _ANCHOR.match(token):
            page = _PAGE_ID.search(token)
            href = _HREF.search(token)
            if page:
                targets.append(f"page:{page.group(1) or page.group(2)}")
            elif href:
                targets.append(html.unescape(href.group(1) or href.group(2) or ""))
    return targets


def rewrite(source: str, changes: dict[int, Iterable[Span]], normalise=None) -> str:
    """`source` with spans replaced in the n-th non-empty block (from 0).

    Inline mark-up survives. Only where the stored text differs from the text the spans refer to
    (after `normalise`), the block is written anew as plain text: its spans would not fit.
    """
    result, n = [], -1
    for piece in _split(source):
        if isinstance(piece, str):
            result.append(piece)
            continue
        n += piece.has_text
        spans = sorted(changes.get(n, ())) if piece.has_text else []
        result.append(_rewrite_block(piece, spans, normalise) if spans else _source(piece))
    return "".join(result)


def _source(block: Block) -> str:
    return "".join(source for source, _char in block.tokens)


def _rewrite_block(block: Block, spans: list[Span], normalise) -> str:
    shown = normalise(block.text) if normalise else block.text
    if shown != block.text:
        return escape(replace_spans(shown, spans))
    out, position = [], 0
    opening = {start: replacement for start, _end, replacement in spans}
    hidden = [(start, end) for start, end, _replacement in spans]
    for source, char in block.tokens:
        if char is None:
            out.append(source)
            continue
        if position in opening:
            out.append(escape(opening[position]))
        if not any(start <= position < end for start, end in hidden):
            out.append(source)
        position += len(char)
    return "".join(out)


def replace_spans(text: str, spans: Iterable[Span]) -> str:
    """`text` with every span replaced; spans must not overlap."""
    out, last = [], 0
    for start, end, replacement in sorted(spans):
        if start < last or end > len(text):
            raise ValueError("spans overlap or leave the text")
        out += [text[last:start], replacement]
        last = end
    return "".join([*out, text[last:]])


def without_links(source: str, numbers: set[int]) -> str:
    """`source` with the n-th links (from 0) taken out, their text kept."""
    out, n, open_link = [], -1, False
    for token in _TOKEN.findall(source):
        if _ANCHOR.match(token):
            n += 1
            open_link = n in numbers
            if open_link:
                continue
        elif token.lower().startswith("</a") and open_link:
            open_link = False
            continue
        out.append(token)
    return "".join(out)


def shown(source: str) -> str:
    """`source` with nothing but the tags of prose and safe link targets, for a page.

    The editor lets nothing else in; this holds for whatever other way text was stored, too.
    """
    return "".join(_shown_token(token) for token in _TOKEN.findall(source))


def _shown_token(token: str) -> str:
    if token in ("<", "&"):
        return html.escape(token)
    if not token.startswith("<"):
        return token
    tag = _TAG_NAME.match(token)
    name = tag.group(2).lower() if tag else ""
    if name not in SHOWN_TAGS:
        return ""
    href = _HREF.search(token) if name == "a" and not tag.group(1) else None
    target = html.unescape(href.group(1) or href.group(2) or "").strip() if href else ""
    if _SAFE_TARGET.match(target):
        return f'<a href="{html.escape(target)}">'
    return f"<{tag.group(1)}{name}>"


def escape(text: str) -> str:
    """Text as HTML, line feeds as `<br/>`."""
    return html.escape(text, quote=False).replace("\n", "<br/>")


def from_text(text: str) -> list[dict]:
    """Stream data of plain text: one paragraph per non-empty line."""
    lines = [line.strip(" \t\u3000\r") for line in text.replace("\r\n", "\n").split("\n")]
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return [{"type": "prose", "value": paragraphs}] if paragraphs else []
