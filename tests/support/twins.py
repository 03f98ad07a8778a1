"""Engagements whose likeness is written down, as sending writes it."""

from pledges.duplicates.keys import keep_match_keys
from tests.factories.pledges import ContributionFactory, PledgeFactory


def sent(*quantities, **values):
    """A pledge with a contribution for each pair of indicator and quantity, as it is found by others."""
    pledge = PledgeFactory(**values)
    for indicator, quantity in quantities:
        ContributionFactory(pledge=pledge, indicator=indicator, declared=quantity)
    keep_match_keys(pledge)
    return pledge
