"""信息处理费 of an application for disclosure (pure; 国办函〔2020〕109号, rules.md §2.5).

One of the two scales is used for an application, never both.
"""

FREE_PIECES, FREE_PAGES = 10, 30


def fee_by_pieces(pieces: int) -> int:
    """Yuan for all pieces one applicant asked for in a calendar month."""
    _not_negative(pieces)
    # From the 11th piece 100 yuan each up to the 30th, then 100 more with each further ten.
    return sum(100 * max(1, (piece - 1) // 10 - 1) for piece in range(FREE_PIECES + 1, pieces + 1))


def fee_by_pages(pages: int) -> int:
    """Yuan for the pages given to one application, on paper or as files."""
    _not_negative(pages)
    scale = ((FREE_PAGES, 100, 10), (100, 200, 20), (200, pages, 40))
    return sum(price * max(0, min(pages, top) - above) for above, top, price in scale)


def _not_negative(number: int) -> None:
    if number < 0:
        raise ValueError("件数和页数不应为负数")
