"""The two sides of the review: the original with values hidden, and what the public will see."""

from dataclasses import dataclass, field

from disclosure.canonical import public_record
from ledger.textnorm import text_v1
from workflows import parts
from workflows.passages import in_words, kind_of
from workflows.review import replacing
from workflows.review.spots import Spot

HIDDEN = "••••"


@dataclass(slots=True)
class Piece:
    """A stretch of a passage: plain text, or a spot with what is shown of it on either side."""

    text: str
    spot: Spot | None = None
    public: str | None = None
    start: int = 0  # in code points of the part, so that a selection can be named by its place

    @property
    def is_undecided(self) -> bool:
        return self.spot is not None and self.public is None


@dataclass(slots=True)
class PassagePair:
    """One part of the record on both sides; `is_changed` since it was submitted last."""

    part: str
    label: str
    kind: str
    pieces: list[Piece] = field(default_factory=list)
    is_changed: bool = False

    @property
    def may_be_marked(self) -> bool:
        """Whether a selection in it names a place: a code shown as its word does not."""
        return self.kind in ("title", "prose", "row") or self.has_spots

    @property
    def has_spots(self) -> bool:
        return any(piece.spot for piece in self.pieces)

    @property
    def is_quiet_field(self) -> bool:
        """A field without findings stands once, in a short list: both sides are the same."""
        return self.kind == "field" and not self.has_spots


def pairs_of(page, spots: list[Spot], revealed=frozenset(), changed=frozenset()):
    """Every passage of the record, cut at its spots.

    `revealed` holds refs of spots whose value may be shown now. What is proposed to be kept is
    public anyway and stands in clear.
    """
    instead = replacing.replacements(spots)
    listed = tuple(parts.list_prefixes(page))
    by_part: dict[str, list[Spot]] = {}
    for spot in spots:
        by_part.setdefault(spot.part, []).append(spot)
    pairs = []
    for part, text in public_record(page):
        if not text or part.startswith(("a/", *listed)):
            continue
        pair = PassagePair(part, parts.label(page, part), kind_of(part))
        here = by_part.get(part, [])
        # A code of a vocabulary is shown as its word; with a spot in it the text must stay.
        shown = text if here else in_words(part, text)
        pair.pieces = _pieces(shown, here, instead, revealed)
        pair.is_changed = part in changed
        pairs.append(pair)
    return pairs


def _pieces(text: str, spots: list[Spot], instead, revealed) -> list[Piece]:
    pieces, last = [], 0
    for spot in spots:
        if spot.start > last:
            pieces.append(Piece(text[last : spot.start], start=last))
        in_clear = spot.ref in revealed or spot.proposed == "keep"
        shown = spot.value if in_clear else HIDDEN
        pieces.append(Piece(shown, spot, instead[spot.key], spot.start))
        last = spot.end
    if last < len(text):
        pieces.append(Piece(text[last:], start=last))
    return pieces


def public_title(page, spots: list[Spot]) -> str:
    """The title with every decision applied; what is undecided is not shown."""
    here = [spot for spot in spots if spot.part == "title"]
    if not here:
        return page.draft_title or page.title
    instead = replacing.replacements(spots)
    pieces = _pieces(text_v1(page.title), here, instead, frozenset())
    return "".join(
        piece.text if piece.spot is None else HIDDEN if piece.public is None else piece.public
        for piece in pieces
    )


def veiled(text: str, spots: list[Spot]) -> str:
    """The text with the values of all spots hidden, for comparisons and previews."""
    for value in sorted({s.value for s in spots if s.proposed != "keep"}, key=len, reverse=True):
        if len(value) > 1:
            text = text.replace(value, HIDDEN)
    return text
