"""The warning on a case, two cases side by side, and the buttons for what somebody finds."""

import re

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from pledges.choices import PledgeState
from pledges.duplicates.find import CROWD
from pledges.inbox.comparison import compare
from pledges.models import NotTheSame, Pledge
from tests.factories.core import IndicatorFactory, ObjectiveFactory
from tests.factories.pledges import AnswerFactory, ContributionFactory, PledgeFactory
from tests.factories.users import UserFactory
from tests.support.twins import sent


@pytest.fixture
def desk(db):
    client = Client()
    client.force_login(UserFactory(group="Pledge officers"))
    return client


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def case(desk, pledge):
    return text_of(desk.get(f"/admin/inbox/{pledge.pk}/"))


def address(pledge, other, verb=""):
    return f"/admin/inbox/{pledge.pk}/compare/{other.pk}/{verb}"


def mark_same(desk, pledge, other, /, stays, **values):
    data = {"version": pledge.version, "other_version": other.version, "stays": getattr(stays, "pk", stays)} | values
    return desk.post(address(pledge, other, "same/"), data, follow=True)


class TestWarning:
    def test_it_names_the_other_one_says_why_and_leads_to_the_comparison(self, desk):
        indicator = IndicatorFactory()
        pledge = sent((indicator, 3), email="a@example.org", municipality="Gent")
        other = sent((indicator, 3), email="A@example.org", municipality="Gand", title="A hedge")
        text = case(desk, pledge)
        assert "This may have come in before" in text
        assert re.search(
            rf"A hedge \( ?{other.public_id} ?\), new : the same e-mail address, the same quantity in", text
        )
        assert f'href="{address(pledge, other)}"' in desk.get(f"/admin/inbox/{pledge.pk}/").content.decode()

    def test_without_a_likeness_there_is_none(self, desk):
        sent(email="a@example.org")
        assert "come in before" not in case(desk, sent(email="b@example.org"))

    def test_two_are_named_and_the_others_folded(self, desk):
        for _number in range(8):
            pledge = sent(email="a@example.org")
        html = desk.get(f"/admin/inbox/{pledge.pk}/").content.decode()
        assert html.count("the same e-mail address") == 7
        assert html.split("and 5 more")[1].count("the same e-mail address") == 5

    def test_a_crowd_is_one_sentence(self, desk):
        for _number in range(CROWD + 2):
            pledge = sent(email="info@example.org")
        text = case(desk, pledge)
        assert text.count("the same e-mail address") == 1
        assert "Many other engagements have the same e-mail address: too many to tell anything." in text

    def test_it_costs_few_queries_however_many_are_alike(self, desk, django_assert_max_num_queries):
        def count(number):
            for _one in range(number):
                pledge = sent(email="a@example.org", organisation="Molen", municipality="Gent")
            # The first look is noted.
            desk.get(f"/admin/inbox/{pledge.pk}/")
            with django_assert_max_num_queries(25) as queries:
                desk.get(f"/admin/inbox/{pledge.pk}/")
            return len(queries)

        assert count(2) == count(10)


