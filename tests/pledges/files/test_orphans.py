"""Files that a killed process left in the storage without a row."""

import os
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from bbacms.core.private_storage import PrivateStorage
from pledges import orphans
from pledges.management.commands import run_worker
from pledges.models import PledgeFile
from pledges.orphans import purge_orphans
from tests.factories.pledges import PledgeDraftFactory, PledgeFileFactory
from tests.support.member_files import stored_files

pytestmark = pytest.mark.django_db

DAY = 24 * 3600
FOLDER = "pledge-files"
ASIDE = "pledge-files-unclaimed"


@pytest.fixture
def known():
    """A file of a sent engagement and one of a draft, both old."""
    files = PledgeFileFactory.create_batch(2)
    PledgeFile.objects.filter(pk=files[1].pk).update(pledge=None, draft=PledgeDraftFactory())
    for file in files:
        grow_old(file.file.path)
    return {os.path.basename(file.file.name) for file in files}


def grow_old(path, seconds=DAY + 60):
    moment = time.time() - seconds
    os.utime(path, (moment, moment))


def left(store, name="orphan", seconds=DAY + 60, folder=FOLDER):
    path = store / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-1.4")
    grow_old(path, seconds)
    return path


def names(store, folder=FOLDER):
    return {path.name for path in stored_files(store / folder)}


def forget(file):
    """Let the database be one that does not know ``file``: that of a backup, or of a copy of the site."""
    PledgeFile.objects.filter(pk=file.pk)._raw_delete("default")


def test_an_old_file_without_a_row_is_set_aside_and_those_with_one_stay(store, known):
    left(store)
    assert purge_orphans() == 1
    assert names(store) == known
    assert names(store, ASIDE) == {"orphan"}
    assert purge_orphans() == 0


def test_what_was_set_aside_goes_after_thirty_days(store, known):
    left(store, seconds=400 * DAY)
    purge_orphans()
    grow_old(store / ASIDE / "orphan", 30 * DAY - 60)
    purge_orphans()
    assert names(store, ASIDE) == {"orphan"}
    grow_old(store / ASIDE / "orphan", 30 * DAY + 60)
    purge_orphans()
    assert stored_files(store / ASIDE) == []
    assert names(store) == known


def test_a_file_whose_row_comes_back_with_the_right_database_is_back_in_its_place(store, known):
    file = PledgeFileFactory()
    grow_old(file.file.path)
    forget(file)
    assert purge_orphans() == 1
    file.save(force_insert=True)
    grow_old(store / ASIDE / os.path.basename(file.file.name), 31 * DAY)
    assert purge_orphans() == 0
    assert file.file.read() == b"%PDF-1.4\n%%EOF\n"
    assert stored_files(store / ASIDE) == []


@pytest.mark.parametrize("cut_off", ["pledge-files", "pledge-files-unclaimed", "neither"])
def test_a_file_of_which_a_killed_process_left_two_is_whole_at_its_place(store, known, cut_off):
    file = PledgeFileFactory()
    whole = file.file.read()
    left(store, os.path.basename(file.file.name), folder=ASIDE).write_bytes(whole)
    if cut_off != "neither":
        (store / cut_off / os.path.basename(file.file.name)).write_bytes(b"%P")
    purge_orphans()
    assert (store / file.file.name).read_bytes() == whole
    assert stored_files(store / ASIDE) == []


def test_a_file_that_was_being_set_aside_is_set_aside_whole(store, known):
    left(store)
    left(store, folder=ASIDE).write_bytes(b"%P")
    assert purge_orphans() == 1
    assert (store / ASIDE / "orphan").read_bytes() == b"%PDF-1.4"
    assert names(store) == known


