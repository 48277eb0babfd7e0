"""The indexes by which the back office lists, filters, sorts and searches payment links.

Each exists for one merchant and for all or several of them. A list that is filtered by a column and
sorted by another, without an index of both, walks through the whole table when few rows match.
"""

from django.db import models
from django.db.models import F, Q

BACK_OFFICE_INDEXES = [
    models.Index(F("merchant"), F("status"), F("id").desc(), name="link_of_merchant_status"),
    # With the status: those of a month that have one are counted without a look at their rows.
    models.Index(
        *(F("merchant"), F("due_date"), F("id").desc(), F("status")), name="link_of_merchant_due"
    ),
    models.Index(F("merchant"), F("created_at"), F("id").desc(), name="link_of_merchant_created"),
    models.Index(F("merchant"), F("total_amount"), F("id").desc(), name="link_of_merchant_amount"),
    models.Index(
        fields=["merchant", "completed_at"],
        condition=Q(completed_at__isnull=False),
        name="link_of_merchant_paid",
    ),
    models.Index(F("merchant"), F("currency"), F("id").desc(), name="link_of_merchant_currency"),
    models.Index(
        F("merchant"),
        F("sms_status"),
        F("id").desc(),
        condition=Q(sms_status__in=["CREATED", "PENDING", "FAILED"]),
        name="link_of_merchant_sms",
    ),
    # The longest overdue ones: among all links, those of old due dates are settled.
    models.Index(
        fields=["merchant", "due_date", "id"],
        condition=Q(status="CREATED"),
        name="link_unpaid_of_merchant",
    ),
    models.Index(fields=["due_date", "id"], condition=Q(status="CREATED"), name="link_unpaid"),
    models.Index(F("status"), F("id").desc(), name="link_of_status"),
    models.Index(F("currency"), F("id").desc(), name="link_of_currency"),
    models.Index(
        F("sms_status"),
        F("id").desc(),
        condition=Q(sms_status__in=["CREATED", "PENDING", "FAILED"]),
        name="link_of_sms_status",
    ),
    models.Index(F("due_date"), F("id").desc(), F("status"), name="link_of_due_date"),
    models.Index(F("total_amount"), F("id").desc(), name="link_of_amount"),
    models.Index(
        fields=["completed_at"],
        condition=Q(completed_at__isnull=False),
        name="link_of_payment_day",
    ),
    # Its search box, which looks for numbers at all merchants at once.
    models.Index(fields=["ocr"], condition=~Q(ocr=""), name="link_search_ocr"),
    models.Index(fields=["payment_order_id"], name="link_search_order"),
    models.Index(
        fields=["payment_id"],
        condition=Q(payment_id__isnull=False),
        name="link_search_payment",
    ),
]
