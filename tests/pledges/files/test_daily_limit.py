"""How much one connection may hand in on one day."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.cache.backends import locmem
from django.utils import timezone

from pledges.file_content import MEGABYTE
from pledges.models import Pledge, PledgeDraft, PledgeFile
from pledges.spam import rate
from tests.support.join_forms import name, post, send
from tests.support.member_files import JPEG, PDF, answer, page_text, post_files, stored_files, upload

pytestmark = pytest.mark.django_db

TOO_MUCH = "Very many files came over this connection today"


@pytest.fixture(autouse=True)
def _low_limit(monkeypatch):
    """Room for one picture and a little more."""
    assert rate.MOST_BYTES_A_DAY >= 500 * MEGABYTE  # several classes of a school come from one address
    monkeypatch.setattr(rate, "MOST_BYTES_A_DAY", len(JPEG) + 1)


@pytest.fixture
def used_up(client, asked, step, note):
    """Two files were taken, and with them the day's allowance went."""
    post_files(client, step, asked["file"], upload(), **note)
    return post_files(client, step, asked["file"], upload("plan.pdf", PDF), **note)


def test_beyond_it_no_file_is_taken_and_nothing_typed_is_lost(client, asked, step, note, used_up, store):
    assert used_up.status_code == 303
    PledgeFile.objects.all()[1].delete()
    stored = len(stored_files(store))
    response = post_files(client, step, asked["file"], upload("more.pdf", PDF), **{name(asked["note"]): "By the well"})
    assert response.status_code == 422
    page = page_text(response)
    assert TOO_MUCH in page
    assert 'value="By the well"' in page
    assert "pond.jpg (" in page
    assert len(stored_files(store)) == stored
    assert [file.name for file in PledgeFile.objects.all()] == ["pond.jpg"]


def test_the_member_goes_on_without_or_saves_it_for_later(client, asked, step, note, used_up):
    response = post_files(client, step, asked["file"], upload("more.pdf", PDF), **note, later="1")
    assert response["Location"].endswith("/later/")
    check = post(client, step, note)["Location"]
    send(client, check)
    assert Pledge.objects.exists()


def test_what_is_ticked_is_removed_all_the_same(client, asked, step, note, used_up):
    first = PledgeFile.objects.first()
    ticked = {f"{name(asked['file'])}-remove": str(first.pk)}
    post_files(client, step, asked["file"], upload("more.pdf", PDF), **note, **ticked)
    assert [entry["name"] for entry in answer(asked)] == ["plan.pdf"]


def test_what_is_refused_counts_too(client, asked, step, note):
    for _time in range(2):
        response = post_files(client, step, asked["file"], upload("logo.svg", b"<svg/>" + b" " * len(JPEG)), **note)
    assert TOO_MUCH in page_text(response)


def test_another_connection_and_another_day_are_counted_on_their_own(client, asked, step, note, used_up, monkeypatch):
    PledgeFile.objects.all().delete()
    assert post_files(client, step, asked["file"], upload(), **note).status_code == 422
    client.defaults["REMOTE_ADDR"] = "192.0.2.9"
    assert post_files(client, step, asked["file"], upload(), **note).status_code == 303
    client.defaults["REMOTE_ADDR"] = "127.0.0.1"
    PledgeFile.objects.all().delete()
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr("pledges.spam.rate.timezone.localdate", lambda: tomorrow)
    assert post_files(client, step, asked["file"], upload(), **note).status_code == 303


def test_without_a_file_nothing_is_counted_and_files_are_no_engagements(client, asked, step, note, monkeypatch):
    counted = []
    monkeypatch.setattr(rate, "count", lambda request, what="sent", number=1: counted.append((what, number)))
    post(client, step, note)
    assert counted == []
    post_files(client, step, asked["file"], upload(), **note)
    assert counted == [(rate.BYTES, len(JPEG))]


@pytest.mark.parametrize("call", ["get", "add", "incr"])
def test_while_the_cache_does_not_answer_files_are_taken(client, asked, step, note, monkeypatch, call):
    monkeypatch.setattr(cache, call, lambda *args: 1 / 0)
    assert post_files(client, step, asked["file"], upload(), **note).status_code == 303
    assert PledgeFile.objects.exists()


def test_the_address_is_stored_nowhere(client, asked, step, note):
    client.defaults["REMOTE_ADDR"] = "192.0.2.77"
    post_files(client, step, asked["file"], upload(), **note)
    rows = str([list(model.objects.values()) for model in (PledgeDraft, PledgeFile)])
    assert "pledges.bytes." in str(locmem._caches)
    assert "192.0.2.77" not in rows + str(locmem._caches)
