"""Attached files on their way: read, decided, built anew, and in the way while anything is open."""

import pytest

from disclosure import outbox, public_files
from disclosure.canonical import public_record
from disclosure.models import AttachmentRow
from privacy import sweep, vault
from privacy.files.model import Unreadable
from privacy.models import VaultObject
from privacy.needles import Needles
from tests.workflows import file_engine, people
from workflows import actions, redaction, wording
from workflows.files import deciding, known
from workflows.files.deciding import DecideInFile
from workflows.files.spots import reviews_of
from workflows.models import BuiltCopy, FileMark, UploadedFile
from workflows.review.deciding import CannotDecide
from workflows.review.spots import spots_of
from workflows.standing import running_state

pytestmark = pytest.mark.django_db
OTHER = "赵无双"
TEXT = (
    "救助情况汇总\n"
    f"申请人{people.NAME}，身份证号{people.ID_NUMBER}。\n"
    f"申请人{OTHER}，手机{people.PHONE}。\n"
)


@pytest.fixture
def engine(monkeypatch):
    return file_engine.install(monkeypatch)


@pytest.fixture
def team():
    people.install()
    return people.staff()


def attach(page, content: bytes, by, title="情况汇总", name="情况汇总.txt"):
    """Seal a file and hang it on the draft as the form does."""
    sealed = vault.seal(content, kind="file", name=name, unit_code="jl-test", by=by)
    draft = page.get_latest_revision_as_object()
    draft.attachment_rows.add(
        AttachmentRow(title=title, vault_id=sealed.pk, size=len(content), sort_order=0)
    )
    draft.save(clean=False)
    draft.save_revision(user=by, clean=False)
    return sealed


CONTENT = TEXT.encode()


def in_review(team, content=CONTENT, prose="<p>本通告自发布之日起施行。</p>", **fields):
    """An item with one file that the reviewer has before them."""
    page = people.notice(team, prose, **fields)
    sealed = attach(page, content, team.editor)
    actions.submit(page, team.editor)
    outbox.drain()
    actions.approve(page, team.approver)
    return page, UploadedFile.objects.get(pk=sealed.pk)


def review_of(page):
    state = running_state(page)
    shown = state.revision.as_object()
    [review] = reviews_of(state.revision, shown)
    return review


def decide_all(page, by, action="remove"):
    for spot in review_of(page).spots:
        if spot.is_open:
            deciding.decide(review_of(page), DecideInFile(spot.ref, action), by)


def test_a_submitted_file_is_read_and_its_reading_lies_in_the_vault(team, engine):
    page, file = in_review(team)
    assert (file.state, file.kind, file.page_id) == ("ready", "text", page.pk)
    assert file.counts["RESIDENT_ID"] == 1
    assert file.dropped == ["批注"]
    assert VaultObject.objects.get(pk=file.reading_id).kind == "reading"
    assert not list(sweep.in_tables(Needles([people.ID_NUMBER, people.PHONE])))


def test_nothing_passes_while_a_place_in_the_file_is_open(team, engine):
    page, _file = in_review(team)
    with pytest.raises(redaction.StillOpen) as caught:
        actions.review_and_clear(page, team.reviewer)
    assert "附件里还有" in caught.value.reasons[0]
    assert running_state(page).task.name == "隐私审查"


def test_a_passed_file_is_public_without_what_was_removed(team, engine):
    page, _file = in_review(team)
    decide_all(page, team.reviewer)
    actions.review_and_clear(page, team.reviewer)
    version = actions.release(page, team.publisher)
    outbox.drain()
    parts = dict(version.parts)
    copy = public_files.read(parts["a/1"]).decode()
    assert "救助情况汇总" in copy
    for value in (people.NAME, people.ID_NUMBER, OTHER, people.PHONE):
        assert value not in copy
    assert parts["t/files/1"] == "情况汇总"
    page.refresh_from_db()
    assert page.live


def test_masking_in_a_file_leaves_what_the_mask_leaves(team, engine):
    page, _file = in_review(team)
    decide_all(page, team.reviewer, "mask")
    actions.review_and_clear(page, team.reviewer)
    version = actions.release(page, team.publisher)
    copy = public_files.read(dict(version.parts)["a/1"]).decode()
    assert "张*三" in copy
    assert people.NAME not in copy