class TestComparison:
    def test_answers_to_one_question_stand_beside_each_other_by_id_and_across_forms_by_words(self, db):
        first, second = PledgeFactory(), PledgeFactory()
        one = AnswerFactory(pledge=first, label="How", display="With spades")
        AnswerFactory(pledge=second, question_id=one.question_id, label="How (reworded)", display="By hand")
        AnswerFactory(pledge=first, label="Since", display="2020")
        AnswerFactory(pledge=second, label="Since", display="2020")
        AnswerFactory(pledge=second, label="Alone", display="Yes")
        rows = compare(first, second)[-1].rows
        assert [(row.label, row.first, row.second, row.differs) for row in rows] == [
            ("How", "With spades", "By hand", True),
            ("Since", "2020", "2020", False),
            ("Alone", "", "Yes", True),
        ]

    def test_contributions_stand_beside_each_other_by_what_is_counted(self, db):
        indicator, objective = IndicatorFactory(unit="ha"), ObjectiveFactory()
        first, second = PledgeFactory(), PledgeFactory()
        ContributionFactory(pledge=first, indicator=indicator, declared=3, accepted=2, by_year=2028, place="Field")
        ContributionFactory(pledge=second, indicator=indicator)
        ContributionFactory(pledge=second, objective=objective)
        rows = next(part.rows for part in compare(first, second) if part.heading == "What it brings")
        assert sorted((row.first, row.second) for row in rows) == [
            ("", "named"),
            ("2 ha", ""),
            ("3 ha, Field, by 2028", "quantity not known"),
        ]

    def test_the_page_says_in_words_what_differs(self, desk):
        first = PledgeFactory(title="Same title", organisation="Molen", municipality="Gent")
        second = PledgeFactory(title="Same title", organisation="Other", municipality="Gent")
        html = desk.get(address(first, second)).content.decode()
        rows = {
            re.sub(r"<[^>]+>|\s+", " ", row).split("  ")[1].strip(): "different" in row
            for row in re.findall(r'<tr role="row"[^>]*>\s*<th.*?</tr>', html, re.DOTALL)
        }
        assert rows["Title"] is False
        assert rows["Organisation"] is True
        assert rows["Municipality"] is False
        assert "Website" not in rows, "what neither says is left out"

    def test_what_counts_already_stays_else_what_came_first(self, desk):
        young = PledgeFactory(state=PledgeState.ACCEPTED)
        old = PledgeFactory(state=PledgeState.SUBMITTED)
        Pledge.objects.filter(pk=old.pk).update(submitted_at="2020-01-01T00:00Z")
        newest = PledgeFactory()
        for one, other, stays in ((old, young, young), (young, old, young), (newest, old, old)):
            html = desk.get(address(one, other)).content.decode()
            assert re.search(r'name="stays" value="(\d+)" checked', html)[1] == str(stays.pk)

    def test_looking_changes_nothing_and_is_noted(self, desk):
        first, second = sent(email="a@example.org"), sent(email="a@example.org")
        for verb in ("", "same/", "apart/", "warn/"):
            desk.get(address(first, second, verb), {"stays": first.pk, "version": 1, "other_version": 1})
        noted = ModelLogEntry.objects.values_list("action", "label")
        assert sorted(noted) == [("pledges.see", number) for number in sorted([first.public_id, second.public_id])]
        assert not NotTheSame.objects.exists()
        assert not Pledge.objects.exclude(version=1).exists()

    def test_queries_do_not_grow(self, desk, django_assert_max_num_queries):
        first, second = PledgeFactory(), PledgeFactory()
        # The first look is noted.
        desk.get(address(first, second))

        def count(number):
            for pledge in (first, second):
                for _one in range(number):
                    AnswerFactory(pledge=pledge)
                    ContributionFactory(pledge=pledge, indicator=IndicatorFactory(), declared=1)
            with django_assert_max_num_queries(25) as queries:
                desk.get(address(first, second))
            return len(queries)

        assert count(2) == count(10)


class TestVerdict:
    def test_the_same_counts_with_the_one_that_stays_and_is_separated_again(self, desk):
        pledge, other = sent(email="a@example.org", title="Twin"), sent(email="a@example.org", title="Kept")
        response = mark_same(desk, pledge, other, stays=other)
        text = text_of(response)
        assert response.redirect_chain == [(f"/admin/inbox/{pledge.pk}/", 302)]
        assert "The engagement is the same as another one, and counts there." in text
        assert "Undo “Mark as the same engagement”" in text
        assert f"Kept ({other.public_id})" in text
        assert "What accepting will do" not in text
        assert f"Twin ({pledge.public_id})" in case(desk, other)
        assert "come in before" not in case(desk, other)
        assert "To do 1" in text_of(desk.get("/admin/inbox/"))
        response = desk.post(f"/admin/inbox/{pledge.pk}/separate/", {"version": 2}, follow=True)
        assert "The engagement stands by itself again." in text_of(response)
        assert "To do 2" in text_of(desk.get("/admin/inbox/"))

    def test_either_may_stay(self, desk):
        pledge, other = PledgeFactory(), PledgeFactory()
        mark_same(desk, pledge, other, stays=pledge)
        other.refresh_from_db()
        pledge.refresh_from_db()
        assert (other.merged_into, pledge.merged_into) == (pledge, None)

    def test_whoever_others_count_with_is_the_only_one_to_stay(self, desk):
        pledge, other = PledgeFactory(), PledgeFactory()
        PledgeFactory(merged_into=pledge)
        html = desk.get(address(pledge, other)).content.decode()
        assert re.findall(r'name="stays" value="(\d+)"', html) == [str(pledge.pk)]
        assert "counts with" in text_of(mark_same(desk, pledge, other, stays=other))
        assert not Pledge.objects.filter(pk=pledge.pk, merged_into=other).exists()

    def test_where_none_may_stay_the_page_says_why(self, desk):
        pledge, spam = PledgeFactory(), PledgeFactory(state=PledgeState.SPAM)
        text = text_of(desk.get(address(pledge, spam)))
        assert f"{spam.public_id} is spam, so it cannot be marked as the same as another one." in text
        assert "which one stays" not in text

    def test_what_is_not_the_same_is_not_warned_of_until_somebody_thinks_better_of_it(self, desk):
        pledge, other = sent(email="a@example.org"), sent(email="a@example.org")
        text = text_of(desk.post(address(pledge, other, "apart/"), follow=True))
        assert f"Noted: {other.public_id} is another engagement." in text
        assert "come in before" not in text
        assert f"It was found not to be the same as {other.public_id}." in text
        assert "come in before" not in case(desk, other)
        assert "Somebody found that these two are not the same" in text_of(desk.get(address(other, pledge)))
        desk.post(address(other, pledge, "apart/"))
        assert NotTheSame.objects.count() == 1
        desk.post(address(other, pledge, "warn/"))
        assert "come in before" in case(desk, pledge)
        assert "come in before" in case(desk, other)

    def test_another_one_is_found_by_its_number(self, desk):
        pledge, other = PledgeFactory(), PledgeFactory()
        find = f"/admin/inbox/{pledge.pk}/compare/"
        response = desk.get(find, {"number": f" {other.public_id.lower()} "})
        assert response["Location"] == address(pledge, other)
        for number in ("", "nonsense", pledge.public_id, "\x00", "x" * 5000):
            response = desk.get(find, {"number": number}, follow=True)
            assert response.status_code == 200
            assert "No other engagement has the number" in text_of(response)


