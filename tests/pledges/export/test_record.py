"""What stays of an export: the record of it, and the line in the log of each case."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.utils import translation
from wagtail.models import ModelLogEntry

from pledges.choices import ExportFormat
from pledges.inbox.export import run
from pledges.inbox.search import index_cases
from pledges.models import ExportRecord, Pledge
from pledges.moves import MOVES, apply
from tests.factories.core import IndicatorFactory
from tests.factories.pledges import AnswerFactory, ContributionFactory, PledgeFactory
from tests.factories.users import UserFactory
from tests.support.exports import download, exported

PAGE = "/admin/inbox/export/"
LEDGER = "/admin/exports/"


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


class TestRecord:
    @pytest.mark.parametrize("file_format", ["csv", "xlsx"])
    def test_it_says_who_what_and_how_many(self, desk, officer, file_format):
        PledgeFactory(language="nl")
        PledgeFactory(language="fr")
        index_cases(Pledge.objects.all())
        download(desk, file_format, "view=all&language=nl&q=engagement&ordering=title&p=1")
        record = ExportRecord.objects.get()
        assert (record.user, record.format, record.number) == (officer, file_format, 1)
        assert record.filters == "/admin/inbox/all/?language=nl&ordering=title&searched=yes"
        assert record.begun_at <= record.finished_at

    def test_each_case_says_who_exported_it(self, desk, officer):
        taken, left = PledgeFactory(language="nl"), PledgeFactory(language="fr")
        download(desk, "csv", "view=all&language=nl")
        entry = ModelLogEntry.objects.for_instance(taken).get()
        assert (entry.action, entry.user, entry.label) == ("pledges.export", officer, taken.public_id)
        assert entry.data == {"export": ExportRecord.objects.get().pk}
        history = text_of(desk.get(f"/admin/inbox/{taken.pk}/")).split("Notes and timeline")[1]
        assert "It was exported." in history
        assert "Olga Peeters" in history
        assert not ModelLogEntry.objects.for_instance(left).exists()

    def test_a_move_can_still_be_undone_after_an_export(self, desk, officer):
        pledge = apply(PledgeFactory(), MOVES["accept"], officer, 1)
        download(desk, "csv")
        assert "Undo “Accept”" in text_of(desk.get(f"/admin/inbox/{pledge.pk}/"))

    def test_a_download_that_is_broken_off_has_no_end_and_counts_what_went_out(self, officer, monkeypatch):
        monkeypatch.setattr(run, "BATCH", 2)
        for _number in range(5):
            PledgeFactory()
        pieces = run.Export(officer, Pledge.objects.all(), ExportFormat.CSV, "/admin/inbox/all/").chunks()
        next(pieces)
        next(pieces)
        pieces.close()
        record = ExportRecord.objects.get()
        assert (record.number, record.finished_at) == (2, None)
        assert ModelLogEntry.objects.filter(action="pledges.export").count() == 2

    def test_nothing_goes_out_before_it_is_recorded(self, desk, monkeypatch):
        monkeypatch.setattr(run, "BATCH", 2)
        numbers = [PledgeFactory().public_id for _number in range(3)]
        response = desk.post(f"{PAGE}?view=all", {"format": "csv"})
        seen = b""
        for piece in response.streaming_content:
            seen += piece
            recorded = set(ModelLogEntry.objects.values_list("label", flat=True))
            gone_out = {number for number in numbers if number.encode() in seen}
            assert gone_out == recorded
        assert gone_out == set(numbers)

    def test_one_that_is_deleted_on_the_way_is_left_out_and_not_counted(self, desk, monkeypatch):
        monkeypatch.setattr(run, "BATCH", 1)
        first, second = PledgeFactory(title="a"), PledgeFactory(title="b")
        response = desk.post(f"{PAGE}?view=all&ordering=title", {"format": "csv"})
        pieces = iter(response.streaming_content)
        next(pieces)
        second.delete()
        text = b"".join(pieces).decode()
        assert first.public_id in text
        assert second.public_id not in text
        assert ExportRecord.objects.get().number == 1

    def test_it_is_in_the_language_of_its_reader_however_late_it_goes_out(self, desk, officer, prefer):
        pledge = PledgeFactory(state="declined")
        with translation.override("nl"):
            state, heading = str(pledge.state_label), str(Pledge._meta.get_field("title").verbose_name)
        prefer(officer, "nl")
        response = desk.post(f"{PAGE}?view=all", {"format": "csv"})
        with translation.override("fr"):
            text = b"".join(response.streaming_content).decode()
        assert heading.capitalize() in text
        assert state.capitalize() in text


def test_queries_follow_the_batches_and_not_the_rows(desk, monkeypatch, django_assert_max_num_queries):
    def count(rows):
        for _row in range(rows):
            pledge = PledgeFactory()
            AnswerFactory(pledge=pledge)
            ContributionFactory(pledge=pledge, indicator=IndicatorFactory(), declared=1)
            pledge.notes.create(text="A note", author=UserFactory())
        with django_assert_max_num_queries(40) as queries:
            assert len(exported(desk)) == Pledge.objects.count()
        return len(queries)

    download(desk, "csv")
    assert count(1) == count(10)
    whole = count(1)
    monkeypatch.setattr(run, "BATCH", 6)
    # Twelve engagements in two batches: one batch more.
    assert whole < count(0) <= whole + 10


class TestLedger:
    @pytest.fixture
    def record(self, desk):
        PledgeFactory(language="nl")
        download(desk, "csv", "view=all&language=nl")
        return ExportRecord.objects.get()

    def test_it_lists_them_and_leads_to_the_list(self, desk, record):
        page = desk.get(LEDGER)
        assert 'href="/admin/inbox/all/?language=nl"' in page.content.decode()
        assert record.user.get_username() in text_of(page) or "Olga Peeters" in text_of(page)
        assert "CSV" in text_of(page)

    def test_it_outlives_its_user(self, client, admin_user, record):
        get_user_model().objects.get(pk=record.user_id).delete()
        client.force_login(admin_user)
        assert client.get(LEDGER).status_code == 200
        assert client.get(f"{LEDGER}inspect/{record.pk}/").status_code == 200

    @pytest.mark.parametrize("verb", ["create/", "edit/{}/", "delete/{}/", "history/{}/"])
    def test_nobody_changes_it(self, client, admin_user, record, verb):
        client.force_login(admin_user)
        address = LEDGER + verb.format(record.pk)
        for response in (client.get(address, follow=True), client.post(address, follow=True)):
            assert response.status_code == 404
        assert ExportRecord.objects.get() == record

    def test_queries_do_not_grow_with_the_rows(self, desk, django_assert_max_num_queries):
        def count(rows):
            for _row in range(rows):
                ExportRecord.objects.create(user=UserFactory(), format="csv", filters="/admin/inbox/", number=1)
            with django_assert_max_num_queries(25) as queries:
                desk.get(LEDGER)
            return len(queries)

        desk.get(LEDGER)
        assert count(3) == count(15)
