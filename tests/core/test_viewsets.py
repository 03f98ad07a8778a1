"""The lists that staff edit."""

from html import unescape

import pytest
from django.forms import Select
from wagtail.snippets.models import get_snippet_models
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from bbacms.core.models import ActorKind, CostBand, Indicator, Initiative, Objective
from stories.models import StoryPage
from tests.factories.core import (
    ActorKindFactory,
    AxisFactory,
    CostBandFactory,
    CriterionFactory,
    IndicatorFactory,
    InitiativeFactory,
    ObjectiveFactory,
)
from tests.factories.pledges import ContributionFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
NAMES = {f"name_{code}": f"Name {code}" for code in ("en", "nl", "fr", "de")}


@pytest.fixture
def as_admin(client, admin_user):
    client.force_login(admin_user)
    return client


@pytest.fixture
def as_moderator(client):
    client.force_login(UserFactory(group="Moderators"))
    return client


def row(record, **values):
    fields = {name: getattr(record, name) for name in NAMES}
    if isinstance(record, Indicator):
        fields |= {name: getattr(record, name) for name in ("code", "unit", "kind", "target", "target_year")}
    else:
        fields["key"] = record.key
    return {"id": record.pk, **fields, **values}


def post_objective(client, objective, indicators, criteria=(), **values):
    """Post the whole form of an objective; the stored rows come first."""
    indicators, criteria = list(indicators), list(criteria)
    data = {"code": objective.code, "axis": objective.axis_id, "order": 1, "icon": "", "review_note": "", **NAMES}
    data |= {
        "indicators": inline_formset(indicators, initial=sum(1 for item in indicators if item["id"])),
        "criteria": inline_formset(criteria, initial=sum(1 for item in criteria if item["id"])),
    }
    return client.post(f"/admin/objectives/edit/{objective.pk}/", nested_form_data(data | values))


def test_an_entry_is_added_in_four_languages(as_moderator):
    as_moderator.post("/admin/cost-bands/add/", {"code": "small", "order": 1, **NAMES})
    assert CostBand.objects.get(code="small").name_in("de") == "Name de"


def test_a_missing_language_is_asked_for_and_nothing_is_lost(as_moderator):
    response = as_moderator.post("/admin/cost-bands/add/", {"code": "small", "order": 1, **NAMES, "name_fr": ""})
    assert response.status_code == 200
    assert response.context["form"].errors == {"name_fr": ["This field is required."]}
    assert "Name de" in response.content.decode()


@pytest.mark.parametrize("name", ["axes", "objectives", "cost-bands", "initiatives", "actor-kinds"])
def test_copying_does_not_exist(as_admin, name):
    assert as_admin.get(f"/admin/{name}/copy/1/", follow=True).status_code == 404


def test_the_small_lists_are_snippets_in_the_menu_of_the_lists(as_moderator):
    assert {CostBand, Initiative, ActorKind} <= set(get_snippet_models())
    page = as_moderator.get("/admin/").content.decode()
    for name in ("objectives", "axes", "cost-bands", "initiatives", "actor-kinds"):
        assert f'"url": "/admin/{name}/"' in page


def test_a_story_chooses_its_cost_band_from_a_plain_list():
    field = StoryPage.get_edit_handler().get_form_class().base_fields["cost_band"]
    assert isinstance(field.widget, Select)


STAYS = "This cannot change any more: answers and imports are kept under it."


