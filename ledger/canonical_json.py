"""Canonical JSON: one value, one sequence of bytes (pure; verification specification §2).

RFC 8785 restricted to objects with ASCII keys, strings, arrays and integers up to 2^53 - 1.
"""

import json

LARGEST_INTEGER = 2**53 - 1
# Deeper than anything we write; keeps hostile input from exhausting the stack.
DEEPEST_NESTING = 100


class NotCanonical(ValueError):
    """The value or the bytes lie outside the restricted form; the text says why."""


def dumps(value: object) -> bytes:
    """The canonical bytes of `value`; NotCanonical when it cannot have any."""
    if not _is_table(value):
        _refuse_foreign(value, depth=0)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("lone surrogate") from error


def loads(raw: bytes) -> object:
    """The value of canonical bytes; NotCanonical when any other bytes would say the same."""
    try:
        value = json.loads(raw.decode(), object_pairs_hook=_object_without_repeats)
    except NotCanonical:
        raise
    except (ValueError, RecursionError) as error:
        raise NotCanonical("not JSON in UTF-8") from error
    if dumps(value) != raw:
        raise NotCanonical("not in canonical form")
    return value


def _object_without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonical("repeated key")
    return found


def _is_table(value: object) -> bool:
    """Rows of strings, as manifests and records are: nothing foreign can be in them."""
    return type(value) is list and all(
        type(row) is list and all(type(cell) is str for cell in row) for row in value
    )


def _refuse_foreign(value: object, depth: int) -> None:
    if depth > DEEPEST_NESTING:
        raise NotCanonical("nested too deeply")
    if isinstance(value, str):
        return
    # bool is an int in Python, and true would be written.
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) > LARGEST_INTEGER:
            raise NotCanonical("integer beyond 2^53 - 1")
    elif isinstance(value, list | tuple):
        for member in value:
            if type(member) is not str:  # most members are; a call for each would cost more
                _refuse_foreign(member, depth + 1)
    elif isinstance(value, dict):
        for key, member in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise NotCanonical("key is not an ASCII string")
            _refuse_foreign(member, depth + 1)
    else:
        raise NotCanonical(f"value of type {type(value).__name__}")
