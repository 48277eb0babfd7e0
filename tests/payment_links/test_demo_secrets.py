"""The demo's secrets stand in the documents as they are."""

from payment_links.demo.accounts import LIVE_API_SECRET, SIGNING_SECRETS
from tests.running_demo import ROOT


def test_the_documents_name_the_secrets_that_are_made() -> None:
    callbacks = (ROOT / "docs" / "status-callbacks.md").read_text()
    greeting = (ROOT / "run").read_text()

    assert all(secret in callbacks for secret in SIGNING_SECRETS.values())
    assert LIVE_API_SECRET in greeting
