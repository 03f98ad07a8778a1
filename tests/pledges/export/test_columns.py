"""One row for each engagement, one column for each question, over all wordings of the forms."""

import uuid
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from bbacms.core.choices import Unit
from pledges.choices import PledgeState
from pledges.models import Answer
from tests.factories.core import ActorKindFactory, IndicatorFactory, ObjectiveFactory
from tests.factories.pledges import AnswerFactory, ContributionFactory, PledgeFactory, PledgeFormFactory
from tests.support.exports import csv_rows, download, exported, exported_sheet
from tests.support.join_forms import needed_questions, published_form, question, republish, section

pytestmark = pytest.mark.django_db


def form_with(*questions, name="Join form"):
    """An open form that asks these first, and then what every form has to ask."""
    return published_form(section("Part", *questions), section("Needed", *needed_questions().values()), name=name)


def reword(form, *questions):
    republish(form, section("Part", *questions), section("Needed", *needed_questions().values()))


def headings(client):
    return csv_rows(download(client, "csv"))[0]


def answer_to(form, block, text, **more):
    return AnswerFactory(
        pledge=PledgeFactory(form=form, form_revision=form.live_revision, **more),
        question_id=block["id"],
        form_revision=form.live_revision,
        label=block["value"]["label"][more.get("language", "en")],
        display=text,
    )


def said(client, number, heading):
    return next(row[heading] for row in exported(client) if row["Number"] == number)


class TestOwnColumns:
    def test_a_row_says_who_what_where_and_how_it_stands(self, desk, officer):
        form = PledgeFormFactory(name="Join form 2027")
        first = PledgeFactory()
        PledgeFactory(
            form=form,
            language="nl",
            source="paper",
            state=PledgeState.ACCEPTED,
            decided_at=datetime(2026, 5, 1, 10, tzinfo=UTC),
            archived_at=datetime(2026, 6, 1, 10, tzinfo=UTC),
            merged_into=first,
            assignee=officer,
            title="A pond",
            summary="We dig",
            name="An Peeters",
            organisation="Town of Asse",
            actor_kind=ActorKindFactory(label="Municipality"),
            email="an@example.org",
            email_confirmed_at=datetime(2026, 4, 1, 10, tzinfo=UTC),
            phone="+32470123456",
            municipality="Asse",
            postcode="1730",
            province="20001",
            place="Behind the school",
            region="flanders",
            website="https://example.org",
            figure_text="3 ponds",
        )
        row = next(row for row in exported(desk) if row["Title"] == "A pond")
        assert (
            row
            | {
                "State": "Accepted",
                "Decided": "2026-05-01 12:00",
                "Archived": "2026-06-01 12:00",
                "Merged into": first.public_id,
                "Language": "Dutch",
                "Came in by": "paper, typed in by staff",
                "Summary": "We dig",
                "Contact person": "An Peeters",
                "Organisation": "Town of Asse",
                "Kind of actor": "Municipality",
                "E-mail address": "an@example.org",
                "E-mail address confirmed": "2026-04-01 12:00",
                "Telephone": "'+32470123456",
                "Municipality": "Asse",
                "Postcode": "1730",
                "Province": "Province of Flemish Brabant",
                "Place": "Behind the school",
                "Region": "Flanders",
                "Website": "https://example.org",
                "Figure in words": "3 ponds",
                "Form": "Join form 2027",
                "Assigned to": "Olga Peeters",
            }
            == row
        )

    def test_suspected_spam_is_called_so(self, desk):
        PledgeFactory(spam_signs="trap")
        assert exported(desk)[0]["State"] == "Suspected spam"

    def test_what_is_gone_leaves_an_empty_cell(self, desk):
        PledgeFactory(actor_kind=None, form=None, assignee=None, email="", name="")
        (row,) = exported(desk)
        assert [row[name] for name in ("Kind of actor", "Form", "Assigned to", "E-mail address")] == [""] * 4

    def test_notes_stand_last_and_say_for_whom_they_are(self, desk, officer):
        pledge = PledgeFactory()
        for text, author in (("First", officer), ("Then", None)):
            pledge.notes.create(text=text, author=author)
        assert headings(desk)[-1] == "Internal notes (never for members)"
        notes = exported(desk)[0]["Internal notes (never for members)"]
        today = timezone.localtime().strftime("%Y-%m-%d")
        first, then = notes.split("\n\n")
        assert first.startswith(today)
        assert first.endswith("Olga Peeters: First")
        assert then.endswith(": Then")


class TestWhatItBrings:
    @pytest.fixture
    def pledge(self):
        hectares = IndicatorFactory(
            objective=ObjectiveFactory(code="A1-1", label="Wetlands"), label="Restored area", unit=Unit.HECTARE
        )
        pledge = PledgeFactory()
        ContributionFactory(
            pledge=pledge, indicator=hectares, declared=Decimal("1200.5"), accepted=1000, by_year=2030, place="Asse"
        )
        ContributionFactory(pledge=pledge, objective=ObjectiveFactory(code="A2-1", label="Schools"))
        return pledge

    def test_it_is_told_in_words_line_by_line(self, desk, pledge):
        assert exported(desk)[0]["What it brings"].split("\n") == [
            "A1-1 Wetlands; Restored area (ha); declared: 1,200.5; accepted: 1,000; by 2030; Asse",
            "A2-1 Schools",
        ]

    def test_quantities_are_numbers_with_a_column_for_each_indicator_that_occurs(self, desk, pledge):
        IndicatorFactory(label="Nobody")
        other = PledgeFactory()
        (row,) = [row for row in exported_sheet(desk) if row["Number"] == pledge.public_id]
        assert row["A1-1 Restored area (ha): declared"] == 1200.5
        assert row["A1-1 Restored area (ha): accepted"] == 1000
        (row,) = [row for row in exported_sheet(desk) if row["Number"] == other.public_id]
        assert row["A1-1 Restored area (ha): declared"] is None
        assert not [heading for heading in row if "Nobody" in heading]


