"""What the payments service is asked to start: the items, the payer and where to call back."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from payment_links.gateways import payments_api
from payment_links.models import Payment, PaymentLink
from payment_links.payments.provider_methods import Choice, payer_phone

# What the payments service takes; the customer's two names may be longer together.
LONGEST_PAYER_NAME = 254


def new_payment(choice: Choice, payment: Payment, told: dict[str, Any]) -> payments_api.NewPayment:
    """The payment to be started. told: provider_method_parameters; items in minor units."""
    link = choice.link
    return payments_api.NewPayment(
        provider=choice.provider,
        method=choice.method,
        currency=link.currency,
        total_amount=link.total_amount,
        order_items=[
            payments_api.OrderItem(
                amount=item.amount,
                name=item.description,
                vat_rate=int(item.vat) if item.vat == int(item.vat) else float(item.vat),
                merchant_id=item.merchant_id,
                metadata=item.metadata,
                tags=item.tags,
            )
            for item in link.items.order_by("position")
        ],
        provider_method_parameters=told,
        payer=_payer(link),
        metadata={"payment_link_id": str(link.pk), "payment_attempt_id": str(payment.pk)},
        status_callback_url=f"{settings.PUBLIC_URL}/inbound/payments/{payment.callback_token}",
    )


def _payer(link: PaymentLink) -> dict[str, str]:
    """Name, and e-mail and phone as far as they are real: at creation they are free text."""
    customer = link.customer
    payer = {"name": customer.full_name[:LONGEST_PAYER_NAME]}
    try:
        validate_email(customer.email)
        payer["email"] = customer.email
    except ValidationError:
        pass
    number = payer_phone(link.tenant, customer.phone)
    return {**payer, "phone_number": number} if number else payer
