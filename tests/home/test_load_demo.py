"""The demo: a small corpus through the funnel, accounts by role, work waiting in each step."""

import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from wagtail.models import TaskState

from disclosure.models import Clearance, DisclosurePage, PublicVersion, Unit
from home.demo import corpus, files
from home.demo.accounts import ACCOUNTS, PASSWORD
from home.demo.local_units import split_issuer
from home.demo.work import INVENTED_ID
from search.models import AskedTotal, BestBet, SynonymGroup
from tests.workflows import file_engine
from workflows import roles
from workflows.models import UploadedFile
from workflows.standing import running_state, step_of

pytestmark = pytest.mark.django_db


def small(source_id, issuer, **more):
    return {
        "id": source_id,
        "title": "关于公开工作的通知",
        "text": "正文。",
        "issuer": issuer,
        "date": "2018-06-20",
        "domain": "welfare",
    } | more


@pytest.fixture
def demo(monkeypatch, tmp_path):
    file = tmp_path / "corpus.jsonl.gz"
    rows = [
        small("r1", "国务院", title="社会救助暂行办法"),
        small("s1", "长春市民政局", synthetic=True),
        small("s2", "伊通县民政局", text="申请人郑春梅，身份证号码220102195503160002。"),
    ]
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    monkeypatch.setattr(corpus, "CORPUS", file)
    file_engine.install(monkeypatch)  # the real one takes a minute for the demo's files
    monkeypatch.setattr(files, "FOLDER", tmp_path)
    for story in files.STORIES:
        for name, _title in story.files:
            (tmp_path / name).write_text("救助情况说明\n申请人郑春梅。\n", encoding="utf-8")

    def load():
        out = StringIO()
        call_command("load_demo", stdout=out)
        return out.getvalue()

    return load


def test_first_run_fills_the_site_and_says_how_to_log_in(demo):
    said = demo()
    law = DisclosurePage.objects.get(source_id="r1")
    assert law.live and law.is_reprint and law.unit.code == "jl-office"
    notice = DisclosurePage.objects.get(source_id="s1")
    assert notice.live and notice.is_example and notice.number.startswith("220100-mz-")
    assert not DisclosurePage.objects.get(source_id="s2").live
    assert Unit.objects.get(code="220323-mz").region.name == "伊通满族自治县"
    imported = DisclosurePage.objects.exclude(source_id__startswith="demo-").values("pk")
    cleared = Clearance.objects.filter(released_at__isnull=False, page_id__in=imported)
    assert set(cleared.values_list("rule", flat=True)) == {"already-public"}
    assert PASSWORD in said and all(name in said for name, *_rest in ACCOUNTS)


def test_accounts_hold_their_roles_and_no_power_beyond(demo):
    demo()
    unit = Unit.objects.get(code="jl-mzt")
    for name, _shown, role, in_unit in ACCOUNTS:
        user = get_user_model().objects.get(username=name)
        assert roles.has_role(user, role, unit if in_unit else None), name
        assert user.check_password(PASSWORD) and not user.is_superuser


def test_work_waits_in_each_step_after_a_return_and_one_finding_is_being_decided(demo):
    demo()
    waiting = {}
    for page in DisclosurePage.objects.filter(source_id__startswith="demo-work"):
        state = running_state(page)
        was_returned = TaskState.objects.filter(
            workflow_state__object_id=str(page.pk), status="rejected"
        ).exists()
        waiting[page.source_id] = (step_of(state).__name__, was_returned)
    assert waiting == {
        "demo-work-1": ("DepartmentApprovalTask", True),
        "demo-work-2": ("PrivacyReviewTask", True),
        "demo-work-3": ("ReleaseTask", True),
        "demo-work-4": ("PrivacyReviewTask", False),
    }
    under_review = DisclosurePage.objects.get(source_id="demo-work-4").specific
    assert INVENTED_ID in str(under_review.get_latest_revision_as_object().body)
    state = running_state(under_review)
    assert state.claimed_by.username == "reviewer"


def test_one_item_with_a_file_is_public_and_one_waits_with_hostile_files(demo):
    demo()
    public = DisclosurePage.objects.get(source_id="demo-files-1").specific
    assert public.live
    assert public.attachment_rows.get().digest
    waiting = DisclosurePage.objects.get(source_id="demo-files-2").specific
    assert step_of(running_state(waiting)).__name__ == "PrivacyReviewTask"
    assert set(UploadedFile.objects.values_list("state", flat=True)) == {"ready"}


def test_the_shipped_files_are_there():
    shipped = Path(files.__file__).parent / "attachments"
    for story in files.STORIES:
        assert all((shipped / name).stat().st_size > 10_000 for name, _title in story.files)


def test_second_run_changes_nothing(demo):
    demo()
    before = (DisclosurePage.objects.count(), PublicVersion.objects.count())
    demo()
    assert (DisclosurePage.objects.count(), PublicVersion.objects.count()) == before


def test_shipped_corpus_is_small_and_covers_every_domain():
    assert corpus.CORPUS.stat().st_size < 2_000_000
    with gzip.open(corpus.CORPUS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    assert len(rows) >= 380 and len({row["id"] for row in rows}) == len(rows)
    count = {key: sum(row["domain"] == key for row in rows) for key in {r["domain"] for r in rows}}
    assert all(number >= 30 for key, number in count.items() if key != "cross"), count


def test_local_offices_are_told_by_place_and_department():
    assert split_issuer("长春市民政局") == ("长春市", "民政局")
    assert split_issuer("延边州体育局") == ("延边朝鲜族自治州", "体育局")
    assert split_issuer("梨树县人民政府办公室") == ("梨树县", "人民政府办公室")
    assert split_issuer("国务院") is None


def test_the_demo_has_questions_and_a_recommendation_once(demo):
    demo()
    demo()
    assert (AskedTotal.objects.count(), BestBet.objects.count()) == (30, 2)
    assert SynonymGroup.objects.filter(source="hand").count() == 2
