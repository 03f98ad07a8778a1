"""What an officer finds by typing words into the inbox, and that what members and staff write can be found at once."""

import threading
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, connections
from django.test import Client
from wagtail.models import ReferenceIndex

from pledges.choices import PledgeState
from pledges.inbox.search import index_case, index_cases, search
from pledges.models import CaseWords, Pledge, PledgeNote, ProposedChange
from tests.factories.core import ActorKindFactory, IndicatorFactory
from tests.factories.pledges import AnswerFactory, PledgeFactory
from tests.factories.users import UserFactory
from tests.support.databases import migrated_rows  # noqa: F401  a fixture
from tests.support.join_forms import join_pages, needed_questions, published_form, question, section, texts
from tests.support.members import Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    client = Client()
    client.force_login(UserFactory(group="Pledge officers"))
    return client


def case(*answers, notes=(), **columns):
    """A case whose words are noted, as they are once it was sent."""
    pledge = PledgeFactory(**columns)
    for text in answers:
        AnswerFactory(pledge=pledge, display=text)
    index_case(pledge)
    for text in notes:
        PledgeNote.objects.create(pledge=pledge, text=text)
    return pledge


def found(typed):
    return set(search(Pledge.objects.all(), typed))


class TestWords:
    @pytest.mark.parametrize(
        ("written", "typed"),
        [
            ("Une forêt près de l'école", "foret ecole"),
            ("Une foret pres de l'ecole", "forêt école"),
            ("Groene speelplaats in het coördinatiecentrum", "COORDINATIE"),
            ("Een poel, geïnspireerd door zoë", "geinspireerd zoe"),
            ("Le cœur de l'œuvre", "coeur oeuvre"),
            ("Straßenbäume in Łódź", "strassenbaume lodz"),
            ("E\u0301cole", "école"),
            ("Jean-Pierre van der Meer-De Smet", "jean-pierre"),
            ("Jean-Pierre van der Meer-De Smet", "Jeanpierre meerde"),
            ("1.500 m² haag", "1500 m2"),
            ("0470 12 34 56", "0470/12.34.56"),
            ("0470 12 34 56", "0470123456"),
            ("شجرة في المدرسة", "شجر"),
            ("種樹 in Gent", "種"),
            ("A 🐝 hotel", "🐝"),
            ("hedge row", "row HEDGE"),
            ("hedgerow", "hed"),
        ],
    )
    def test_found_as_it_is_written_and_as_it_is_typed(self, written, typed):
        wanted = case(written)
        case("Hay")
        assert found(typed) == {wanted}

    @pytest.mark.parametrize("typed", ["edge", "hedges", "hedge pond", "pond hay", "row hed gero"])
    def test_every_word_typed_has_to_begin_a_word_of_the_case(self, typed):
        case("hedge row")
        case("hay")
        assert found(typed) == set()

    @pytest.mark.parametrize(
        "typed", ["ann", "ANN.DE", "ann.de-wit@example.org", "@example", "example.org", "wit exam", "dewit"]
    )
    def test_an_address_is_found_by_its_parts(self, typed):
        wanted = case(email="ann.de-wit@example.org")
        case(email="bob@x.be")
        assert found(typed) == {wanted}

    @pytest.mark.parametrize("typed", ["7KQ2-M9XC", "7kq2m9xc", "7kq2 m9xc", "m9xc", "7KQ2-", "#7KQ2-M9XC"])
    def test_a_number_is_found_with_and_without_its_dash(self, typed):
        wanted = case(public_id="7KQ2-M9XC")
        case(public_id="8KQ2-M8XC")
        assert found(typed) == {wanted}

    @pytest.mark.parametrize("typed", ["+32470123456", "+32 470 12 34 56", "0470 12 34 56", "0470123456", "0470/12.34"])
    def test_a_telephone_number_is_found_either_way(self, typed):
        wanted = case(phone="+32470123456")
        case(phone="+32470999999")
        assert found(typed) == {wanted}

    @pytest.mark.parametrize("typed", ["0403019261", "0403.019.261", "0403 019"])
    def test_an_enterprise_is_found_by_its_number(self, typed):
        wanted = case(enterprise_number="0403019261")
        assert found(typed) == {wanted}

    @pytest.mark.parametrize(
        "column",
        ["title", "summary", "organisation", "name", "municipality", "place", "figure_text"],
    )
    def test_every_column_counts(self, column):
        wanted = case(**{column: "The Needle"})
        assert found("needle") == {wanted}
        assert found(f"needle {wanted.public_id}") == {wanted}

    def test_website_and_postcode_count(self):
        wanted = case(website="https://www.needle.be/pond", postcode="9000")
        assert found("needle 9000") == {wanted}


