"""Help for tests that need real transactions."""

import pytest
from django.db import connection


@pytest.fixture(scope="module")
def migrated_rows(django_db_setup, django_db_blocker):
    """Put back what migrations wrote (languages, groups), once the tests of a module have emptied the database.

    A transactional test ends with every table empty, which would break the next run on a kept database. The
    fixture is one of the module, because it must end after the emptying.
    """
    with django_db_blocker.unblock():
        rows = connection.creation.serialize_db_to_string()
    yield
    with django_db_blocker.unblock():
        connection.creation.deserialize_db_from_string(rows)
