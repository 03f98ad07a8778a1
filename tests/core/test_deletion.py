"""Nothing that something else relies on goes, and a sentence says what holds it."""

import uuid

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Locale, ModelLogEntry, Page
from wagtail_localize.operations import translate_object

from bbacms.core.deletion import NAMES_SHOWN, blockers, refusal
from bbacms.core.models import CostBand, Initiative
from pledges.choices import PledgeState
from pledges.models import Pledge, PledgeDraft, PledgeForm
from pledges.moves import MOVES, apply
from tests.factories.core import (
    ActorKindFactory,
    AxisFactory,
    CostBandFactory,
    CriterionFactory,
    IndicatorFactory,
    InitiativeFactory,
    ObjectiveFactory,
)
from tests.factories.home import AxisPageFactory, HomePageFactory, ObjectivePageFactory
from tests.factories.pledges import (
    ContributionFactory,
    JoinPageFactory,
    PledgeDraftFactory,
    PledgeFactory,
    PledgeFormFactory,
)
from tests.factories.stories import StoryIndexPageFactory, StoryPageFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return HomePageFactory()


@pytest.fixture
def admin(client, admin_user):
    client.force_login(admin_user)
    return client


def held(objects):
    """What holds ``objects``, as somebody reads it who may see everything."""
    return blockers(objects, get_user_model()(is_superuser=True))


def engagement_behind(story):
    return PledgeFactory(story_key=story.translation_key, title="Secret title", organisation="Secret organisation")


def assert_refused(response, *names):
    text = response.content.decode()
    assert response.status_code == 200
    assert "Nothing was deleted." in text
    for name in names:
        assert str(name) in text