def test_a_value_of_the_file_is_a_place_in_the_text_as_well(team, engine):
    page, _file = in_review(team, prose=f"<p>另见{OTHER}的说明。</p>")
    state = running_state(page)
    assert OTHER in {spot.value for spot in spots_of(state.revision)}


def test_a_value_of_the_text_is_a_place_in_the_file_as_well(team, engine):
    content = f"名单附后\n{people.NAME}\n".encode()
    page, _file = in_review(team, content, people.PROSE)
    assert people.NAME in {spot.value for spot in review_of(page).spots}


def test_what_goes_from_the_text_goes_from_the_file(team, engine):
    content = b"\xe5\x90\x8d\xe5\x8d\x95"
    page, _file = in_review(team, content, people.PROSE)
    actions.review_and_clear(page, team.reviewer, decisions="proposed")
    assert people.ID_NUMBER in engine.rebuilt[-1].terms


def test_keeping_needs_grounds_and_grounds_may_not_quote(team, engine):
    page, _file = in_review(team)
    ref = next(s.ref for s in review_of(page).spots if s.cls == "RESIDENT_ID")
    with pytest.raises(CannotDecide):
        deciding.decide(review_of(page), DecideInFile(ref, "keep"), team.reviewer)
    quoting = DecideInFile(ref, "keep", reason=f"{OTHER}同意公开", basis="无")
    with pytest.raises(CannotDecide):
        deciding.decide(review_of(page), quoting, team.reviewer)
    assert not FileMark.objects.exists()


def test_one_decision_can_serve_all_places_of_the_same_value(team, engine):
    content = f"申请人{people.NAME}。\n申请人{people.NAME}。\n".encode()
    page, _file = in_review(team, content)
    review = review_of(page)
    met = deciding.decide(
        review, DecideInFile(review.spots[0].ref, "remove", scope="value"), team.reviewer
    )
    assert len(met) == 2
    assert not review_of(page).open_count


def test_words_the_detector_missed_can_be_marked(team, engine):
    page, _file = in_review(team, "附件正文\n绰号小铁匠的人\n".encode())
    assert deciding.mark(review_of(page), "b2", "小铁匠", "RECIPIENT_NAME", team.reviewer) == 1
    actions.review_and_clear(page, team.reviewer)
    copy = BuiltCopy.objects.get()
    assert "小铁匠" not in public_files.read(copy.digest).decode()
    assert not list(sweep.in_tables(Needles(["小铁匠"])))


def test_marking_words_that_are_not_there_says_so(team, engine):
    page, _file = in_review(team)
    with pytest.raises(CannotDecide):
        deciding.mark(review_of(page), "b1", "不在这里", "RECIPIENT_NAME", team.reviewer)


def test_a_drawn_box_reaches_the_engine_and_can_be_moved_and_taken_back(team, engine):
    page, _file = in_review(team, file_engine.PAGED + "签名页\n".encode())
    drawn = deciding.draw(review_of(page), "p1", (0.1, 0.1, 0.4, 0.2), team.reviewer)
    deciding.move(review_of(page), drawn.ref, 0, (0.2, 0.1, 0.5, 0.2), team.reviewer)
    actions.review_and_clear(page, team.reviewer)
    assert engine.rebuilt[-1].drawn == {"p1": ((0.2, 0.1, 0.5, 0.2),)}
    deciding.undo(review_of_any(page), drawn.ref)
    assert not FileMark.objects.exists()


def review_of_any(page):
    revision = type(page).objects.get(pk=page.pk).get_latest_revision()
    return reviews_of(revision, revision.as_object())[0]


def test_a_refused_file_stands_in_the_way_with_what_to_do(team, engine):
    page, file = in_review(team, b"PK\x03\x04 an archive")
    assert file.state == "refused"
    with pytest.raises(redaction.StillOpen) as caught:
        actions.review_and_clear(page, team.reviewer, decisions="proposed")
    assert "请把里面的文件分别上传" in caught.value.reasons[0]


def test_an_unreadable_file_is_a_hard_stop(team, engine):
    page, file = in_review(team, b"? blurred")
    assert file.state == "unreadable"
    with pytest.raises(redaction.StillOpen) as caught:
        actions.review_and_clear(page, team.reviewer, decisions="proposed")
    assert "读不出" in caught.value.reasons[0]


