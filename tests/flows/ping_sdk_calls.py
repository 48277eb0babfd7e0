"""Runs in the public client's own environment: calls the client as told on standard input.

Reads one JSON object per line, {"resource": "payment_link", "call": "create", "arguments": […]},
and answers with one line, {"status": 200, "body": …}. The line {"suite": true} runs the client's
own test suite and answers {"tests": n, "failures": […]}.
"""

import io
import json
import os
import sys
import unittest
from typing import Any

import ping.payment_links_api
import ping.payments_api


def base_url(api: str, environment: str) -> str:
    """Where the client finds an API; its own addresses are fixed in its code."""
    return os.environ[api.upper() + "_URL"]


ping.payment_links_api.get_base_url = base_url
ping.payments_api.get_base_url = base_url


def call(resource: str, name: str, arguments: list[Any]) -> dict[str, Any]:
    """One call of the client, on whichever of its two APIs has the resource."""
    tenant_id = os.environ["TENANT_ID"]
    for api in (
        ping.payment_links_api.PaymentLinksApi(tenant_id),
        ping.payments_api.PaymentsApi(tenant_id),
    ):
        if hasattr(api, resource):
            answer = getattr(getattr(api, resource), name)(*arguments)
            return {"status": answer.status_code, "body": answer.body}
    raise LookupError(resource)


def run_suite() -> dict[str, Any]:
    """The client's own tests, as they come with it."""
    suite = unittest.TestSuite(
        unittest.defaultTestLoader.loadTestsFromNames(
            [
                "tests.payment_links_api.test_invoice",
                "tests.payment_links_api.test_payment_links",
                "tests.payment_links_api.test_receipt",
                "tests.payments_api.test_merchant",
                "tests.payments_api.test_payment",
                "tests.payments_api.test_paymentOrder",
            ]
        )
    )
    outcome = unittest.TextTestRunner(stream=io.StringIO()).run(suite)
    failed = [f"{test.id()}\n{text}" for test, text in outcome.failures + outcome.errors]
    return {"tests": outcome.testsRun, "failures": failed}


for line in sys.stdin:
    command = json.loads(line)
    answer = (
        run_suite()
        if "suite" in command
        else call(command["resource"], command["call"], command["arguments"])
    )
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
