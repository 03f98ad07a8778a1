"""What readers and listeners get of an indicator's progress: the number first, the bar second, no flattery."""

import re
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from bbacms.core.choices import IndicatorKind, Unit
from home.progress import indicator_figure
from pledges.counting import Totals
from tests.factories.core import IndicatorFactory
from tests.support.pages import accept, get_html, make_tree

pytestmark = pytest.mark.django_db


def figure_html(indicator, accepted="0"):
    totals = Totals(1, 2026, {}, {indicator.pk: Decimal(accepted)})
    html = render_to_string("components/indicator_figure.html", {"figure": indicator_figure(indicator, totals)})
    return " ".join(html.split())


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def bars(html):
    """What is read out for each bar, and how much of it is filled, in per cent."""
    found = re.findall(
        r'<svg class="progress-bar"[^>]* role="img" aria-label="([^"]+)">.*?'
        r'class="progress-bar__fill" width="([\d.]+)"',
        html,
        re.DOTALL,
    )
    return [(label, float(width)) for label, width in found]


@pytest.mark.parametrize(
    ("accepted", "number", "said", "filled"),
    [
        ("0", "0 ha", "nothing yet", (0, 0)),
        # A sliver that can be seen, and no wider than what the words claim.
        ("2.8", "2.8 ha", "less than 1 %", (0.28, 1)),
        ("400", "400 ha", "40 %", (40, 40)),
        ("1000", "1,000 ha", "100 %", (100, 100)),
        ("1003", "1,003 ha", "just over 100 %", (100, 100)),
        ("1300", "1,300 ha", "130 %, more than the target", (100, 100)),
    ],
)
def test_number_then_words_then_bar(accepted, number, said, filled):
    html = figure_html(IndicatorFactory(target=1000), accepted)

    assert words(html).endswith(f"1,000 ha target for 2030 {number} engaged so far ({said})")
    assert html.index(number) < html.index(said) < html.index("<svg")
    [(label, width)] = bars(html)
    assert label == f"Progress: {said}"
    assert filled[0] <= width <= filled[1]


def test_nothing_yet_has_an_empty_bar():
    assert bars(figure_html(IndicatorFactory())) == [("Progress: nothing yet", 0)]


def test_a_yearly_flow_names_the_year_it_compares():
    indicator = IndicatorFactory(kind=IndicatorKind.FLOW, unit=Unit.TONNE, target=500)
    assert "200 t per year engaged for 2026 (40 %)" in words(figure_html(indicator, "200"))


def test_a_share_shows_its_target_and_says_why_there_is_no_sum(client):
    tree = make_tree()
    tree.indicator.kind, tree.indicator.unit, tree.indicator.target = IndicatorKind.SHARE, Unit.PERCENT, 20
    tree.indicator.save()
    accept(tree.objective.objective, 31)
    accept(tree.objective.objective, 42)

    html = get_html(client, tree.objective)

    text = words(html)
    assert "20 % target for 2030 Engaged shares are not added up" in text
    assert not {"31", "42", "73"} & set(text.split())
    assert bars(html) == []


def test_two_indicators_each_have_their_own_number_and_bar(client):
    tree = make_tree()
    second = IndicatorFactory(objective=tree.objective.objective, label="Hedges", unit=Unit.KILOMETRE, target=50)
    accept(tree.objective.objective, 400)

    html = get_html(client, tree.objective)

    assert html.index("400 ha") < html.index("Progress: 40 %") < html.index(second.name) < html.index("0 km")
    assert bars(html) == [("Progress: 40 %", 40), ("Progress: nothing yet", 0)]
