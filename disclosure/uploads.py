"""Files of an item: sealed into the vault at upload, published later as copies we make (I3)."""

import hashlib
from pathlib import PurePath

from django import forms
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from disclosure import outbox
from privacy import vault
from privacy.files import sniff
from privacy.files.model import Refused

LARGEST_FILE = 50 * 1024 * 1024
FORMATS = frozenset(
    "pdf docx xlsx csv txt jpg jpeg png tif tiff bmp webp heic".split()  # what is built anew
)
# Autosave posts the same file again and again while it stands in the form.
REMEMBERED_SECONDS = 24 * 3600


class FileRowForm(WagtailAdminModelForm):
    """A row of `attachment_rows`; what is uploaded goes to the vault, never to the media folder."""

    upload = forms.FileField(
        label=gettext_lazy("文件"),
        required=False,
        help_text=gettext_lazy(
            "原件放进保险箱，不会原样公开；公开副本制成前，公众只看到有几个附件。"
        ),
        widget=forms.FileInput,
    )

    def clean_upload(self):
        file = self.cleaned_data["upload"]
        if not file:
            return None
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("文件超过 50 MB，请压缩或分开上传。"))
        problems = []
        if PurePath(file.name).suffix.lower().lstrip(".") not in FORMATS:
            formats = "、".join(sorted(FORMATS))
            problems.append(_("不收这种文件。可用：%(formats)s。") % {"formats": formats})
        try:
            sniff.kind_of(file.read(), file.name)
        except Refused as refusal:
            problems.append(_(str(refusal)))  # says what to do instead
        finally:
            file.seek(0)
        if problems:
            raise forms.ValidationError(problems)
        return file

    def clean(self):
        cleaned = super().clean()
        if not self.instance.vault_id and not cleaned.get("upload") and "upload" not in self.errors:
            self.add_error("upload", _("请选择文件。"))
        if cleaned.get("upload") and not cleaned.get("title"):
            cleaned["title"] = PurePath(cleaned["upload"].name).stem[:200]
        return cleaned


def seal_uploads(formset, item, row, *, by) -> None:
    """Seal what the rows of a valid formset bring; a row that cannot be kept gets an error.

    `row` is the catalogue row chosen in the form: its domain decides how the file is read.
    """
    domain = row.domain if row else item.domain
    for form in formset.forms:
        file = form.cleaned_data.get("upload") if form.is_valid() else None
        if not file or form in formset.deleted_forms:
            continue
        try:
            form.instance.vault_id, form.instance.size = _sealed(file, item, domain, by)
            form.instance.digest = ""  # a copy of the earlier file is none of this one
        except vault.VaultUnavailable:
            form.add_error("upload", _("保险箱现在不能存放文件，请稍后再试。其他内容没有丢。"))


def _sealed(file, item, domain: str, by):
    content, unit_code = file.read(), item.unit.code
    print_of = hashlib.sha256(content).hexdigest()
    key = salted_hmac(
        "disclosure.uploads", f"{unit_code}/{by.pk}/{file.name}/{print_of}"
    ).hexdigest()
    known = cache.get(key)
    if known is None:
        sealed = vault.seal(content, kind="file", name=file.name, unit_code=unit_code, by=by)
        known = str(sealed.pk)
        # Read at once: whoever uploads learns early that a file cannot be published.
        outbox.enqueue("file", "", vault=known, domain=domain or "", page=item.pk or 0)
        cache.set(key, known, REMEMBERED_SECONDS)
    return known, len(content)
