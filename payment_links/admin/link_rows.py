"""The rows of a link's page as its template prints them: texts and labels, nothing to be asked."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from payment_links.admin import display
from payment_links.admin.payment_words import exception_sentence, payment_sentence, provider_words
from payment_links.models import (
    CallbackAttempt,
    Item,
    LinkDocument,
    LinkException,
    Payment,
    PaymentLink,
    StatusCallback,
)
from payment_links.models.outbox import OutboxRow
from payment_links.models.payments import method_text
from payment_links.vat import totals_per_rate


def item_rows(items: Sequence[Item], link: PaymentLink) -> list[dict[str, Any]]:
    """The items with price, VAT and the amount of the line."""
    return [
        {
            "description": item.description,
            "number": item.item_number,
            "merchant": "" if link.has_one_merchant else item.merchant.name,
            "quantity": _quantity(item, link),
            "vat": display.percent_text(item.vat),
            "treatment": display.treatment_text(item.vat_treatment),
            "amount": display.amount_text(item.amount, link.currency),
        }
        for item in items
    ]


def _quantity(item: Item, link: PaymentLink) -> str:
    price = display.price_text(item.price, link.currency, link.price_basis)
    return f"{item.quantity} {item.unit} × {price}"


def vat_rows(items: Sequence[Item], currency: str) -> list[dict[str, str]]:
    """The VAT of the items, per rate."""
    return [
        {
            "vat": display.percent_text(total.vat),
            "treatment": display.treatment_text(total.treatment),
            "net": display.amount_text(total.net_amount, currency),
            "vat_amount": display.amount_text(total.vat_amount, currency),
            "gross": display.amount_text(total.gross_amount, currency),
        }
        for total in totals_per_rate(item.vat_line for item in items)
    ]


def payment_rows(payments: Sequence[Payment]) -> list[dict[str, Any]]:
    """The payments with what came of each in plain words."""
    return [
        {
            "status": display.state_tag(
                payment.status, payment.get_status_display(), display.PAYMENT_LOOKS
            ),
            "amount": display.amount_text(payment.amount, payment.currency),
            "method": method_text(payment.provider, payment.method),
            "sentence": payment_sentence(payment),
            "said": provider_words(payment),
            "created_at": display.moment_text(payment.created_at),
            "url": display.change_url("payment_links.payment", payment.pk),
        }
        for payment in payments
    ]


def exception_rows(exceptions: Sequence[LinkException], link: PaymentLink) -> list[dict[str, Any]]:
    """The exceptions with the money they are about."""
    return [
        {
            "row": exception,
            "kind": exception.get_kind_display(),
            "sentence": exception_sentence(exception, link),
        }
        for exception in exceptions
    ]


def document_rows(documents: Sequence[LinkDocument]) -> list[dict[str, Any]]:
    """The documents with their hash and where they are downloaded."""
    return [
        {
            "row": document,
            "issued_at": display.moment_text(document.issued_at),
            "size": display.size_text(document.size),
            "url": display.change_url("payment_links.linkdocument", document.pk),
            "download_url": download_url(document),
        }
        for document in documents
    ]


def download_url(document: LinkDocument) -> str:
    """Where staff download the document."""
    return reverse("admin:payment_links_linkdocument_download", args=[document.pk])


def callback_rows(callbacks: Sequence[StatusCallback]) -> list[dict[str, Any]]:
    """The status callbacks with every attempt and what the tenant answered."""
    return [
        {
            "row": callback,
            "state": display.callback_tag(callback),
            "error": _(callback.last_error) if callback.last_error else "",
            "created_at": display.moment_text(callback.created_at),
            "attempts": [_attempt_text(attempt) for attempt in callback.callback_attempts.all()],
            "may_redeliver": callback.state in {OutboxRow.State.DONE, OutboxRow.State.DEAD},
        }
        for callback in callbacks
    ]


def _attempt_text(attempt: CallbackAttempt) -> str:
    outcome = f"HTTP {attempt.http_status}" if attempt.http_status else attempt.error
    return f"{display.moment_text(attempt.attempted_at)}: {outcome} ({attempt.duration_ms} ms)"
