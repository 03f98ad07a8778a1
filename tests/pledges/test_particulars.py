"""Places, telephone numbers, web addresses, enterprise numbers, and numbers with limits.

From what is typed to the column that it fills, and what is said where it cannot be taken.
"""

from decimal import Decimal
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from pledges.blocks import QuestionStreamBlock
from pledges.choices import AutocompletePurpose
from pledges.engine.telephone import phone_text
from pledges.models import Pledge, PledgeDraft
from tests.factories.core import ActorKindFactory, IndicatorFactory
from tests.factories.pledges import PledgeFactory
from tests.factories.users import UserFactory
from tests.support.join_forms import join_pages, name, needed_questions, post, published_form, question, section, send
from tests.support.join_forms import texts as in_four_languages
from tests.support.questions import HOSTILE, SENDABLE, answered, complaint, control, journey_with, value_of, words_for

PARTICULARS = ("phone", "web_address", "enterprise_number", "place")


@pytest.mark.parametrize("kind", PARTICULARS)
class TestEveryKind:
    @pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
    def test_what_it_cannot_be_is_refused_with_a_sentence_that_does_not_repeat_it(self, kind, typed):
        block = question(kind, "Q")
        sentences = answered(block, typed).errors[name(block)]
        assert sentences
        assert not any(typed in sentence for sentence in sentences)

    @pytest.mark.parametrize("typed", ["", "  ", "\n"])
    def test_it_may_be_left_empty_unless_it_must_be_answered(self, kind, typed):
        assert value_of(question(kind, "Q"), typed) is None
        assert complaint(question(kind, "Q", required=True), typed) == "“Q” needs an answer."

    def test_two_answers_are_one_too_many(self, kind):
        block = question(kind, "Q")
        form = journey_with(block).form(1, QueryDict(f"{name(block)}=9000&{name(block)}=9000"))
        assert not form.is_valid()


class TestPhone:
    @pytest.mark.parametrize(
        "typed",
        ["0470 12 34 56", "0470/12.34.56", "+32 470 12 34 56", "+32 (0)470 12 34 56", "0032470123456", "0470-12-34-56",
         "\u202a+32 470 12 34 56\u202c", "\u200e0470\u00a012\u00a034\u00a056", "\u0660\u0664\u0667\u0660123456"],
    )  # fmt: skip
    def test_every_way_of_writing_is_kept_as_one(self, typed):
        assert value_of(question("phone", "Phone"), typed) == "+32470123456"

    def test_a_number_from_abroad_takes_its_country_code(self):
        block = question("phone", "Phone")
        assert value_of(block, "+31 6 12345678") == "+31612345678"
        assert words_for(block, "+31612345678") == "+31 6 12345678"
        assert words_for(block, "+32470123456") == "0470 12 34 56"

    @pytest.mark.parametrize(
        "typed",
        ["112", "12", "0470 12 34 5", "0470 12 34 56 78", "call me", "+", "((((", "0470 12 34 56 ext. 7", "0900 FLOWER",
         "tel:0470123456;evil", "0470123456, 0471123456", "+" + "9" * 200],
    )  # fmt: skip
    def test_what_cannot_be_called_is_refused(self, typed):
        assert "This is not a telephone number" in complaint(question("phone", "Phone"), typed)

    def test_a_phone_offers_figures_and_its_own_number_to_fill_in(self):
        assert 'type="tel"' in control(question("phone", "Phone"))
        assert 'autocomplete="tel"' in control(question("phone", "Phone"))

    def test_what_was_imported_as_any_text_stays_as_it_is(self):
        assert phone_text("ask at the desk") == "ask at the desk"


class TestWebAddress:
    def test_it_may_be_typed_without_its_beginning(self):
        block = question("web_address", "Site", meaning="website")
        assert value_of(block, "example.org/pond") == "https://example.org/pond"
        assert 'autocomplete="url"' in control(block)

    @pytest.mark.parametrize("typed", ["javascript:alert(1)", "not a site", "https://", "data:text/html,x"])
    def test_what_is_no_address_is_refused(self, typed):
        assert complaint(question("web_address", "Site"), typed)


