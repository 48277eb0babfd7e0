"""The furnished office that the tests of access share."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from tests.back_office import Office, furnish


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Office]:
    """The own merchant with its rows, and the rows of a foreign one; committed, for all tests."""
    with django_db_blocker.unblock():
        own, own_rows = furnish("Egen")
        _foreign, foreign_rows = furnish("Frammande")
        yield own, own_rows, foreign_rows
        call_command("flush", interactive=False, verbosity=0)
