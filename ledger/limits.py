"""How often one visitor may ask the log's database."""

from django.http import HttpRequest

from ledger.visitors import count, visitor

PER_MINUTE = 600  # an auditor's script takes ten receipts a second; tiles are files and not counted


def is_over(request: HttpRequest) -> bool:
    """Count this request; whether its visitor has asked too often in this minute."""
    return count(visitor(request), "ledger", 60)[0] > PER_MINUTE
