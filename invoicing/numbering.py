"""Numbers of documents and bases of payment references, taken from locked counter rows."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from invoicing.models import NumberingRule, NumberSeries, ReferenceSeries
from invoicing.periods import fiscal_year_of
from payment_links.models import LinkDocument, Merchant, Tenant

PREFIXES = {
    LinkDocument.Kind.INVOICE: "",
    LinkDocument.Kind.RECEIPT: "K",
    LinkDocument.Kind.CREDIT_NOTE: "KR",
}
TEST_PREFIX = "TEST-"


class NotInTransactionError(RuntimeError):
    """A number was asked for outside the transaction that writes its document."""


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number taken from a series. sequence: 1, 2, 3 … without a gap; text: as printed."""

    series: NumberSeries
    sequence: int
    text: str


def next_number(merchant: Merchant, kind: str, issue_date: date) -> DocumentNumber:
    """Take the next number of the merchant's series of that kind and of the date's fiscal year.

    kind: "INVOICE", "RECEIPT" or "CREDIT_NOTE". A fiscal year is called after its first day's year.

    The series' row stays locked until the caller's transaction ends; a rollback gives the number
    back, so the series has no gaps (Skatteverket 2009-12-15 and 2023-06-26: unbroken, one series
    per seller). Prefix and first number are those of the merchant's NumberingRule. Merchants of
    sandbox tenants number in a TEST series of their own. The text is prefix, year and a running
    number of at least four digits: "20260001", "K20260001".
    Raises NotInTransactionError outside a transaction.
    """
    _require_transaction()
    fiscal_year = fiscal_year_of(merchant, issue_date).from_date.year
    rule = NumberingRule.objects.filter(merchant=merchant, kind=kind).first()
    prefix = rule.prefix if rule else PREFIXES[LinkDocument.Kind(kind)]
    if merchant.tenant.mode == Tenant.Mode.SANDBOX:
        prefix = TEST_PREFIX + prefix
    series = _lock_series(merchant, kind, fiscal_year, prefix, rule)
    sequence = series.next_number
    series.next_number = sequence + 1
    series.save(update_fields=["next_number"])
    return DocumentNumber(series, sequence, f"{prefix}{fiscal_year}{sequence:04d}")


def next_reference_base(payee_account: str) -> str:
    """Take the next base of a payment reference on that account: seven digits from 1000001 on.

    The account's row stays locked until the caller's transaction ends; take the document's number
    first, so that the locks are always taken in the same order. Raises NotInTransactionError
    outside a transaction.
    """
    _require_transaction()
    series = _lock_references(payee_account)
    base = series.next_number
    series.next_number = base + 1
    series.save(update_fields=["next_number"])
    return str(base)


def prefixes_of(merchant: Merchant) -> dict[str, str]:
    """The prefix of each kind of document: by rule, else the usual one."""
    rules = NumberingRule.objects.filter(merchant=merchant).values_list("kind", "prefix")
    return {**{kind.value: prefix for kind, prefix in PREFIXES.items()}, **dict(rules)}


def _lock_series(
    merchant: Merchant, kind: str, fiscal_year: int, prefix: str, rule: NumberingRule | None
) -> NumberSeries:
    """The series' locked row; made when this is its first document."""
    wanted = {
        "merchant": merchant,
        "kind": kind,
        "fiscal_year": fiscal_year,
        "prefix": prefix,
    }
    found = NumberSeries.objects.select_for_update().filter(**wanted).first()
    if found is None:
        # Two first documents at once: the second insert waits for the first one and does nothing.
        first = NumberSeries(**wanted, next_number=rule.first_number if rule else 1)
        NumberSeries.objects.bulk_create([first], ignore_conflicts=True)
        found = NumberSeries.objects.select_for_update().get(**wanted)
        # The first number was meant for this series: the next fiscal year's begins at 1.
        NumberingRule.objects.filter(merchant=merchant, kind=kind).update(first_number=1)
    return found


def _lock_references(payee_account: str) -> ReferenceSeries:
    wanted = {"payee_account": payee_account}
    found = ReferenceSeries.objects.select_for_update().filter(**wanted).first()
    if found is None:
        ReferenceSeries.objects.bulk_create([ReferenceSeries(**wanted)], ignore_conflicts=True)
        found = ReferenceSeries.objects.select_for_update().get(**wanted)
    return found


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise NotInTransactionError("Numbers are taken in the transaction that uses them.")
