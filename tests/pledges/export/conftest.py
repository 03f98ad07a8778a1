"""What the tests of exports share."""

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from tests.factories.users import UserFactory


@pytest.fixture
def officer(db):
    return UserFactory(group="Pledge officers", first_name="Olga", last_name="Peeters")


@pytest.fixture
def desk(officer):
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def prefer():
    """Lets a user read the admin in a language."""

    def prefer(user, language):
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = language
        profile.save()

    return prefer
