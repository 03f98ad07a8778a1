"""Fixtures every test may use."""

import pytest
from django.core.cache import cache
from django.utils import translation

from tests.support.hidden import HIDDEN_KINDS, make_hidden_page
from tests.support.trees import make_home_pages


@pytest.fixture(autouse=True)
def _clean_language_and_cache():
    """Start and end every test in English with an empty cache, whatever the one before did."""
    translation.activate("en")
    cache.clear()
    yield
    translation.activate("en")
    cache.clear()


@pytest.fixture
def homes(db):
    """The live home pages of the four languages, by language code."""
    return make_home_pages()


@pytest.fixture(params=HIDDEN_KINDS)
def hidden_page(request, homes):
    """A page below the English home page that no reader may find, once for each way to hide one."""
    return make_hidden_page(homes["en"], request.param)
