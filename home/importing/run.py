"""One import run: every row ends as a draft, a released item, a held row, a skip or an error."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update

from disclosure.gate import NotCleared
from disclosure.models import DisclosurePage, HeldItem, ImportRun, Unit
from privacy.detect import is_personal

from . import clearing, held
from .drafts import DraftMaker
from .fields import BadField, Incoming, incoming
from .issuers import IssuerIndex, Publisher
from .reading import BadRow, Row, read_rows

BATCH = 25
COUNTED = ("drafted", "released", "held", "skipped", "errors")


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was not imported: where and why, never what it says."""

    row: int
    column: str
    reason: str


@dataclass
class Options:
    unit: Unit | None = None
    dry_run: bool = False
    already_public: bool = False
    cleared_by: object = None
    released_by: object = None


@dataclass
class Importer:
    """Runs one file. `report` is told every problem, `progress` the counts now and then."""

    options: Options
    report: Callable[[Problem], None]
    progress: Callable[[Counter], None]
    counts: Counter = field(default_factory=Counter)

    def __post_init__(self):
        self.issuers = IssuerIndex()
        self.maker = DraftMaker()
        known = DisclosurePage.objects.exclude(source_id="").values_list("source_id", "pk", "live")
        self.known = {source_id: (pk, live) for source_id, pk, live in known}
        self.waiting = dict(HeldItem.objects.filter(done_at=None).values_list("source_id", "pk"))
        self.seen: set[str] = set()
        self.run: ImportRun | None = None
        self._told = time.monotonic()

    def import_file(self, path: Path, digest: str) -> Counter:
        """Import every good row; UnreadableFile when the file as a whole cannot be read."""
        rows = self._wanted(read_rows(path))
        if not self.options.dry_run:
            self.run = ImportRun.objects.create(
                digest=digest,
                options={
                    "already_public": self.options.already_public,
                    "unit": self.options.unit.code if self.options.unit else "",
                },
            )
        try:
            # Half the time of a draft went into Wagtail's index of references, which prose from a
            # file does not have; `rebuild_references_index` adds the rest.
            with disable_reference_index_auto_update():
                while batch := list(islice(rows, BATCH)):
                    self._import_batch(batch)
            if self.run:
                self.run.finished_at = timezone.now()
        finally:
            if self.run:
                self.run.counts = dict(self.counts)
                self.run.save(update_fields=["counts", "finished_at"])
        return self.counts

    def _wanted(self, rows) -> Iterator[tuple[int, Incoming]]:
        for row in rows:
            self.counts["rows"] += 1
            self._tell()
            if isinstance(row, BadRow):
                self._refuse(row.number, row.column, row.reason)
                continue
            try:
                item = self._checked(row)
            except BadField as problem:
                self._refuse(row.number, problem.column, problem.reason)
                continue
            yield row.number, item

    def _checked(self, row: Row) -> Incoming:
        item = incoming(row.cells)
        if item.source_id in self.seen:
            raise BadField("source_id", "来源编号与前面的行重复")
        self.seen.add(item.source_id)
        if _names_a_person(item.title, item.domain):
            raise BadField("title", "标题中疑有个人信息，请改写后再导入")
        # It goes out with the open data, and no reviewer is shown it.
        if _names_a_person(item.source_id, item.domain):
            raise BadField("source_id", "来源编号疑为个人信息，请换用不含证件号、手机号的编号")
        return item

    def _import_batch(self, batch: list[tuple[int, Incoming]]) -> None:
        if self.options.dry_run:
            for _row, item in batch:
                self.counts[self._verdict(item)] += 1
            return
        with transaction.atomic():
            drafts = [page for row, item in batch if (page := self._draft(row, item))]
        if self.options.already_public:
            for page in drafts:
                self._release(page)
                self._tell()

    def _verdict(self, item: Incoming) -> str:
        if item.source_id in self.known:
            return "skipped"
        return "drafted" if self._publisher(item) else "held"

    def _publisher(self, item: Incoming) -> Publisher | None:
        """Who publishes the row; a unit named for the whole file reprints what others made."""
        known = self.issuers.publisher(item.issuer)
        unit = self.options.unit
        if unit is None or (known and known.unit == unit):
            return known
        return Publisher(unit, is_reprint=known is not None)

    def _draft(self, row: int, item: Incoming) -> DisclosurePage | None:
        """The item that may be released: drafted now, or by a run that was interrupted."""
        if item.source_id in self.known:
            self.counts["skipped"] += 1
            return self._left_over(*self.known[item.source_id])
        publisher = self._publisher(item)
        if publisher is None:
            self._hold(row, item)
            return None
        try:
            with transaction.atomic():
                page = self.maker.make(item, publisher)
                waiting = self.waiting.get(item.source_id)
                if waiting:
                    held.settle(HeldItem.objects.get(pk=waiting), page.pk)
        except (DatabaseError, ValidationError, ValueError) as problem:
            self.maker.forget_columns()
            self._refuse(row, "", f"无法建立草稿（{type(problem).__name__}）")
            return None
        self.known[item.source_id] = (page.pk, False)
        self.counts["drafted"] += 1
        return page

    def _left_over(self, pk: int, is_live: bool) -> DisclosurePage | None:
        """A draft of an earlier run that nobody has worked on: the rule may still speak for it."""
        if is_live or not self.options.already_public:
            return None
        page = DisclosurePage.objects.get(pk=pk).specific
        is_untouched = (
            page.withdrawn_on is None
            and page.revisions.count() == 1
            and page.latest_revision.user_id is None
            and page.current_workflow_state is None
        )
        return page if is_untouched else None

    def _hold(self, row: int, item: Incoming) -> None:
        self.counts["held"] += 1
        if item.source_id not in self.waiting:
            held.hold(item, self.run, row)
            self.waiting[item.source_id] = -1

    def _release(self, page: DisclosurePage) -> None:
        try:
            released = clearing.release(
                page, by=self.options.cleared_by, released_by=self.options.released_by
            )
        except NotCleared:
            # Someone took the item up meanwhile: it is theirs now.
            released = False
        self.counts["released"] += released
        self.counts["review"] += not released

    def _refuse(self, row: int, column: str, reason: str) -> None:
        self.counts["errors"] += 1
        self.report(Problem(row, column, reason))

    def _tell(self) -> None:
        if time.monotonic() - self._told >= 2:
            self._told = time.monotonic()
            self.progress(self.counts)


def _names_a_person(text: str, domain: str) -> bool:
    return is_personal(text, domain=domain or None)
