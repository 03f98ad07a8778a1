"""Fixtures every test may use."""

import pytest
from django.core.cache import cache
from django.utils import translation


@pytest.fixture(autouse=True)
def _clean_language_and_cache():
    """Start and end every test in English with an empty cache, whatever the one before did."""
    translation.activate("en")
    cache.clear()
    yield
    translation.activate("en")
    cache.clear()
