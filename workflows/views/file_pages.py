"""What the screens of a file share, and the pictures of its pages."""

import zlib

from django.core import signing
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from disclosure import public_files
from disclosure.listed_files import files_of
from privacy import vault
from privacy.files.model import Refused
from privacy.vault import VaultUnavailable
from workflows import standing
from workflows.files import known, pictures
from workflows.files.reading import original_of
from workflows.files.spots import FileReview, reviews_of
from workflows.models import PrivacyReviewTask, ReleaseTask
from workflows.views.base import ItemScreen

REVEALED_SECONDS = 30  # how long a page stands in clear; the script covers it again
SALT = "workflows.files.page"


class FileScreen(ItemScreen):
    """What the screen and its pictures share: the file, and who may look at it."""

    step = PrivacyReviewTask

    @cached_property
    def attached(self) -> known.Attached:
        wanted = self.kwargs["file"]
        for attached in known.files_of(self.shown):
            if attached.uploaded.pk == wanted:
                return attached
        raise Http404

    @cached_property
    def review(self) -> FileReview | None:
        """None while the file is not read, or the vault is shut."""
        found = reviews_of(self.state.revision, self.shown)
        return next((r for r in found if r.attached.uploaded.pk == self.kwargs["file"]), None)

    @cached_property
    def objections(self) -> list[str]:
        return standing.objections(self.item, self.request.user, self.state)

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def picture_addresses(self, number: int, in_clear: bool) -> dict[str, str]:
        """Addresses of the page with everything covered that goes, and as it is shown now."""
        names = [self.item.pk, self.attached.uploaded.pk, number]
        address = reverse("workflows:file_page", args=names)
        # Another address once something else is covered, so that no stale picture stays.
        kept = ",".join(s.ref for s in self.review.spots if s.action == "keep")
        covered = f"{address}?v={zlib.crc32(kept.encode()):x}"
        token = signing.dumps([self.request.user.pk, *map(str, names)], salt=SALT)
        return {"covered": covered, "picture": f"{address}?clear={token}" if in_clear else covered}


class FilePage(FileScreen):
    """The picture of one page, never kept by a browser; opening it is written down."""

    def get(self, request, *args, **kwargs):
        if not vault.may_open(request.user) or self.review is None or self.objections:
            raise Http404
        try:
            return HttpResponse(self._picture(), content_type="image/png")
        except (Refused, VaultUnavailable) as error:
            raise Http404 from error

    def _picture(self) -> bytes:
        number = self.kwargs["number"]
        pages = [part for part in self.review.reading.parts if part.width]
        if not 1 <= number <= len(pages):
            raise Http404
        if "clear" in self.request.GET:
            return self._in_clear(number)
        data, name = original_of(self.attached.uploaded)
        boxes = pictures.covering(self.review, pages[number - 1].ref)
        return pictures.covered_picture(data, name, number, boxes)

    def _in_clear(self, number: int) -> bytes:
        try:
            told = signing.loads(self.request.GET["clear"], salt=SALT, max_age=REVEALED_SECONDS)
        except signing.BadSignature as error:
            raise Http404 from error
        names = [self.item.pk, self.attached.uploaded.pk, number]
        if told != [self.request.user.pk, *map(str, names)]:
            raise Http404
        sealed = vault.get(self.attached.uploaded.pk)
        reason = _("隐私审查 %(number)s 附件第 %(page)d 页") % {
            "number": self.item.number,
            "page": number,
        }
        data = vault.open(sealed, by=self.request.user, reason=reason)
        name = vault.name_for_machine(sealed, purpose="workflows.files.page")
        return pictures.clear_picture(data, name, number)


class PublicCopy(ItemScreen):
    """The copy that would become public, for whoever decides on the release."""

    step = ReleaseTask

    def get(self, request, *args, **kwargs):
        files = files_of(self.shown)
        found = next((file for file in files if file.n == kwargs["number"]), None)
        if found is None:
            raise Http404
        try:
            data = public_files.read(found.copy.digest)
        except public_files.CopyMissing as error:
            raise Http404 from error
        return HttpResponse(
            data,
            content_type=found.copy.media_type,
            headers={
                "Content-Disposition": f'attachment; filename="{found.name}"',
                "Content-Security-Policy": "default-src 'none'; sandbox",
                "X-Content-Type-Options": "nosniff",
            },
        )
