"""What the form of a new payment link folds away: the merchant's defaults, and what few need."""

from django.utils.translation import gettext_lazy as _

from payment_links.admin.new_link_start import ADDRESS_FIELDS

# What every link has, from the merchant's defaults.
USUAL = ("due_date", "locale", "currency")
MORE_GROUPS = (
    (_("Due date, language and currency"), USUAL),
    (
        _("Company and references"),
        (
            *("company_name", "organization_number", "vat_number"),
            *("reference", "buyer_reference"),
        ),
    ),
    (_("Invoice address"), tuple(f"invoice_{name}" for name in ADDRESS_FIELDS)),
    (_("Delivery"), ("delivery_date", *(f"delivery_{name}" for name in ADDRESS_FIELDS))),
)
OPTIONAL = tuple(name for _title, names in MORE_GROUPS[1:] for name in names)
MORE = (*USUAL, *OPTIONAL, "payment_methods")
