"""The words of an export in one language, fixed before the first byte is sent.

A download goes on after its request is over, when nobody knows any more which language was asked
for; so no text is translated while it is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from invoicing.models import BookEntry
from payment_links.models import LinkDocument
from payment_links.models.links import VAT_TREATMENTS


@dataclass(frozen=True, slots=True)
class Words:
    """language: as in the attribute lang. kinds: of BookEntry; documents: of LinkDocument."""

    language: str
    kinds: Mapping[str, str]
    documents: Mapping[str, str]
    treatments: Mapping[str, str]
    texts: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.texts[name]

    def kind(self, kind: str, booked_by: str) -> str:
        """The label of a kind of entry, or what an invoice is that a receipt booked before."""
        return self["already_booked"] % {"number": booked_by} if booked_by else self.kinds[kind]


def words_now() -> Words:
    """The words in the language that is active now."""
    return Words(
        language=get_language() or "en",
        kinds={str(kind): str(label) for kind, label in BookEntry.Kind.choices},
        documents={str(kind): str(label) for kind, label in LinkDocument.Kind.choices},
        treatments={value: str(label) for value, label in VAT_TREATMENTS},
        texts={
            "books": _("Books"),
            "date": _("Date"),
            "kind": _("Kind"),
            "number": _("Number"),
            "reference": _("Payment reference"),
            "customer": _("Customer"),
            "vat": _("VAT %"),
            "treatment": capfirst(_("VAT treatment")),
            "net_amount": _("Amount excl. VAT"),
            "vat_amount": _("VAT amount"),
            "gross_amount": _("Amount incl. VAT"),
            "currency": _("Currency"),
            "payment_method": _("Payment method"),
            "payment_id": _("Payment id"),
            "payment_link_id": _("Payment link id"),
            "file": _("File"),
            "entry_id": _("Entry id"),
            "test": _("Test"),
            "yes": _("yes"),
            "totals": _("Totals"),
            "entries": _("Entries"),
            "state": _("State"),
            "unharmed": _("OK"),
            "damaged": _("DAMAGED"),
            "sha256": "SHA-256",
            "damaged_intro": _(
                "These documents belong to the period, but their files are missing, damaged or "
                "cannot be made. They were left out; restore them from a backup."
            ),
            "per_rate": _("Sales and credits per VAT rate"),
            "per_kind": _("Per kind of entry"),
            "test_note": _("Test: nothing here was sold."),
            "already_booked": _("Invoice, already booked by receipt %(number)s"),
            "nothing": _("Nothing was booked in this period."),
        },
    )