class TestEnterpriseNumber:
    @pytest.mark.parametrize(
        "typed", ["0403.019.261", "BE 0403.019.261", "be0403019261", "403 019 261", "403019261", "BE403.019.261"]
    )
    def test_every_way_of_writing_is_kept_as_one(self, typed):
        block = question("enterprise_number", "Number")
        assert value_of(block, typed) == "0403019261"
        assert words_for(block, "0403019261") == "0403.019.261"

    @pytest.mark.parametrize(
        "typed", ["0403.019.262", "0000.000.000", "2403.019.261", "040301926", "NL 0403019261", "1"]
    )
    def test_a_number_whose_check_digits_are_wrong_is_refused(self, typed):
        assert "0403.019.261" in complaint(question("enterprise_number", "Number"), typed)


class TestNumber:
    def test_whole_numbers_only(self):
        block = question("number", "People", whole=True)
        assert value_of(block, "1,500") == "1500"
        for typed in ("1.5", "1.0", "0.1"):
            assert complaint(block, typed) == "Write a whole number, without a decimal mark."
        assert 'inputmode="numeric"' in control(block)

    def test_the_unit_stands_behind_it_in_the_language(self):
        block = question("number", "Depth", unit=in_four_languages("cm"))
        assert words_for(block, "1500") == "1,500 cm"
        with translation.override("nl"):
            assert words_for(block, "1500") == "1.500 cm (nl)"

    def test_it_keeps_to_the_limits_and_names_them_in_the_way_of_the_language(self):
        block = question("number", "Depth", smallest="0.5", largest="1500")
        assert value_of(block, "0.5") == "0.5"
        assert value_of(block, "1500") == "1500"
        assert complaint(block, "0.4") == "Write a number of 0.5 or more."
        with translation.override("nl"):
            assert "1.500" in complaint(block, "1501")

    def test_a_question_made_before_it_had_a_unit_still_takes_any_number(self):
        block = question("number", "Depth")
        assert "unit" not in block["value"]
        assert value_of(block, "-1.5") == "-1.5"
        assert words_for(block, "-1.5") == "-1.5"

    def test_the_largest_cannot_be_below_the_smallest(self):
        block = QuestionStreamBlock().child_blocks["number"]
        value = block.to_python(question("number", "Depth")["value"] | {"smallest": "5", "largest": "4"})
        with pytest.raises(ValidationError) as refused:
            block.clean(value)
        assert "largest" in refused.value.block_errors
        value["largest"] = Decimal(5)
        assert block.clean(value)["largest"] == 5


class TestWhatBrowsersMayFillIn:
    @pytest.mark.parametrize("kind", ["short_text", "long_text", "email", "phone", "web_address", "place"])
    def test_the_editor_may_say_what_a_typed_answer_is(self, kind):
        assert 'autocomplete="street-address"' in control(question(kind, "Q", autocomplete="street-address"))

    def test_else_it_follows_from_what_the_answer_stands_for(self):
        assert 'autocomplete="organization"' in control(question("short_text", "Q", meaning="organisation"))
        assert 'autocomplete="given-name"' in control(
            question("short_text", "Q", meaning="name", autocomplete="given-name")
        )
        assert "autocomplete" not in control(question("short_text", "Q"))

    def test_the_words_are_those_that_browsers_know(self):
        known = {"name", "given-name", "family-name", "organization", "organization-title", "email", "tel", "url",
                 "street-address", "postal-code", "address-level2", "country-name"}  # fmt: skip
        assert set(AutocompletePurpose.values) == known