class TestList:
    def test_a_word_of_an_answer_and_one_of_a_note_find_the_case(self, desk):
        wanted = case("A hedge of hawthorn", notes=["Called Ann about the harvest"], title="Green")
        case("A hedge of hawthorn")
        case(notes=["harvest"])
        response = desk.get("/admin/inbox/", {"q": "hawth harvest"})
        assert list(response.context["object_list"]) == [wanted]
        assert 'value="hawth harvest"' in response.content.decode()

    def test_it_searches_the_list_that_is_open_with_its_filters(self, desk):
        case(title="A hedge", state=PledgeState.ACCEPTED)
        waiting = case(title="A hedge", language="nl")
        case(title="A hedge", language="fr")
        assert list(desk.get("/admin/inbox/", {"q": "hedge", "language": "nl"}).context["object_list"]) == [waiting]
        assert len(desk.get("/admin/inbox/all/results/", {"q": "hedge"}).context["object_list"]) == 3

    def test_nothing_found_says_so(self, desk):
        case(title="A hedge")
        text = desk.get("/admin/inbox/results/", {"q": "lagoon"}).content.decode()
        assert "A hedge" not in text
        assert "No voluntary engagements match your query" in text

    @pytest.mark.parametrize("typed", ["???", "“ ” — …", "' \" & | ! ( ) : * <-> \\ %", "_%_"])
    def test_signs_without_a_word_find_nothing(self, desk, typed):
        case(title="A hedge")
        for address in ("/admin/inbox/", "/admin/inbox/results/"):
            response = desk.get(address, {"q": typed})
            assert response.status_code == 200
            assert not response.context["object_list"]

    @pytest.mark.parametrize(
        "typed",
        ["hedge' & !x:*", "'hedge':*", '"hedge', "hedge | (", "hedge:ABCD <-> ", "hedge\\", "hedge%_", "hedge;--"],
    )
    def test_signs_beside_a_word_are_no_part_of_it(self, typed):
        wanted = case("hedge abcd x y")
        assert found(typed) == {wanted}

    @pytest.mark.parametrize(
        "typed", ["hedge " * 2000, "hedge" * 2000, "w " + "é" * 10_000, "".join(map(chr, range(33, 9000)))]
    )
    def test_however_long_it_is_an_answer_comes(self, desk, typed):
        case("hedge", "hedge" * 2000)
        assert desk.post("/admin/inbox/results/", {"q": typed}).status_code == 405
        assert desk.get("/admin/inbox/results/", {"q": typed}).status_code == 200

    def test_a_word_beyond_all_measure_is_found_by_its_beginning(self):
        wanted = case("hedge" * 2000)
        assert found("hedge" * 900) == {wanted}

    def test_only_the_first_words_of_a_whole_page_count(self):
        wanted = case(" ".join(f"word{number}" for number in range(20)))
        assert found(" ".join(f"word{number}" for number in range(40))) == {wanted}

    def test_a_null_character_is_no_error(self, desk):
        case(title="A hedge")
        assert desk.get("/admin/inbox/", {"q": "hedge\0"}).status_code == 200

    def test_a_case_of_three_hundred_full_pages_can_be_noted(self):
        """More than an index entry of PostgreSQL can hold."""
        pledge = PledgeFactory(title="A hedge")
        for page in range(300):
            AnswerFactory(pledge=pledge, display=" ".join(f"w{page}x{number:x}" for number in range(600)))
        index_case(pledge)
        assert found("hedge w0x0") == {pledge}


@pytest.fixture
def asked():
    ActorKindFactory(code="citizen")
    IndicatorFactory(code="ha")
    return needed_questions() | {
        "website": question("web_address", "Website", meaning="website"),
        "note": question("short_text", "Note", privacy="staff"),
        "newsletter": {
            "type": "consent",
            "id": "0f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b01",
            "value": {"label": texts("Newsletter"), "wording": texts("Tell me marvels."), "purpose": "newsletter"},
        },
    }