class TestWhatHolds:
    def test_nothing_holds_what_nobody_uses(self, home):
        index = StoryIndexPageFactory(parent=home)
        free = [
            AxisFactory(),
            ObjectiveFactory(),
            CostBandFactory(),
            PledgeFormFactory(),
            StoryPageFactory(parent=index),
        ]
        assert [held([item]) for item in free] == [[]] * len(free)

    def test_a_form_with_engagements(self):
        form = PledgeFormFactory()
        pledge = PledgeFactory(form=form, title="Secret", form_revision=form.save_revision())
        assert held([form]) == [f"voluntary engagement “{pledge.public_id}”"]

    def test_a_form_that_members_are_filling_in_and_its_wording(self):
        draft = PledgeDraftFactory(answers={"q": "an@example.org"})
        PledgeDraftFactory(form=draft.form, form_revision=draft.form_revision)
        expected = ["an engagement that a member is filling in"]
        assert held([draft.form]) == held([draft.form_revision]) == expected

    def test_the_form_of_a_join_page(self, home):
        form = PledgeFormFactory()
        JoinPageFactory(parent=home, title="Take part", form=form)
        assert held([form]) == ["join page “Take part”"]

    def test_an_objective_with_a_page(self, home):
        page = ObjectivePageFactory(parent=AxisPageFactory(parent=home), title="Wetlands")
        assert held([page.objective]) == ["objective page “Wetlands”"]

    def test_an_objective_with_engagements(self):
        row = ContributionFactory(indicator=IndicatorFactory(), declared=1)
        named = [f"voluntary engagement “{row.pledge.public_id}”"]
        assert held([row.objective]) == held([row.indicator]) == named

    def test_an_axis_with_objectives(self):
        objective = ObjectiveFactory(label="Wetlands")
        assert held([objective.axis]) == ["objective “Wetlands”"]

    def test_a_kind_of_actor_with_engagements(self):
        pledge = PledgeFactory()
        assert held([pledge.actor_kind]) == [f"voluntary engagement “{pledge.public_id}”"]

    def test_what_a_story_uses_by_any_kind_of_link(self, home):
        band, initiative, indicator = CostBandFactory(), InitiativeFactory(), IndicatorFactory()
        criterion, further = CriterionFactory(), ObjectiveFactory()
        story = StoryPageFactory(
            parent=StoryIndexPageFactory(parent=home), title="Ponds", cost_band=band, main_objective=criterion.objective
        )
        story.initiatives = [initiative]
        story.further_objectives = [further]
        story.contributions.create(indicator=indicator, quantity=3)
        story.criteria.create(criterion=criterion, locale=story.locale)
        story.save()
        for item in (band, initiative, indicator, indicator.objective, criterion, criterion.objective, further):
            assert held([item]) == ["story “Ponds”"], item

    def test_a_story_with_an_engagement_is_held_in_every_language_and_from_above(self, home, admin_user):
        index = StoryIndexPageFactory(parent=home)
        story = StoryPageFactory(parent=index)
        dutch = Locale.objects.get(language_code="nl")
        for page in (home, index, story):
            translate_object(page, [dutch])
        pledge = engagement_behind(story)
        expected = [f"voluntary engagement “{pledge.public_id}”"]
        for page in (story, index, home):
            assert held([page]) == expected
            assert held([page.get_translation(dutch)]) == expected
        assert held([StoryPageFactory(parent=index), index]) == expected

    def test_the_page_of_an_objective_with_stories_or_engagements(self, home):
        axis_page = AxisPageFactory(parent=home)
        page = ObjectivePageFactory(parent=axis_page)
        index = StoryIndexPageFactory(parent=home)
        assert held([page]) == held([axis_page]) == []
        main = StoryPageFactory(parent=index, title="Ponds", main_objective=page.objective)
        assert held([page]) == held([axis_page]) == ["story “Ponds”"]
        main.delete()
        further = StoryPageFactory(parent=index, title="Roofs")
        further.further_objectives = [page.objective]
        further.save()
        assert held([page]) == ["story “Roofs”"]
        further.delete()
        pledge = ContributionFactory(objective=page.objective).pledge
        assert held([page]) == held([axis_page]) == [f"voluntary engagement “{pledge.public_id}”"]

    def test_its_page_in_another_language_and_its_draft_do_not_stand_in_for_it(self, home):
        page = ObjectivePageFactory(parent=AxisPageFactory(parent=home))
        StoryPageFactory(parent=StoryIndexPageFactory(parent=home), title="Ponds", main_objective=page.objective)
        translate_object(page, [Locale.objects.get(language_code="nl")])
        ObjectivePageFactory(parent=page.get_parent().specific, objective=page.objective, live=False)
        assert held([page]) == ["story “Ponds”"]

    def test_one_of_two_pages_about_an_objective_goes_and_both_do_not(self, home):
        page = ObjectivePageFactory(parent=AxisPageFactory(parent=home))
        other = ObjectivePageFactory(parent=page.get_parent().specific, objective=page.objective)
        StoryPageFactory(parent=StoryIndexPageFactory(parent=home), title="Ponds", main_objective=page.objective)
        assert held([page]) == held([other]) == []
        assert held([page, other]) == ["story “Ponds”"]

    def test_a_story_that_goes_too_holds_no_objective_page(self, home):
        page = ObjectivePageFactory(parent=AxisPageFactory(parent=home))
        story = StoryPageFactory(parent=StoryIndexPageFactory(parent=home), main_objective=page.objective)
        assert held([page, story]) == held([home]) == []

    def test_a_language_with_engagements(self):
        PledgeFactory(language="de")
        assert "voluntary engagements in German" in held([Locale.objects.get(language_code="de")])

    def test_a_long_list_is_cut_without_telling_how_long_it_was(self):
        form = PledgeFormFactory()
        for _row in range(NAMES_SHOWN + 5):
            PledgeFactory(form=form)
        held_by = held([form])
        assert len(held_by) == NAMES_SHOWN + 5
        sentence = refusal([form], held_by)
        assert sentence.count("voluntary engagement “") == NAMES_SHOWN
        assert sentence.endswith("and others.")


class TestWhoeverMayNotUseTheInbox:
    """reads that there are engagements: neither which nor how many."""

    @pytest.fixture
    def moderator(self, client):
        client.force_login(UserFactory(group="Moderators"))
        return client

    def assert_hidden(self, response, *pledges):
        assert_refused(response, "needed by: voluntary engagements.")
        assert [p.public_id for p in pledges if p.public_id in response.content.decode()] == []

    def test_a_kind_of_actor_stays(self, moderator):
        kind = ActorKindFactory()
        pledges = [PledgeFactory(actor_kind=kind) for _row in range(2)]
        for method in (moderator.get, moderator.post):
            self.assert_hidden(method(f"/admin/actor-kinds/delete/{kind.pk}/"), *pledges)

    def test_a_story_stays(self, moderator, home):
        story = StoryPageFactory(parent=StoryIndexPageFactory(parent=home))
        pledge = engagement_behind(story)
        self.assert_hidden(moderator.post(f"/admin/pages/{story.pk}/delete/"), pledge)

    def test_a_form_a_quantity_and_a_criterion_stay(self):
        person = UserFactory(group="Moderators")
        form = PledgeFormFactory()
        for _row in range(NAMES_SHOWN + 5):
            PledgeFactory(form=form)
        indicator = ContributionFactory(indicator=IndicatorFactory(), declared=1).indicator
        for item in (form, indicator, indicator.objective):
            assert blockers([item], person) == ["voluntary engagements"]

    def test_an_officer_reads_the_number(self):
        pledge = PledgeFactory()
        officer = UserFactory(group="Pledge officers")
        assert blockers([pledge.actor_kind], officer) == [f"voluntary engagement “{pledge.public_id}”"]


