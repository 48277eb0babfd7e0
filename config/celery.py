"""The Celery application and its schedule: every entry is a sweep that is safe to run twice."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("payment_links")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "staff mail": {"task": "payment_links.staff_mail.sweep_staff_mail", "schedule": 2.0},
    "messages": {"task": "payment_links.distribution.sweep_messages", "schedule": 1.0},
    "reminders": {"task": "payment_links.distribution.sweep_reminders", "schedule": 60.0},
    "status callbacks": {
        "task": "payment_links.status_callbacks.sweep_status_callbacks",
        "schedule": 1.0,
    },
    "inbound events": {"task": "payment_links.payments.sweep_inbound_events", "schedule": 1.0},
    "open payments": {"task": "payment_links.payments.reconcile_open_payments", "schedule": 5.0},
    "expired links": {"task": "payment_links.links.expire_due_links", "schedule": 60.0},
    "documents": {"task": "invoicing.documents.sweep_documents", "schedule": 2.0},
    "logos": {"task": "payment_links.logos.fetching.sweep_logos", "schedule": 5.0},
    "link batches": {"task": "payment_links.batches.sweep_link_batches", "schedule": 1.0},
    "receipts": {"task": "invoicing.receipts.issue_new_receipts", "schedule": 5.0},
    "missing receipts": {
        "task": "invoicing.receipts.issue_missing_receipts",
        "schedule": 3600.0,
    },
    "payments to book": {"task": "invoicing.bookkeeping.book_payments", "schedule": 5.0},
    "books": {"task": "invoicing.bookkeeping.book_everything_missing", "schedule": 3600.0},
    "daily figures": {"task": "payment_links.daily_figures.close_days", "schedule": 300.0},
    "kept names": {"task": "payment_links.customers.erase_kept_parts", "schedule": 3600.0},
    "idempotency keys": {
        "task": "payment_links.idempotency.forget_old_keys",
        "schedule": 3600.0,
    },
}
# A night without a worker would leave a hundred thousand sweeps before the first job, although the
# newest of each does the work of them all. Longer than the clocks of two machines may be apart.
SWEEP_FORGOTTEN_AFTER_SECONDS = 15 * 60
for entry in app.conf.beat_schedule.values():
    entry["options"] = {"expires": SWEEP_FORGOTTEN_AFTER_SECONDS}