@pytest.fixture
def member(asked):
    """Somebody who just sent an engagement."""
    form = published_form(
        section("All", *(asked[key] for key in ("title", "engagement", "actor_kind", "email"))),
        section("More", *(asked[key] for key in ("website", "note", "newsletter")), stage="more"),
    )
    member = Member(join_pages(form)["en"], asked)
    member.begin(title="A pond", engagement="ha", actor_kind="citizen", email="an@example.org")
    member.send()
    member.received = member.token
    return member


def tell_more(member, **typed):
    member.token = member.received
    member.tell_more()
    member.post(1, **typed)
    assert member.send().url.endswith("?more")


class TestWhenTextsChange:
    def test_what_was_sent_is_found(self, member):
        assert found("pond an@example.org") == {Pledge.objects.get()}

    def test_what_is_told_later_is_found_and_what_it_replaced_is_not(self, member):
        tell_more(member, note="Blackthorn")
        assert found("pond blackthorn")
        tell_more(member, note="Hornbeam", website="https://school.example")
        assert not found("blackthorn")
        assert found("pond hornbeam school")

    @pytest.mark.parametrize(("action", "kept"), [("take-over", "new"), ("leave", "old")])
    def test_a_proposed_change_is_found_until_staff_decide_which_one_holds(self, desk, member, action, kept):
        tell_more(member, website="https://old.example", note="Blackthorn")
        Pledge.objects.update(state=PledgeState.ACCEPTED)
        tell_more(member, website="https://new.example", note="Blackthorn")
        assert found("old.example")
        assert found("new.example")
        seen = ",".join(str(change.pk) for change in ProposedChange.objects.all())
        desk.post(f"/admin/inbox/{Pledge.objects.get().pk}/changes/{action}/", {"seen": seen})
        for word in ("old", "new"):
            assert bool(found(f"{word}.example blackthorn")) == (word == kept)

    def test_a_withdrawn_consent_is_not_found_any_more(self, member):
        tell_more(member, newsletter="on")
        assert found("marvels")
        member.client.post(member.link("mine"), {"action": "consent", "question": member.asked["newsletter"]["id"]})
        assert not found("marvels")
        assert found("pond")

    def test_a_note_keeps_what_was_found_before(self, member):
        tell_more(member, note="Blackthorn")
        Pledge.objects.get().notes.create(text="Rang twice")
        Pledge.objects.get().notes.create(text="Rang again")
        assert found("pond blackthorn twice again")

    def test_words_go_with_their_case(self):
        pledge = case("Blackthorn")
        pledge.delete()
        assert not CaseWords.objects.exists()

    def test_sending_asks_the_database_twice_more(self, django_assert_num_queries):
        pledge = case("Blackthorn", notes=["one", "two"])
        with django_assert_num_queries(2):
            index_case(pledge)
        with django_assert_num_queries(3):
            index_cases(Pledge.objects.all())


def test_cases_from_before_there_was_a_search_are_found():
    pledge = PledgeFactory(title="A pond")
    AnswerFactory(pledge=pledge, display="Blackthorn")
    PledgeNote.objects.create(pledge=pledge, text="Rang twice")
    ProposedChange.objects.create(
        pledge=pledge,
        question_id=pledge.answers.get().question_id,
        form_revision=published_form(section("All", *needed_questions().values())).live_revision,
        order=1,
        label="Plants",
        value="Hornbeam",
        display="Hornbeam",
    )
    CaseWords.objects.all().delete()
    import_module("pledges.migrations.0005_words_of_cases").note_words(apps, schema_editor=None)
    assert found("pond blackthorn twice hornbeam") == {pledge}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite looks through all words")
def test_postgresql_looks_words_up_in_the_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "case_words_vector" in CaseWords.objects.filter(words__begins_word="hedge").explain()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the test database of SQLite lives in one connection")
@pytest.mark.usefixtures("migrated_rows")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_notes_written_at_the_same_moment_none_takes_the_words_of_another():
    pledge = case(title="A pond")
    numbers = range(8)
    barrier = threading.Barrier(len(numbers))

    def write(number):
        barrier.wait()
        try:
            PledgeNote.objects.create(pledge=Pledge(pk=pledge.pk), text=f"note{number}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=[number]) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found(" ".join(["pond", *(f"note{number}" for number in numbers)])) == {pledge}


def test_wagtail_indexes_nothing_of_it():
    assert CaseWords not in ReferenceIndex.indexed_models
    assert not ReferenceIndex.model_is_indexable(CaseWords)
    assert not hasattr(CaseWords, "search_fields")
    assert not hasattr(Pledge, "search_fields")
