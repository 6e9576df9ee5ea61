"""How far an upload has come, for the bar on the screen: counts in a row of their own."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from workflows.lists.sheet import Progress
from workflows.models import UploadProgress

FORGOTTEN_AFTER = timedelta(hours=1)


def of(request) -> Progress | None:
    """Tells the row named by the form's token; None for a form without one (no script)."""
    token = _token(request.POST.get("token", ""))
    if token is None:
        return None
    UploadProgress.objects.filter(at__lt=timezone.now() - FORGOTTEN_AFTER).delete()
    UploadProgress.objects.update_or_create(token=token, defaults={"user": request.user, "done": 0})

    def tell(done: int) -> None:
        UploadProgress.objects.filter(token=token).update(done=done, at=timezone.now())

    return tell


def end(request) -> None:
    token = _token(request.POST.get("token", ""))
    if token is not None:
        UploadProgress.objects.filter(token=token, user=request.user).delete()


def done(user, token: str) -> int | None:
    """Rows read so far; None when nothing is under way under this token."""
    known = _token(token)
    found = UploadProgress.objects.filter(token=known, user=user).first() if known else None
    return found.done if found else None


def _token(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