def test_a_file_that_is_still_being_read_is_in_the_way(team, engine):
    page = people.notice(team)
    attach(page, TEXT.encode(), team.editor)
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    with pytest.raises(redaction.StillOpen) as caught:
        actions.review_and_clear(page, team.reviewer)
    assert "还没有检测完" in caught.value.reasons[0]


def test_an_unreadable_file_is_tried_again_at_the_next_submission(team, engine):
    engine.broken = Unreadable("文字识别没有安装。")
    page, file = in_review(team)
    assert file.state == "unreadable"
    actions.return_(page, team.reviewer, "附件读不出，请核对。")
    engine.broken = None
    actions.submit(page, team.editor)
    outbox.drain()
    file.refresh_from_db()
    assert file.state == "ready"


def test_a_crash_of_the_engine_is_tried_three_times_and_then_told(team, engine):
    engine.broken = RuntimeError("crash")
    page, file = in_review(team)
    for _round in range(5):
        outbox.pending().update(due_at=None)
        outbox.drain()
    file.refresh_from_db()
    assert (file.state, file.attempts) == ("failed", 3)
    assert known.hindrances(running_state(page).revision.as_object())


def test_a_reading_that_was_killed_is_taken_up_again(team, engine):
    _page, file = in_review(team)
    UploadedFile.objects.filter(pk=file.pk).update(state="reading", holder="elsewhere:1", beat=None)
    outbox.enqueue("file", "", vault=str(file.pk))
    outbox.drain()
    file.refresh_from_db()
    assert file.state == "ready"


def test_the_same_decisions_build_no_second_copy(team, engine):
    page, _file = in_review(team)
    decide_all(page, team.reviewer)
    actions.review_and_clear(page, team.reviewer)
    assert len(engine.rebuilt) == 1
    actions.return_(page, team.publisher, "请再核对一遍附件。")
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    actions.review_and_clear(page, team.reviewer)
    assert len(engine.rebuilt) == 1


def test_a_long_copy_is_built_beside_the_request(team, engine, monkeypatch):
    monkeypatch.setattr("workflows.files.building.AT_ONCE", 0)
    page, _file = in_review(team)
    decide_all(page, team.reviewer)
    with pytest.raises(redaction.StillOpen) as caught:
        actions.review_and_clear(page, team.reviewer, wait=False)
    assert "关掉页面也会继续" in caught.value.reasons[0]
    outbox.drain()
    actions.review_and_clear(page, team.reviewer, wait=False)
    assert len(engine.rebuilt) == 1


def test_a_copy_that_still_shows_a_value_stops_the_review(team, engine, monkeypatch):
    page, _file = in_review(team)
    decide_all(page, team.reviewer)
    honest = engine.rebuild
    from privacy.files import sandbox

    def leaking(data, **more):
        rebuilt = honest(data, **more)
        leak = f"{rebuilt.text}\n{people.ID_NUMBER}".encode()
        return type(rebuilt)(leak, ".txt", "text/plain", rebuilt.html, rebuilt.text, 1)

    monkeypatch.setattr(sandbox, "rebuild", leaking)
    with pytest.raises(redaction.StillOpen) as caught:
        actions.review_and_clear(page, team.reviewer)
    assert "仍有" in caught.value.reasons[0]


def test_the_evidence_of_the_decisions_holds_no_value(team, engine):
    page, _file = in_review(team)
    decide_all(page, team.reviewer)
    clearance = actions.review_and_clear(page, team.reviewer)
    told = clearance.redaction.decisions
    assert {d["part"] for d in told if "file" in d} == {"a/1"}
    assert people.NAME not in str(told)
    cleared = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    assert "a/1" in dict(public_record(cleared))


def test_a_file_in_which_nothing_is_found_passes_and_is_released(team, engine):
    page, file = in_review(team, "服务时间：工作日上午\n".encode())
    assert not file.counts
    actions.review_and_clear(page, team.reviewer)
    version = actions.release(page, team.publisher)
    assert "服务时间" in public_files.read(dict(version.parts)["a/1"]).decode()


def test_reasons_for_a_return_may_not_quote_the_file(team, engine):
    page, _file = in_review(team)
    with pytest.raises(wording.HoldsPersonalData):
        actions.return_(page, team.reviewer, f"附件里的{OTHER}请删去。")