class TestBadInput:
    @pytest.mark.parametrize(
        "values",
        [
            {"stays": ""},
            {"stays": "x"},
            {"stays": 999999},
            {"stays": "9" * 40},
            {"version": ""},
            {"version": "x"},
            {"other_version": "-1"},
            {"other_version": "9" * 40},
        ],
    )
    def test_a_forged_post_changes_nothing(self, desk, values):
        pledge, other, third = PledgeFactory(), PledgeFactory(), PledgeFactory()
        response = mark_same(desk, pledge, other, **{"stays": other} | values)
        assert response.status_code == 200
        assert "nothing was changed" in text_of(response) or "Nothing of yours was saved" in text_of(response)
        assert not Pledge.objects.exclude(merged_into=None).exists()
        assert not Pledge.objects.filter(pk=third.pk).exclude(version=1).exists()

    @pytest.mark.parametrize("changed", ["pledge", "other"])
    def test_what_changed_since_it_was_seen_is_shown_again(self, desk, changed):
        pledge, other = PledgeFactory(), PledgeFactory()
        Pledge.objects.filter(pk=(pledge if changed == "pledge" else other).pk).update(version=7)
        response = mark_same(desk, pledge, other, stays=other)
        assert response.redirect_chain == [(address(pledge, other), 302)]
        assert "please look again before you decide" in text_of(response)
        assert not Pledge.objects.exclude(merged_into=None).exists()

    def test_of_itself_there_is_nothing_to_compare(self, desk):
        pledge = PledgeFactory()
        for response in (
            desk.get(address(pledge, pledge), follow=True),
            desk.post(address(pledge, pledge, "apart/"), follow=True),
            mark_same(desk, pledge, pledge, stays=pledge),
        ):
            assert response.status_code == 200
        assert not NotTheSame.objects.exists()
        pledge.refresh_from_db()
        assert (pledge.version, pledge.merged_into) == (1, None)

    def test_the_move_alone_says_where_it_is_made(self, desk):
        pledge = PledgeFactory()
        response = desk.post(f"/admin/inbox/{pledge.pk}/merge/", {"version": 1}, follow=True)
        assert "Compare it with the engagement that it is the same as, and mark it there." in text_of(response)
        assert "/merge/" not in response.content.decode()

    @pytest.mark.parametrize("verb", ["", "same/", "apart/", "warn/"])
    def test_what_is_not_there_is_not_found(self, desk, verb):
        pledge = PledgeFactory()
        for one, other in ((pledge.pk, 999999), (999999, pledge.pk), (pledge.pk, "9" * 30)):
            url = f"/admin/inbox/{one}/compare/{other}/{verb}"
            assert desk.get(url, follow=True).status_code == 404
            assert desk.post(url, {"stays": pledge.pk, "version": 1, "other_version": 1}).status_code in (404, 405)

    @pytest.mark.parametrize("group", [None, "Editors", "Moderators"])
    def test_whoever_lacks_the_inbox_sees_and_does_nothing(self, client, db, group):
        client.force_login(UserFactory(group=group))
        pledge, other = PledgeFactory(title="Secret title"), PledgeFactory()
        NotTheSame.objects.create(first=pledge, second=other)
        data = {"stays": other.pk, "version": 1, "other_version": 1}
        for verb in ("", "same/", "apart/", "warn/"):
            for response in (client.get(address(pledge, other, verb)), client.post(address(pledge, other, verb), data)):
                assert response.status_code in (302, 405)
                assert not response.get("Location", "").startswith("/admin/inbox/")
                assert "Secret title" not in response.content.decode()
        found = client.get(f"/admin/inbox/{pledge.pk}/compare/", {"number": other.public_id})
        assert not found["Location"].startswith("/admin/inbox/"), "nobody learns whether there is such a number"
        assert NotTheSame.objects.count() == 1
        assert not ModelLogEntry.objects.exists()
        assert not Pledge.objects.exclude(merged_into=None).exists()
