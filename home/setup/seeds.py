"""Reading the seed files, and the one way rows are written from them."""

import json
from pathlib import Path

import disclosure

FOLDER = Path(disclosure.__file__).parent / "data"


def seed(name: str):
    """Content of `disclosure/data/<name>.json`."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def keep(model, key: dict, values: dict, *, refresh: bool):
    """The row with `key`: made when missing, overwritten only when `refresh`; (row, made)."""
    if refresh:
        return model.objects.update_or_create(**key, defaults=values)
    return model.objects.get_or_create(**key, defaults=values)