class TestPages:
    @pytest.fixture
    def story(self, home):
        return StoryPageFactory(parent=StoryIndexPageFactory(parent=home))

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_story_with_an_engagement_stays(self, admin, story, method):
        pledge = engagement_behind(story)
        response = getattr(admin, method)(f"/admin/pages/{story.pk}/delete/")
        assert_refused(response, pledge.public_id)
        assert "Secret" not in response.content.decode()
        assert Page.objects.filter(pk=story.pk).exists()

    def test_so_does_what_it_stands_below(self, admin, story):
        pledge, index = engagement_behind(story), story.get_parent()
        assert_refused(admin.post(f"/admin/pages/{index.pk}/delete/"), pledge.public_id)
        assert Page.objects.filter(pk__in=[story.pk, index.pk]).count() == 2
        assert Page.find_problems() == ([], [], [], [], [])

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_the_page_of_an_objective_that_a_story_names_stays(self, admin, home, story, method):
        page = ObjectivePageFactory(parent=AxisPageFactory(parent=home))
        story.main_objective = page.objective
        story.save()
        assert_refused(getattr(admin, method)(f"/admin/pages/{page.pk}/delete/"), page.title, story.title)
        assert Page.objects.filter(pk=page.pk).exists()

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_bulk_deletion_takes_all_or_nothing(self, admin, story, method):
        pledge, free = engagement_behind(story), StoryPageFactory(parent=story.get_parent().specific)
        response = getattr(admin, method)(f"/admin/bulk/wagtailcore/page/delete/?id={free.pk}&id={story.pk}")
        assert_refused(response, pledge.public_id)
        assert Page.objects.filter(pk__in=[story.pk, free.pk]).count() == 2
        assert Page.find_problems() == ([], [], [], [], [])

    def test_a_free_one_goes(self, admin, story):
        assert admin.post(f"/admin/pages/{story.pk}/delete/").status_code == 302
        assert not Page.objects.filter(pk=story.pk).exists()

    def test_free_ones_go_in_bulk(self, admin, story):
        other = StoryPageFactory(parent=story.get_parent().specific)
        address = f"/admin/bulk/wagtailcore/page/delete/?id={story.pk}&id={other.pk}"
        assert "Yes, delete" in admin.get(address).content.decode()
        admin.post(address)
        assert not Page.objects.filter(pk__in=[story.pk, other.pk]).exists()


class TestLists:
    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize(
        ("name", "make"),
        [
            ("axes", lambda: ObjectiveFactory().axis),
            ("objectives", lambda: ContributionFactory().objective),
            ("actor-kinds", lambda: PledgeFactory().actor_kind),
        ],
    )
    def test_what_is_used_stays(self, admin, method, name, make):
        item = make()
        assert_refused(getattr(admin, method)(f"/admin/{name}/delete/{item.pk}/"), item)
        assert type(item).objects.filter(pk=item.pk).exists()

    @pytest.mark.parametrize(
        ("name", "factory"),
        [
            ("axes", AxisFactory),
            ("objectives", ObjectiveFactory),
            ("cost-bands", CostBandFactory),
            ("initiatives", InitiativeFactory),
            ("actor-kinds", ActorKindFactory),
        ],
    )
    def test_what_is_free_goes(self, admin, name, factory):
        item = factory()
        address = f"/admin/{name}/delete/{item.pk}/"
        assert "Yes, delete" in admin.get(address).content.decode()
        assert admin.post(address).status_code == 302
        assert not type(item).objects.filter(pk=item.pk).exists()

    @pytest.mark.parametrize(
        ("model", "factory"),
        [("costband", CostBandFactory), ("initiative", InitiativeFactory), ("actorkind", ActorKindFactory)],
    )
    def test_snippets_go_in_bulk_only_together(self, admin, home, model, factory):
        free, other, used = factory(), factory(), factory()
        story = StoryPageFactory(parent=StoryIndexPageFactory(parent=home), title="Ponds")
        if model == "costband":
            story.cost_band = used
        elif model == "initiative":
            story.initiatives = [used]
        else:
            PledgeFactory(actor_kind=used)
        story.save()
        address = f"/admin/bulk/core/{model}/delete/?id={free.pk}&id="
        assert_refused(admin.post(f"{address}{used.pk}"), "needed by")
        assert type(free).objects.count() == 3
        assert admin.post(f"{address}{other.pk}").status_code == 302
        assert list(type(free).objects.all()) == [used]

    def test_a_cost_band_and_an_initiative_of_a_story_stay(self, admin, home):
        band, initiative = CostBandFactory(), InitiativeFactory()
        story = StoryPageFactory(parent=StoryIndexPageFactory(parent=home), title="Ponds", cost_band=band)
        story.initiatives = [initiative]
        story.save()
        assert_refused(admin.post(f"/admin/cost-bands/delete/{band.pk}/"), "Ponds")
        assert_refused(admin.post(f"/admin/initiatives/delete/{initiative.pk}/"), "Ponds")
        assert CostBand.objects.exists()
        assert Initiative.objects.exists()


