"""The API over real sockets, shared by the tests of a module that write nothing or clean up."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from payment_links import sealing
from payment_links.gateways import http
from payment_links.models import ApiSecret, Merchant
from payment_links.sandbox import demo_data
from tests.builders import LIVE_TENANT_ID, make_demo_merchant, make_tenant
from tests.doors import Sandbox
from tests.servers import Server, serve

LIVE_SECRET = "live-secret-of-the-tests"


@pytest.fixture(scope="module")
def committed_merchant(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Merchant]:
    """Sandbox tenant, live tenant and the demo's merchant, seen by every thread."""
    with django_db_blocker.unblock():
        demo_data.seed()
        merchant = make_demo_merchant()
        live = make_tenant(id=LIVE_TENANT_ID, mode="LIVE", name="Live tenant")
        ApiSecret.objects.create(
            tenant=live, hashed_secret=sealing.hash_secret(LIVE_SECRET), hint=LIVE_SECRET[-4:]
        )
        yield merchant
        for database in ("default", "sandbox"):
            call_command("flush", interactive=False, verbosity=0, database=database)


@pytest.fixture(scope="module")
def server(committed_merchant: Merchant) -> Iterator[Server]:
    """The product on a socket; its network door leads into the sandbox."""
    with pytest.MonkeyPatch.context() as patch, serve() as running:
        door = Sandbox()
        patch.setattr(http, "client", lambda: door.http)
        yield running