class TestQuestions:
    def test_a_form_that_changed_keeps_one_column_for_each_question(self, desk):
        """Rename, translate, reorder, take out and put back: what was sent earlier reads exactly as it did."""
        what, how, why = (question("long_text", text) for text in ("What?", "How?", "Why?"))
        form = form_with(what, how, why)
        sent = {
            block["id"]: answer_to(form, block, f"Answer: {text}", language=language)
            for block, text, language in ((what, "a pond", "en"), (how, "by hand", "nl"), (why, "newts", "fr"))
        }
        before = {row["Number"]: row for row in exported(desk)}

        # Renamed and moved behind a new one; another taken out.
        what["value"]["label"] |= {"en": "What do you do?", "nl": "Wat doet u?"}
        new = question("short_text", "Since when?")
        reword(form, new, why, what)
        rows = exported(desk)
        asked = [heading for heading in rows[0] if heading.endswith("?") or heading.startswith("How?")]
        assert asked == ["Since when?", "Why?", "What do you do?", "How? (nl)"]
        later = {"What?": "What do you do?", "How?": "How? (nl)", "Why?": "Why?"}
        for row in rows:
            earlier = before[row["Number"]]
            assert {old: row[heading] for old, heading in later.items()} == {old: earlier[old] for old in later}
            assert row["Since when?"] == ""

        # Put back, in other words: the same column again, for the answers of then and now.
        how["value"]["label"] |= {"en": "In which way?"}
        reword(form, how, new, why, what)
        answer_to(form, how, "by machine")
        assert {row["In which way?"] for row in exported(desk)} == {"Answer: by hand", "by machine", ""}
        for block_id, answer in sent.items():
            stored = Answer.objects.get(question_id=block_id, pledge=answer.pledge)
            assert (stored.display, stored.label) == (answer.display, answer.label)

    def test_a_removed_question_is_called_as_in_its_newest_answer(self, desk):
        question_id = uuid.uuid4()
        for label in ("Old words", "New words"):
            AnswerFactory(question_id=question_id, label=label)
        assert "New words" in headings(desk)
        assert "Old words" not in headings(desk)

    def test_and_best_in_the_language_of_the_reader(self, desk, officer, prefer):
        question_id = uuid.uuid4()
        for language, label in (("nl", "Waarom?"), ("en", "Why?"), ("fr", "Pourquoi ?")):
            AnswerFactory(question_id=question_id, label=label, pledge=PledgeFactory(language=language))
        for language, heading in (("en", "Why?"), ("nl", "Waarom?"), ("de", "Pourquoi ?")):
            prefer(officer, language)
            assert heading in csv_rows(download(desk, "csv"), "," if language == "en" else ";")[0]

    def test_a_question_is_called_as_in_the_form_in_the_language_of_the_reader(self, desk, officer, prefer):
        block = question("short_text", "What?")
        answer_to(form_with(block), block, "A pond", language="fr")
        prefer(officer, "de")
        assert "What? (de)" in csv_rows(download(desk, "csv"), ";")[0]

    def test_questions_of_the_same_name_stay_apart(self, desk):
        twins = [question("short_text", "Remarks") for _number in range(2)]
        form = form_with(*twins, name="First form")
        copied = form_with(question("short_text", "Remarks"), twins[0], name="Second form")
        texts = {}
        for asked_in, block, text in ((form, twins[0], "a"), (form, twins[1], "b"), (copied, twins[0], "c")):
            texts[answer_to(asked_in, block, text).pledge.public_id] = text
        found = {
            row["Number"]: {heading: text for heading, text in row.items() if heading.startswith("Remarks") and text}
            for row in exported(desk)
        }
        columns = [heading for row in found.values() for heading in row]
        assert sorted(columns) == ["Remarks (First form)", "Remarks (First form) [2]", "Remarks (Second form) [2]"]
        assert {number: next(iter(row.values())) for number, row in found.items()} == texts

    def test_a_question_that_is_called_like_a_column_of_ours_stays_apart(self, desk):
        needed = needed_questions()
        form = published_form(section("Part", *needed.values()), name="Join form")
        answer_to(form, needed["title"], "As typed", title="As kept")
        (row,) = exported(desk)
        assert (row["Title"], row["Title (Join form)"]) == ("As kept", "As typed")

    def test_columns_are_those_of_the_forms_that_occur(self, desk):
        here, elsewhere = question("short_text", "Here"), question("short_text", "Elsewhere")
        answer_to(form_with(here), here, "x", language="nl")
        answer_to(form_with(elsewhere), elsewhere, "y", language="fr")
        found = csv_rows(download(desk, "csv", "view=all&language=nl"))[0]
        assert "Here" in found
        assert "Elsewhere" not in found
