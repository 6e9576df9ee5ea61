"""Undo and redo: each act of a reviewer is one step, whatever number of places it met.

A step is found by looking before and after: any code that takes decisions while `keeping` runs is
covered, lists and files included, once their table is registered here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models, transaction

from workflows.models import ColumnDecision, DecisionStep, ListDecision, ReviewDecision


@dataclass(frozen=True, slots=True)
class Kind:
    """A table of decisions: which rows belong to a review, and which columns name their place."""

    name: str
    model: type[models.Model]
    scope: Callable[[Any, Any], dict[str, Any]]  # (state, page) -> filter
    place: tuple[str, ...]

    def rows(self, state, page) -> dict[str, dict]:
        """By place: the fields of every decision there is."""
        found = self.model._default_manager.filter(**self.scope(state, page))
        return {self.key(row): self._fields(row) for row in found}

    def key(self, row) -> str:
        return ":".join(str(getattr(row, name)) for name in self.place)

    def _fields(self, row) -> dict:
        skipped = {"id", "at"}
        names = [f.attname for f in self.model._meta.concrete_fields if f.name not in skipped]
        return {name: _plain(getattr(row, name)) for name in names}

    def put(self, state, page, place: str, fields: dict | None) -> None:
        """Bring the decision at this place back to what it was; None takes it away."""
        rows = self.model._default_manager.filter(**self.scope(state, page))
        named = dict(zip(self.place, place.rsplit(":", len(self.place) - 1), strict=True))
        if fields is None:
            rows.filter(**named).delete()
        elif not rows.filter(**named).update(**fields):
            self.model._default_manager.create(**fields)


def _plain(value):
    return str(value) if isinstance(value, UUID) else value


def _of_revision(state, page) -> dict[str, Any]:
    return {"revision_id": state.revision_id}


def _of_lists(state, page) -> dict[str, Any]:
    return {"vault_id__in": [t.vault_id for t in page.recipient_tables.all() if t.vault_id]}


_kinds: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("spot", ReviewDecision, _of_revision, ("part", "start", "end")),
        Kind("column", ColumnDecision, _of_lists, ("vault_id", "column")),
        Kind("list", ListDecision, _of_lists, ("vault_id",)),
    )
}


def register(kind: Kind) -> None:
    """Have decisions of another table undone and redone as well."""
    _kinds[kind.name] = kind


def _snapshot(state, page) -> dict[tuple[str, str], dict]:
    return {
        (kind.name, place): fields
        for kind in _kinds.values()
        for place, fields in kind.rows(state, page).items()
    }


@contextmanager
def keeping(state, page, by, kind: str) -> Iterator[None]:
    """Write down as one step what the block decides; what had been undone before is forgotten."""
    with transaction.atomic():
        before = _snapshot(state, page)
        yield
        after = _snapshot(state, page)
        places = [*before, *(place for place in after if place not in before)]
        changes = [
            [*place, before.get(place), after.get(place)]
            for place in places
            if before.get(place) != after.get(place)
        ]
        if changes:
            DecisionStep.objects.filter(state_id=state.pk, is_undone=True).delete()
            DecisionStep.objects.create(state_id=state.pk, kind=kind, changes=changes, by=by)


def last_done(state) -> DecisionStep | None:
    """The step that `undo` takes back."""
    return DecisionStep.objects.filter(state_id=state.pk, is_undone=False).last()


def next_undone(state) -> DecisionStep | None:
    """The step that `redo` takes again."""
    return DecisionStep.objects.filter(state_id=state.pk, is_undone=True).first()


def undo(state, page) -> DecisionStep | None:
    """Take the last step back, all its places at once; None when there is none."""
    return _move(state, page, last_done(state), is_undone=True)


def redo(state, page) -> DecisionStep | None:
    """Take the step again that was undone last; None when there is none."""
    return _move(state, page, next_undone(state), is_undone=False)


@transaction.atomic
def _move(state, page, step: DecisionStep | None, *, is_undone: bool) -> DecisionStep | None:
    if step is None:
        return None
    for kind, place, before, after in step.changes:
        if kind in _kinds:
            _kinds[kind].put(state, page, place, before if is_undone else after)
    step.is_undone = is_undone
    step.save(update_fields=["is_undone"])
    return step