@pytest.mark.django_db
class TestJoining:
    @pytest.fixture
    def asked(self):
        ActorKindFactory(code="citizen")
        IndicatorFactory(code="ha")
        return needed_questions() | {
            "place": question("place", "Where", meaning="municipality", required=True),
            "phone": question("phone", "Phone", meaning="phone", privacy="contact"),
            "site": question("web_address", "Site", meaning="website"),
            "number": question("enterprise_number", "Number", meaning="enterprise_number"),
            "people": question("number", "People", whole=True, unit=in_four_languages("people")),
        }

    @pytest.fixture
    def start(self, asked):
        form = published_form(section("All", *asked.values()))
        return f"/nl/pledge/start/{join_pages(form)['nl'].pk}/"

    @pytest.fixture
    def client(self):
        return Client(raise_request_exception=False)

    def answers(self, asked, **typed):
        given = {"title": "A pond", "engagement": "ha", "actor_kind": "citizen", "email": "an@example.org"}
        given |= {"place": "1050 Elsene", "phone": "0470/12.34.56", "site": "example.org", "number": "403.019.261"}
        return {name(asked[part]): answer for part, answer in (given | {"people": "12"} | typed).items()}

    def test_what_was_typed_fills_the_columns_of_the_engagement(self, client, asked, start):
        check = post(client, start, self.answers(asked))["Location"]
        shown = unescape(client.get(check).content.decode())
        for words in (
            "1050 Elsene (Brussels Hoofdstedelijk Gewest)",
            "0470 12 34 56",
            "0403.019.261",
            "12 people (nl)",
        ):
            assert words in shown
        send(client, check)
        pledge = Pledge.objects.get()
        assert (pledge.municipality, pledge.municipality_code, pledge.postcode) == ("Elsene", "21009", "1050")
        assert (pledge.province, pledge.region) == ("", "brussels")
        assert (pledge.phone, pledge.website) == ("+32470123456", "https://example.org")
        assert pledge.enterprise_number == "0403019261"
        assert pledge.answers.get(kind="phone").privacy == "contact"
        assert pledge.answers.get(kind="place").display == "1050 Elsene (Brussels Hoofdstedelijk Gewest)"

    @pytest.mark.parametrize(
        ("typed", "columns"),
        [
            ("4700 Eupen", ("Eupen", "63023", "4700", "60000", "german-speaking")),
            ("provincie Luik", ("", "", "", "60000", "wallonia")),
            ("Vlaanderen", ("", "", "", "", "flanders")),
            ("ik weet het niet", ("", "", "", "", "belgium")),
        ],
    )
    def test_a_place_fills_what_is_known_of_it_and_no_more(self, client, asked, start, typed, columns):
        send(client, post(client, start, self.answers(asked, place=typed))["Location"])
        pledge = Pledge.objects.get()
        assert columns == (
            pledge.municipality, pledge.municipality_code, pledge.postcode, pledge.province, pledge.region
        )  # fmt: skip

    def test_an_answer_can_be_changed_from_what_the_form_shows(self, client, asked, start):
        check = post(client, start, self.answers(asked, place="Sint-Niklaas"))["Location"]
        page = client.get(check.replace("check/", "1/")).content.decode()
        for shown in ('value="Sint-Niklaas"', 'value="0470 12 34 56"', 'value="0403.019.261"', 'value="12"'):
            assert shown in page
        # Read in another language the answers are the same.
        in_french = check.replace("/nl/", "/fr/")
        assert "Sint-Niklaas (Flandre orientale, Flandre)" in unescape(client.get(in_french).content.decode())

    def test_a_place_that_may_be_several_is_shown_again_with_all_that_was_typed(self, client, asked, start):
        response = post(client, start, self.answers(asked, place="1050", title="Een poel"))
        page = unescape(response.content.decode())
        assert response.status_code == 422
        assert "1050 Brussel, 1050 Elsene" in page
        assert 'value="1050"' in page
        assert 'value="Een poel"' in page
        assert 'value="0470/12.34.56"' in page

    @pytest.mark.parametrize("part", ["place", "phone", "site", "number", "people"])
    def test_nothing_that_is_typed_breaks_the_page(self, client, asked, start, part):
        for case, typed in SENDABLE.items():
            response = post(client, start, self.answers(asked, **{part: typed}))
            assert response.status_code == 422, case
            assert "<script>alert" not in response.content.decode()
        assert not PledgeDraft.objects.exists()

    def test_the_unit_is_read_out_with_the_question_and_seen_behind_the_field(self, client, asked, start):
        page = post(client, start, {}).content.decode()
        assert '<span class="visually-hidden">(people (nl))</span>' in page
        assert '<span aria-hidden="true">people (nl)</span>' in page

    def test_staff_read_a_number_as_people_write_it(self, client):
        pledge = PledgeFactory(phone="+32470123456")
        client.force_login(UserFactory(group="Pledge officers"))
        assert "0470 12 34 56" in client.get(f"/admin/inbox/{pledge.pk}/").content.decode()
