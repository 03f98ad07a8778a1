"""A form whose second screen asks for files, and a store of its own for each test."""

import pytest
from django.test import Client

from tests.factories.core import ActorKindFactory, IndicatorFactory
from tests.support.join_forms import name, needed_questions, question
from tests.support.member_files import begun


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """The folder of private files, this test's own."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.fixture
def asked():
    ActorKindFactory(code="citizen")
    IndicatorFactory(code="ha")
    return needed_questions() | {
        "file": question("file", "Plan", kinds=["picture", "pdf"], largest=1, how_many=2),
        "note": question("short_text", "Note", required=True),
    }


@pytest.fixture
def step(client, asked):
    return begun(client, asked)


@pytest.fixture
def note(asked):
    return {name(asked["note"]): "Behind the school"}