@pytest.mark.parametrize(
    ("name", "factory", "values"),
    [
        ("axes", AxisFactory, {"colour": "water"}),
        ("cost-bands", CostBandFactory, {}),
        ("initiatives", InitiativeFactory, {}),
        ("actor-kinds", ActorKindFactory, {}),
    ],
)
def test_a_code_stays_and_the_names_change(as_moderator, name, factory, values):
    entry = factory(code="small")
    address, data = f"/admin/{name}/edit/{entry.pk}/", {"order": 1, **NAMES, **values}
    refused = as_moderator.post(address, {**data, "code": "large"})
    assert refused.status_code == 200
    assert refused.context["form"].errors == {"code": [STAYS]}
    assert as_moderator.post(address, {**data, "code": "small"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.code, entry.name_en) == ("small", "Name en")


def test_a_new_entry_says_what_code_and_order_are_for(as_moderator):
    page = as_moderator.get("/admin/cost-bands/add/").content.decode()
    assert "Answers and imports refer to it." in page
    assert "Entries with a smaller number stand first." in page


@pytest.mark.parametrize(("name", "factory"), [("axes", AxisFactory), ("objectives", ObjectiveFactory)])
class TestIcon:
    def test_the_icons_of_the_site_are_offered_and_no_signs_of_its_frame(self, as_admin, name, factory):
        page = as_admin.get(f"/admin/{name}/edit/{factory(icon='trees').pk}/").content.decode()
        assert '<option value="trees" selected>Trees</option>' in page
        assert '<option value="waves">Waves</option>' in page
        assert 'value="chevron-down"' not in page

    @pytest.mark.parametrize(("icon", "accepted"), [("bird", True), ("", True), ("brid", False), ("menu", False)])
    def test_only_those_are_accepted(self, as_admin, name, factory, icon, accepted):
        record = factory(icon="trees")
        data = {"code": record.code, "order": 1, "icon": icon, "review_note": "", **NAMES}
        if name == "axes":
            response = as_admin.post(f"/admin/axes/edit/{record.pk}/", data | {"colour": record.colour})
        else:
            response = post_objective(as_admin, record, [row(IndicatorFactory(objective=record))], icon=icon)
        assert response.status_code == (302 if accepted else 200)
        record.refresh_from_db()
        assert record.icon == (icon if accepted else "trees")


class TestObjective:
    def test_codes_and_keys_stay(self, as_admin):
        indicator = IndicatorFactory(code="area")
        objective, criterion = indicator.objective, CriterionFactory(objective=indicator.objective, key="native")
        for rows, values in (
            (([row(indicator, code="other")], [row(criterion)]), {}),
            (([row(indicator)], [row(criterion, key="other")]), {}),
            (([row(indicator)], [row(criterion)]), {"code": "other"}),
        ):
            response = post_objective(as_admin, objective, *rows, **values)
            assert response.status_code == 200
            assert STAYS in response.content.decode()
        indicator.refresh_from_db()
        criterion.refresh_from_db()
        assert (indicator.code, criterion.key) == ("area", "native")
        assert Objective.objects.get().code == objective.code

    def test_an_administrator_changes_target_and_wording(self, as_admin):
        indicator = IndicatorFactory()
        criterion = CriterionFactory(objective=indicator.objective)
        response = post_objective(
            as_admin, indicator.objective, [row(indicator, target="2500.5")], [row(criterion, name_en="New wording")]
        )
        assert response.status_code == 302
        indicator.refresh_from_db()
        criterion.refresh_from_db()
        assert indicator.target == 2500.5
        assert criterion.name_en == "New wording"

    def test_a_moderator_changes_names_and_never_targets(self, as_moderator):
        indicator = IndicatorFactory()
        objective = indicator.objective
        page = as_moderator.get(f"/admin/objectives/edit/{objective.pk}/").content.decode()
        assert 'name="indicators-0-name_en"' in page
        assert 'name="indicators-0-target"' not in page
        response = post_objective(as_moderator, objective, [row(indicator, target=1, unit="km", name_en="Area")])
        assert response.status_code == 302
        indicator.refresh_from_db()
        assert (indicator.name_en, indicator.target, indicator.unit) == ("Area", 1000, "ha")

    def test_a_moderator_adds_and_removes_no_indicator(self, as_moderator):
        first = IndicatorFactory()
        second = IndicatorFactory(objective=first.objective)
        new = {"id": "", "code": "new", "unit": "ha", "kind": "stock", "target": 1, "target_year": 2030, **NAMES}
        for rows in ([row(first), row(second), new], [row(first), row(second, DELETE="on")]):
            response = post_objective(as_moderator, first.objective, rows)
            assert response.status_code == 200
            assert "Only administrators add or remove indicators." in response.content.decode()
        assert set(Indicator.objects.all()) == {first, second}

    def test_an_indicator_or_criterion_in_use_cannot_be_taken_away(self, as_admin):
        used = IndicatorFactory()
        free = IndicatorFactory(objective=used.objective)
        engagement = ContributionFactory(indicator=used, declared=1).pledge
        response = post_objective(as_admin, used.objective, [row(used, DELETE="on"), row(free)])
        assert response.status_code == 200
        assert engagement.public_id in response.content.decode()
        assert Indicator.objects.filter(pk=used.pk).exists()
        assert post_objective(as_admin, used.objective, [row(used), row(free, DELETE="on")]).status_code == 302
        assert not Indicator.objects.filter(pk=free.pk).exists()

    def test_the_unit_of_a_used_indicator_is_fixed(self, as_admin):
        used = ContributionFactory(indicator=IndicatorFactory(), declared=1).indicator
        response = post_objective(as_admin, used.objective, [row(used, unit="km")])
        assert response.status_code == 200
        assert "quantities have already been given in it" in response.content.decode()
        used.refresh_from_db()
        assert used.unit == "ha"

    @pytest.mark.parametrize(("target", "status"), [("0", 200), ("-5", 200), ("0.01", 302)])
    def test_a_target_is_more_than_nothing(self, as_admin, target, status):
        indicator = IndicatorFactory()
        response = post_objective(as_admin, indicator.objective, [row(indicator, target=target)])
        assert response.status_code == status
        assert ("greater than or equal to 0.01" in unescape(response.content.decode())) is (status == 200)

    def test_one_without_indicator_is_refused(self, as_admin):
        objective = ObjectiveFactory()
        assert post_objective(as_admin, objective, []).status_code == 200
        assert Objective.objects.get(pk=objective.pk).name_en != "Name en"
