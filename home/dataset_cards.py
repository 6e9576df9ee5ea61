"""A dataset as one card of /data/: its words in the visitor's language, its figures, its files."""

from dataclasses import dataclass

from django.utils.translation import get_language

from disclosure.datasets.figures import Figures
from disclosure.datasets.register import Dataset, datasets

FORMATS = ("csv", "xlsx", "json", "jsonl")


@dataclass(frozen=True, slots=True)
class File:
    """`size` in bytes where the file was sent before and is still the same."""

    kind: str
    size: int | None


@dataclass(frozen=True, slots=True)
class Card:
    dataset: Dataset
    figures: Figures
    files: tuple[File, ...]

    @property
    def label(self) -> str:
        label = self.dataset.label
        return label.en if get_language() == "en" else label.zh

    def fits(self, asked: str, domain: str) -> bool:
        """Whether all words asked for are in its names, and it has items of the domain."""
        label = self.dataset.label
        names = f"{label.zh} {label.en} {self.dataset.key}".lower()
        is_named = all(word in names for word in asked.lower().split())
        return is_named and (not domain or domain in self.figures.domains)


def cards_of(figures: dict[str, Figures], sizes: dict[tuple[str, str], int]) -> list[Card]:
    """The largest first."""
    cards = [
        Card(
            dataset,
            figures[key],
            tuple(File(kind, sizes.get((key, kind))) for kind in FORMATS),
        )
        for key, dataset in datasets().items()
    ]
    return sorted(cards, key=lambda card: (-card.figures.count, card.dataset.key))
