"""The job that reads an uploaded file: original out of the vault, reading into it (I3, I6)."""

import json
import logging

from disclosure.allowed import allowed_texts
from disclosure.models import DisclosurePage
from privacy import vault
from privacy.files import sandbox, wire
from privacy.files.model import Reading, Refused, Unreadable
from privacy.models import VaultObject
from privacy.vault import VaultErased, VaultUnavailable
from workflows.files import jobs
from workflows.models import UploadedFile

log = logging.getLogger(__name__)
PURPOSE = "workflows.files.read"
LONGEST_REASON = 300


def read(number: str, payload: dict) -> None:
    """Outbox `file`. Runs again after a kill; a failure that may pass is tried three times."""
    UploadedFile.objects.get_or_create(
        vault_id=payload["vault"],
        defaults={"domain": payload.get("domain", ""), "page_id": payload.get("page", 0)},
    )
    file = jobs.claim(
        UploadedFile.objects.filter(pk=payload["vault"]),
        waiting=UploadedFile.WAITING,
        working=UploadedFile.READING,
    )
    if file is None:
        return
    try:
        sealed = vault.get(file.pk)
        reading = _read(file, sealed)
    except Unreadable as error:
        _end(file, UploadedFile.UNREADABLE, error)
    except Refused as error:
        _end(file, UploadedFile.REFUSED, error)
    except VaultErased:
        jobs.finish(file, UploadedFile.FAILED)
    except Exception as error:
        if file.attempts < jobs.MOST_ATTEMPTS:
            jobs.give_back(file, UploadedFile.WAITING)
            raise
        log.error("files.failed object=%s error=%s", file.pk, type(error).__name__)
        jobs.finish(file, UploadedFile.FAILED)
    else:
        _keep(file, sealed, reading)


def _read(file: UploadedFile, sealed: VaultObject) -> Reading:
    page = DisclosurePage.objects.filter(pk=file.page_id).first()
    return sandbox.read(
        vault.open_for_machine(sealed, purpose=PURPOSE),
        name=vault.name_for_machine(sealed, purpose=PURPOSE),
        domain=file.domain or None,
        allow=allowed_texts(page.specific) if page else (),
        progress=jobs.progress_of(file),
    )


def _end(file: UploadedFile, state: str, error: Refused) -> None:
    log.info("files.%s object=%s", state, file.pk)
    jobs.finish(file, state, reason=str(error)[:LONGEST_REASON])


def _keep(file: UploadedFile, sealed: VaultObject, reading: Reading) -> None:
    """The reading names persons: into the vault, in place of an earlier one."""
    content = json.dumps(wire.reading_out(reading), ensure_ascii=False).encode()
    kept = vault.seal(
        content, kind="reading", name="reading", unit_code=sealed.unit_code, by=sealed.created_by
    )
    earlier = file.reading_id
    counts: dict[str, int] = {}
    for finding in reading.findings:
        if finding.action != "keep":
            counts[finding.cls] = counts.get(finding.cls, 0) + 1
    jobs.finish(
        file,
        UploadedFile.READY,
        kind=reading.kind[:10],
        pages=len([part for part in reading.parts if part.width]) or 1,
        counts=counts,
        dropped=list(reading.dropped),
        reading_id=kept.pk,
    )
    if earlier:
        vault.erase(vault.get(earlier), reason="read again")
    log.info("files.read object=%s kind=%s parts=%d", file.pk, reading.kind, len(reading.parts))


def reading_of(uploaded: UploadedFile) -> Reading:
    """The kept reading; VaultUnavailable when it cannot be opened."""
    if uploaded.reading_id is None:
        raise VaultUnavailable(f"file {uploaded.pk} was not read")
    sealed = vault.get(uploaded.reading_id)
    content = vault.open_for_machine(sealed, purpose="workflows.files")
    return wire.reading_in(json.loads(content))


def original_of(uploaded: UploadedFile) -> tuple[bytes, str]:
    """(bytes, name) of the original, for the machine that builds the copy."""
    sealed = vault.get(uploaded.pk)
    data = vault.open_for_machine(sealed, purpose=PURPOSE)
    return data, vault.name_for_machine(sealed, purpose=PURPOSE)
