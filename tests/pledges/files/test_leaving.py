"""When a file goes with the engagement, and when it leaves the storage."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from pledges.choices import PrivacyClass
from pledges.drafts import purge_expired
from pledges.models import Pledge, PledgeDraft, PledgeFile
from tests.support.join_forms import name, send
from tests.support.member_files import post_files, stored_files, upload

pytestmark = pytest.mark.django_db


class TestSending:
    @pytest.fixture
    def check(self, client, asked, step, note):
        return post_files(client, step, asked["file"], upload(), **note)["Location"]

    def test_the_files_go_with_the_engagement(self, client, asked, check, store, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            send(client, check)
        pledge = Pledge.objects.get()
        file = PledgeFile.objects.get()
        assert (file.pledge, file.draft) == (pledge, None)
        kept = pledge.answers.get(kind="file")
        assert kept.value[0]["file"] == str(file.pk)
        assert "pond.jpg (" in kept.display
        assert len(stored_files(store)) == 1
        assert not PledgeDraft.objects.exists()

    def test_a_file_that_no_answer_lists_goes_with_the_draft(
        self, client, asked, step, check, store, django_capture_on_commit_callbacks
    ):
        post_files(client, step, asked["file"], upload("second.jpg"), **{name(asked["note"]): ""})
        with django_capture_on_commit_callbacks(execute=True):
            send(client, check)
        assert [file.name for file in PledgeFile.objects.all()] == ["pond.jpg"]
        assert len(stored_files(store)) == 1

    def test_no_file_is_public_whatever_the_editor_ticked(self, client, asked, check):
        assert asked["file"]["value"]["privacy"] == PrivacyClass.PUBLIC
        send(client, check)
        assert Pledge.objects.get().answers.get(kind="file").privacy == PrivacyClass.STAFF

    def test_when_sending_fails_the_files_stay_with_the_draft(self, client, check, store, monkeypatch):
        monkeypatch.setattr("pledges.intake.queue_receipt", lambda pledge: 1 / 0)
        assert send(client, check).status_code == 500
        file = PledgeFile.objects.get()
        assert file.draft is not None
        assert len(stored_files(store)) == 1


class TestRemoval:
    @pytest.fixture
    def file(self, client, asked, step, note):
        post_files(client, step, asked["file"], upload(), **note)
        return PledgeFile.objects.get()

    def test_with_the_draft(self, file, store, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            file.draft.delete()
        assert not stored_files(store)

    @pytest.mark.parametrize("purge", [purge_expired, lambda: call_command("purge_drafts")], ids=["code", "command"])
    def test_with_a_draft_that_is_purged(self, file, store, purge, capsys, django_capture_on_commit_callbacks):
        PledgeDraft.objects.update(updated_at=timezone.now() - timedelta(hours=25))
        with django_capture_on_commit_callbacks(execute=True):
            removed = purge()
        assert removed == 1 or "Drafts removed: 1\n" in capsys.readouterr().out
        assert not PledgeFile.objects.exists()
        assert not stored_files(store)

    def test_with_the_engagement(self, client, step, file, store, django_capture_on_commit_callbacks):
        send(client, step.replace("2/", "check/"))
        with django_capture_on_commit_callbacks(execute=True):
            Pledge.objects.get().delete()
        assert not PledgeFile.objects.exists()
        assert not stored_files(store)

    def test_a_removal_that_is_rolled_back_removes_nothing(self, file, store):
        with transaction.atomic():
            file.draft.delete()
            transaction.set_rollback(True)
        assert len(stored_files(store)) == 1
        assert PledgeFile.objects.exists()

    def test_a_file_whose_row_cannot_be_written_leaves_nothing_behind(
        self, file, store, client, asked, step, note, monkeypatch
    ):
        monkeypatch.setattr("pledges.uploads.PledgeDraft.save", lambda *args, **kwargs: 1 / 0)
        assert post_files(client, step, asked["file"], upload("second.jpg"), **note).status_code == 500
        assert [row.name for row in PledgeFile.objects.all()] == ["pond.jpg"]
        assert len(stored_files(store)) == 1

    def test_its_name_is_the_number_alone(self, client, step, file):
        assert str(file) == str(file.pk)
        send(client, step.replace("2/", "check/"))
        file.refresh_from_db()
        assert str(file) == Pledge.objects.get().public_id
