"""Pages of running text."""

import pytest

from tests.factories.home import StandardPageFactory
from tests.support.pages import assert_editable, get_html, make_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return make_tree()


def test_introduction_and_body_are_shown(client, tree):
    tree.standard.introduction = "What we are."
    tree.standard.body = [
        ("heading", "How it began"),
        ("text", "<p>In a garden.</p>"),
        ("quote", {"text": "It was wet.", "source": ""}),
    ]
    tree.standard.save()
    html = get_html(client, tree.standard)
    assert (
        html.index("What we are.") < html.index("How it began") < html.index("In a garden.") < html.index("It was wet.")
    )


def test_its_blocks_can_be_edited(admin_client, tree):
    assert_editable(admin_client, tree.standard, body=[("heading", "How it began")])


def test_a_standard_page_may_stand_below_another(client, tree):
    below = StandardPageFactory(parent=tree.standard, title="Partners")
    html = get_html(client, below)
    assert f'href="{tree.standard.url}"' in html
