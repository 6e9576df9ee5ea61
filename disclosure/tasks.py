"""Work for the background worker (`manage.py db_worker`) in production."""

from django_tasks import task

from disclosure import outbox


@task()
def drain_outbox() -> int:
    """Do the side effects that are due; returns how many were done."""
    return outbox.drain()
