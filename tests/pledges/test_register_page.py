"""The register page: how many engagements count and what they add up to."""

import re

import pytest

from bbacms.core.models import SiteSettings
from tests.factories.pledges import PledgeFactory, RegisterPageFactory
from tests.support.pages import accept, get_html, make_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def register(tree):
    return RegisterPageFactory(parent=tree.home, introduction="What was promised.")


def test_it_counts_what_the_home_page_counts(client, tree, register):
    accept(tree.objective.objective, 12)
    accept(tree.objective.objective, 5)
    PledgeFactory(state="submitted")
    for page in (tree.home, register):
        html = get_html(client, page)
        assert re.search(r'large-figure__number">2<', html)
        assert "<strong>17 ha</strong>" in html


def test_without_engagements_it_says_zero_and_adds_nothing_up(client, register):
    html = get_html(client, register)
    assert re.search(r'large-figure__number">0<', html)
    assert "add up to" not in html
    assert "What was promised." in html


def test_the_home_page_leads_to_it_and_it_does_not_lead_to_itself(client, tree, register):
    link = f'class="link-more counter__link" href="{register.url}"'
    assert link in get_html(client, tree.home)
    assert link not in get_html(client, register)


def test_the_home_page_has_no_dead_link_without_it(client, tree):
    assert "counter__link" not in get_html(client, tree.home)


def test_it_asks_the_same_few_questions_however_many_engagements_there_are(
    client, tree, register, django_assert_max_num_queries
):
    SiteSettings.objects.create(site=tree.home.sites_rooted_here.get())
    accept(tree.objective.objective, 1)
    get_html(client, register)
    with django_assert_max_num_queries(12) as few:
        get_html(client, register)
    for _number in range(10):
        accept(tree.objective.objective, 1)
    with django_assert_max_num_queries(12) as many:
        get_html(client, register)
    assert len(many) == len(few)
