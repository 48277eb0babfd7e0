"""The command that stores a tenant's secret at the payments service."""

import sys
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from payment_links.payments_service import payments_api_credentials
from tests.builders import make_tenant

pytestmark = pytest.mark.django_db


def type_in(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO(text))


def test_the_secret_is_stored_sealed_and_sent_from_then_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tenant = make_tenant()
    type_in(monkeypatch, "at-the-service\n")

    call_command("set_payments_api_secret", str(tenant.pk), stdout=StringIO())

    tenant.refresh_from_db()
    assert "at-the-service" not in tenant.sealed_payments_api_secret
    assert payments_api_credentials(tenant).secret == "at-the-service"


@pytest.mark.parametrize(
    ("text", "said"), [("\n", "No secret"), ("secret\n", "There is no tenant")]
)
def test_what_cannot_be_stored_is_said(
    monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    type_in(monkeypatch, text)

    with pytest.raises(CommandError, match=said):
        call_command("set_payments_api_secret", str(uuid4()))