class TestForms:
    """The join form is a snippet: one goes by its own page, many by the list's."""

    ONE, MANY = "/admin/snippets/pledges/pledgeform/delete/{}/", "/admin/bulk/pledges/pledgeform/delete/?id={}&id={}"

    @pytest.fixture
    def free(self):
        return PledgeFormFactory()

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_one_with_engagements_stays_alone_and_in_bulk(self, admin, free, method):
        form = PledgeFormFactory()
        pledge = PledgeFactory(form=form, form_revision=form.save_revision(), title="Secret title")
        for address in (self.ONE.format(form.pk), self.MANY.format(free.pk, form.pk)):
            response = getattr(admin, method)(address)
            assert_refused(response, pledge.public_id)
            assert "Secret" not in response.content.decode()
        assert PledgeForm.objects.count() == 2

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_one_that_a_member_is_filling_in_stays_alone_and_in_bulk(self, admin, free, method):
        draft = PledgeDraftFactory(answers={"q": "an@example.org"})
        for address in (self.ONE.format(draft.form.pk), self.MANY.format(free.pk, draft.form.pk)):
            response = getattr(admin, method)(address)
            assert_refused(response, "needed by: an engagement that a member is filling in.")
            assert "an@example.org" not in response.content.decode()
            assert draft.token not in response.content.decode()
        assert PledgeForm.objects.count() == 2
        assert PledgeDraft.objects.filter(pk=draft.pk).exists()

    def test_that_of_a_join_page_stays(self, admin, home):
        form = PledgeFormFactory()
        JoinPageFactory(parent=home, title="Take part", form=form)
        assert_refused(admin.post(self.ONE.format(form.pk)), "Take part")
        assert PledgeForm.objects.filter(pk=form.pk).exists()

    def test_free_ones_go(self, admin, free):
        other, third = PledgeFormFactory(), PledgeFormFactory()
        assert admin.post(self.ONE.format(free.pk)).status_code == 302
        assert admin.post(self.MANY.format(other.pk, third.pk)).status_code == 302
        assert not PledgeForm.objects.exists()


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_language_with_engagements_or_pages_stays(admin, home, language, method):
    PledgeFactory(language="de")
    locale = Locale.objects.get(language_code=language)
    response = getattr(admin, method)(f"/admin/locales/delete/{locale.pk}/")
    assert response.status_code == 200
    text = response.content.decode()
    assert "cannot be deleted" in text
    assert ("voluntary engagements in German" in text) is (language == "de")
    assert "Yes, delete" not in text
    assert Locale.objects.filter(pk=locale.pk).exists()


def test_a_language_nobody_uses_goes(admin, home):
    locale = Locale.objects.get(language_code="fr")
    assert "Yes, delete" in admin.get(f"/admin/locales/delete/{locale.pk}/").content.decode()
    assert admin.post(f"/admin/locales/delete/{locale.pk}/").status_code == 302
    assert not Locale.objects.filter(pk=locale.pk).exists()


def test_deleting_a_person_deletes_nothing_they_made(admin, home):
    person = UserFactory(is_superuser=True)
    story = StoryPageFactory(parent=StoryIndexPageFactory(parent=home), owner=person)
    story.save_revision(user=person, log_action=True).publish(user=person)
    form = PledgeFormFactory()
    form.save_revision(user=person)
    pledge = apply(PledgeFactory(form=form), MOVES["accept"], person, 1)
    entries, revisions = ModelLogEntry.objects.count(), story.revisions.count()

    assert admin.post(f"/admin/users/delete/{person.pk}/").status_code == 302
    assert not get_user_model().objects.filter(pk=person.pk).exists()
    story.refresh_from_db()
    assert (story.live, story.owner, story.revisions.count()) == (True, None, revisions)
    assert form.revisions.count() == 1
    assert Pledge.objects.get(pk=pledge.pk).state == PledgeState.ACCEPTED
    assert ModelLogEntry.objects.count() >= entries


def test_an_unknown_story_key_holds_nothing(home):
    PledgeFactory(story_key=uuid.uuid4())
    assert held([home]) == []