@pytest.mark.parametrize(("known_files", "unknown_files"), [(2, 4), (100, 6), (500, 21)])
def test_where_too_many_are_unknown_none_is_touched_and_the_log_says_so(
    store, monkeypatch, caplog, known_files, unknown_files
):
    """As after the database was restored from a backup, or beside a copy of the site that shares the storage."""
    file = PledgeFileFactory(file__filename="first")
    rows = [
        PledgeFile(pledge=file.pledge, question_id=file.question_id, size=8, file=f"{FOLDER}/known-{number}")
        for number in range(known_files - 1)
    ]
    PledgeFile.objects.bulk_create(rows)
    for row in rows:
        left(store, os.path.basename(row.file.name))
    for number in range(unknown_files):
        left(store, f"orphan-{number}")
    assert purge_orphans() == 0
    assert not (store / ASIDE).exists()
    assert f"{unknown_files} of {known_files + unknown_files} files" in caplog.text
    (store / FOLDER / "orphan-0").unlink()
    assert purge_orphans() == unknown_files - 1


def test_whoever_has_made_sure_has_any_number_set_aside(store, known):
    for number in range(30):
        left(store, f"orphan-{number}")
    call_command("purge_drafts")
    assert len(names(store)) == len(known) + 30
    call_command("purge_drafts", all_unclaimed=True)
    assert names(store) == known
    assert len(names(store, ASIDE)) == 30


def test_the_row_of_a_young_file_may_still_be_on_its_way(store, known):
    left(store, seconds=DAY - 60)
    assert purge_orphans() == 0
    assert names(store) == known | {"orphan"}


def test_what_lies_in_another_folder_is_not_ours(store, known):
    left(store, folder="")
    left(store, folder=f"{FOLDER}/deeper")
    left(store, folder="exports")
    assert purge_orphans() == 0
    assert len(stored_files(store)) == len(known) + 3


def test_more_files_than_one_query_holds(store, known, monkeypatch):
    monkeypatch.setattr(orphans, "AT_ONCE", 2)
    for number in range(3):
        left(store, f"orphan-{number}")
    assert purge_orphans() == 3
    assert names(store) == known


def test_a_store_that_does_not_exist_yet_is_no_error(store):
    assert not store.exists()
    assert purge_orphans() == 0


@pytest.mark.parametrize("question", ["values_list", "exists"])
def test_nothing_is_removed_while_the_database_does_not_answer(store, known, monkeypatch, question):
    left(store)

    def fail(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(f"django.db.models.query.QuerySet.{question}", fail)
    with pytest.raises(OperationalError):
        purge_orphans()
    assert names(store) == known | {"orphan"}


def test_nothing_is_removed_beside_a_database_that_knows_no_file_at_all(store, known):
    PledgeFile.objects.all()._raw_delete("default")
    assert purge_orphans() == 0
    assert names(store) == known


@pytest.mark.parametrize("call", ["listdir", "get_modified_time", "_save", "delete"])
def test_a_store_that_fails_is_tried_again_and_the_log_names_no_file(store, known, monkeypatch, caplog, call):
    left(store)
    with monkeypatch.context() as patched:
        patched.setattr(PrivateStorage, call, lambda *args: 1 / 0)
        assert purge_orphans() == 0
    assert "ZeroDivisionError" in caplog.text
    assert "orphan" not in caplog.text.replace("orphans", "")
    assert purge_orphans() == 1


def test_a_store_in_a_cloud_that_lists_what_is_gone_is_no_error(store, known, monkeypatch):
    monkeypatch.setattr(PrivateStorage, "listdir", lambda *args: ([], ["gone"]))
    assert purge_orphans() == 0
    assert names(store) == known


def test_the_age_is_told_in_the_time_zone_of_the_site(store, known, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    path = left(store, seconds=DAY - 60)
    assert PrivateStorage().get_modified_time(path.relative_to(store)) > timezone.now() - timedelta(days=1)
    assert purge_orphans() == 0


def test_the_command_sets_them_aside(store, known, capsys):
    left(store)
    call_command("purge_drafts")
    assert "Files set aside that belong to nothing: 1\n" in capsys.readouterr().out
    assert names(store) == known


def test_the_worker_sets_them_aside_and_sends_mail_all_the_same(store, known, monkeypatch):
    left(store)
    worker = run_worker.Command()
    monkeypatch.setattr(run_worker.time, "sleep", lambda seconds: worker.stop(0, None))
    monkeypatch.setattr(run_worker.signal, "signal", lambda *args: None)
    monkeypatch.setattr(run_worker, "close_old_connections", lambda: None)
    worker.handle(forever=True)
    assert names(store) == known
