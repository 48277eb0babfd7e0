"""The index of names: made on PostgreSQL, missed out loud where it cannot be made."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection

from payment_links import name_index
from payment_links.models import Customer
from payment_links.name_index import NO_NAME_INDEX, check_name_index, make_name_index
from tests.unprotected import execute

pytestmark = pytest.mark.django_db
only_on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no such index"
)


@pytest.fixture
def without_rights() -> Iterator[None]:
    """The database refuses to install an extension, as it does users without rights."""

    def refuse(run: Any, sql: str, *arguments: Any) -> Any:
        if sql == name_index.INSTALLING:
            raise ProgrammingError("permission denied to create extension")
        return run(sql, *arguments)

    with connection.execute_wrapper(refuse):
        yield


def told_by_check() -> list[Any]:
    return list(check_name_index(None, ["default"]))


def test_the_check_is_silent_where_the_index_is_or_cannot_be() -> None:
    assert told_by_check() == []
    assert check_name_index(None, None) == []


@only_on_postgresql
def test_a_lost_index_is_told_and_made_again() -> None:
    execute(name_index.REMOVING)
    before, output = told_by_check(), StringIO()

    call_command("index_names", stdout=output)

    assert (before, told_by_check()) == ([NO_NAME_INDEX], [])
    assert output.getvalue() == "The index of names is there.\n"


@only_on_postgresql
@pytest.mark.usefixtures("without_rights")
def test_without_rights_nothing_breaks_and_the_command_says_why() -> None:
    execute(name_index.REMOVING)

    with pytest.raises(CommandError, match="CREATE EXTENSION pg_trgm was refused"):
        call_command("index_names")

    assert make_name_index(connection) is False
    assert told_by_check() == [NO_NAME_INDEX]


@only_on_postgresql
def test_the_search_for_a_part_of_a_name_uses_the_index() -> None:
    execute("SET LOCAL enable_seqscan = off")

    plan = Customer.objects.filter(last_name__icontains="sson").order_by().explain()

    assert "customer_search_name" in plan


@pytest.mark.skipif(connection.vendor == "postgresql", reason="there the index can be made")
def test_elsewhere_the_command_refuses() -> None:
    with pytest.raises(CommandError, match="Only PostgreSQL"):
        call_command("index_names")
