"""The judge of e-invoices, made once per test run."""

import pytest

from tests.invoicing.e_invoice.judge import Judge, make_judge


@pytest.fixture(scope="session")
def judge() -> Judge:
    return make_judge()
