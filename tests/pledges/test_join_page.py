"""What the join page says of itself where it is listed."""

import pytest

from tests.factories.pledges import JoinPageFactory
from tests.support.pages import get_html, make_tree

pytestmark = pytest.mark.django_db


def test_search_engines_read_the_beginning_of_its_introduction(client):
    tree = make_tree()
    tree.join.introduction = "<p>Tell us what you do &amp; plan.</p><p>" + "word " * 60 + "</p>"
    tree.join.save()
    html = get_html(client, tree.join)
    assert '<meta name="description" content="Tell us what you do &amp; plan.' in html
    description = html.partition('<meta name="description" content="')[2].partition('"')[0]
    assert len(description.split()) <= 25


def test_without_introduction_it_has_no_empty_description(client):
    tree = make_tree()
    assert 'name="description"' not in get_html(client, JoinPageFactory(parent=tree.home, title="Join", slug="join-2"))
