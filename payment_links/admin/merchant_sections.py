"""The parts of a merchant's page: for whoever adds one, changes one, or reads one."""

from typing import Any

from django.utils.translation import gettext_lazy as _

Section = tuple[Any, dict[str, Any]]

REMINDER_FIELDS = ("remind_before", "remind_after")
_NUMBERS_AND_TAX = (
    ("organization_number", "vat_number"),
    ("is_approved_for_f_tax", "registered_office"),
)
_LINK_DEFAULTS = (("locale", "currency"), ("payment_days", "grace_days"), "price_basis")

IDENTITY: Section = (
    _("Identity"),
    {"fields": (("name", "id"), *_NUMBERS_AND_TAX, ("tenant_name", "created_at"))},
)
# The tenant is chosen once: a merchant that moved would leave its links and numbers.
IDENTITY_OF_NEW: Section = (_("Identity"), {"fields": ("tenant", "name", *_NUMBERS_AND_TAX)})
CONTACT: Section = (_("Contact"), {"fields": (("email", "phone"), ("website", "sms_sender"))})
ADDRESS: Section = (
    _("Address"),
    {"fields": ("street_address", ("zip", "city"), ("country", "time_zone"))},
)
PAYMENT_PAGE: Section = (_("Payment page"), {"fields": ("accent_color", "accent_shown")})
BANK: Section = (_("Bank details"), {"fields": (("bankgiro", "plusgiro"), "iban")})
LINKS: Section = (_("Payment links"), {"fields": ("payment_provider_methods", *_LINK_DEFAULTS)})
LINKS_TO_READ: Section = (LINKS[0], {"fields": ("methods_shown", *_LINK_DEFAULTS)})
MESSAGES: Section = (
    _("Messages to customers"),
    {"fields": ("is_emailing_receipts", *REMINDER_FIELDS)},
)
MESSAGES_TO_READ: Section = (MESSAGES[0], {"fields": ("is_emailing_receipts", "reminders_shown")})
BOOKKEEPING: Section = (_("Bookkeeping"), {"fields": ("fiscal_year_start_month",)})

TO_CHANGE = (IDENTITY, CONTACT, ADDRESS, PAYMENT_PAGE, BANK, LINKS, MESSAGES, BOOKKEEPING)
# Methods and reminders depend on the tenant, which is not known yet.
TO_ADD = (IDENTITY_OF_NEW, CONTACT, ADDRESS, PAYMENT_PAGE, BANK, BOOKKEEPING)
TO_READ = (
    *(IDENTITY, CONTACT, ADDRESS, PAYMENT_PAGE, BANK),
    *(LINKS_TO_READ, MESSAGES_TO_READ, BOOKKEEPING),
)
