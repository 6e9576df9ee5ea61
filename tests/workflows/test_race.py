"""Two people press at the same moment."""

import threading

import pytest
from django.db import connection

from disclosure.models import PublicVersion
from tests.workflows import people
from workflows import actions
from workflows.standing import NotWaiting


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_releases_at_the_same_moment_make_one_event():
    people.install()
    team = people.staff()
    page = people.notice(team)
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    actions.review_and_clear(page, team.reviewer)
    start, outcomes = threading.Barrier(2), []

    def press():
        try:
            start.wait(timeout=20)
            outcomes.append(actions.release(page, team.publisher).type)
        except NotWaiting:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["publish", "refused"]
    assert PublicVersion.objects.filter(page_id=page.pk).count() == 1
