"""Events for tests of the log, written through `append`."""

from datetime import UTC, datetime

from django.db import transaction

from ledger.append import append

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def parts(text="正文"):
    return [("title", "低保公示"), ("b/1", text), ("links", "")]


@transaction.atomic
def event(item, type="publish", reason=None, text="正文"):
    if reason is None:
        reason = "" if type == "publish" else "update"
    content = [] if type == "withdraw" else parts(text)
    return append(type=type, item=item, org="示例县民政局", reason=reason, parts=content, now=NOW)


def publish_items(count, start=0):
    return [event(f"mz-{number}") for number in range(start, start + count)]
