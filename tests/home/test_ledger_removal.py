"""What a removal or a redaction leaves of the log's openings, and what the outside still gets."""

import pytest
from django.db import transaction

from disclosure import publishing
from ledger import publisher, receipt
from ledger.models import LedgerEntry, LedgerHead, LedgerSeed
from privacy.models import ScrubJob
from tests.disclosure import stories

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "第三小组负责东片的道路"


@pytest.fixture(autouse=True)
def log(settings, tmp_path):
    settings.LEDGER_DIR = tmp_path / "ledger"
    settings.LEDGER_KEY_FILE = str(tmp_path / "keys" / "ledger.pem")


def twice_public():
    item = stories.released(text=f"现将有关事项公告如下。\n{SECRET}。")
    stories.revised(item, title="关于再次调整供暖时间的公告")
    return stories.released(type(item).objects.get(pk=item.pk))


def parts(client, item, rev):
    return client.get("/ledger/parts.json", {"item": item.number, "rev": rev})


def receipt_of(client, item, rev):
    answer = client.get("/ledger/receipt", {"item": item.number, "rev": rev})
    return receipt.parse(answer.content.decode())


@pytest.mark.parametrize("reason", ["privacy", "legal"])
def test_a_removal_takes_every_seed_in_its_own_transaction(client, reason):
    item = twice_public()
    assert LedgerSeed.objects.count() == 2 and parts(client, item, 1).status_code == 200

    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        publishing.withdraw(item, reason=reason, by=item.owner)
        assert not LedgerSeed.objects.exists()
        raise Undone
    assert LedgerSeed.objects.count() == 2

    publishing.withdraw(item, reason=reason, by=item.owner)
    publisher.publish()
    assert not LedgerSeed.objects.exists()
    for rev in (1, 2, 3):
        assert parts(client, item, rev).status_code == 410
        held = receipt_of(client, item, rev)
        assert held.salts == {}
    job = ScrubJob.objects.latest("pk")
    assert {"ledger_seed", "disclosure_publicversion"} <= set(job.tables)


def test_another_withdrawal_leaves_the_text_to_be_checked(client):
    item = twice_public()
    publishing.withdraw(item, reason="expired", by=item.owner)
    publisher.publish()
    assert parts(client, item, 1).status_code == 200
    assert parts(client, item, 3).json() == {}
    assert receipt_of(client, item, 2).salts


def test_a_redaction_leaves_earlier_versions_only_what_is_still_public(client):
    item = twice_public()
    publisher.publish()
    place = next(part for part, text in _record(item) if SECRET in text)
    text = dict(_record(item))[place]
    start = text.index("第三小")
    publishing.redact(item, {place: [(start, start + 3, "***")]}, reason="privacy", by=item.owner)
    publisher.publish()
    for rev in (1, 2):
        held, public = receipt_of(client, item, rev), parts(client, item, rev).json()
        assert place not in held.salts and place not in public
        assert set(public) == set(held.salts)
        assert _verify(held, public) == "partial"
    assert "title" not in receipt_of(client, item, 1).salts  # it was changed in between
    assert _verify(receipt_of(client, item, 3), parts(client, item, 3).json()) == "content"
    assert "ledger_seed" in ScrubJob.objects.latest("pk").tables


def _record(item):
    from disclosure.canonical import public_record

    return public_record(item)


def _verify(held, copy):
    from django.conf import settings

    from ledger import key_states
    from ledger.log_files import LogFolder

    verifiers = key_states.trusted(LogFolder())
    return receipt.verify(held, copy, origin=settings.LEDGER_ORIGIN, verifiers=verifiers)


def test_with_a_clock_that_lags_nothing_is_released_and_the_sentence_says_why(client):
    page = stories.draft()
    clearance = stories.cleared(page)
    LedgerHead.objects.update(last_time="2099-01-01T00:00:00Z")
    with pytest.raises(publishing.NotCleared, match="时钟"):
        publishing.commit(clearance, by=stories.person("publisher"))
    assert not type(page).objects.get(pk=page.pk).live
    assert not LedgerEntry.objects.exists()
