"""The form with which staff credit a part of an invoice: units or an amount per line."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from invoicing import credit_notes
from invoicing.credit_notes import (
    Credit,
    CreditedAmount,
    CreditedQuantity,
    CreditExceedsInvoiceError,
    CreditNotPositiveError,
    Left,
    LeftLine,
    WantedLine,
    reckon,
)
from payment_links.admin import display
from payment_links.errors import DomainError
from payment_links.money import to_major_units
from payment_links.vat import PriceBasis

# Refusals in the words of the page; the API's are in English.
REFUSALS: dict[type[DomainError], Any] = {
    CreditExceedsInvoiceError: _("More would be credited than is left."),
    CreditNotPositiveError: _("The credited lines must add up to more than zero."),
}
BLANKS = re.compile(r"\s")
AMOUNT = re.compile(r"-?[0-9]{1,10}(\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class FormRow:
    """A line of the invoice as the form shows it, with its two fields."""

    description: str
    invoiced: str
    left: str
    quantity: BoundField
    amount: BoundField


class AmountField(forms.CharField):
    """An amount as people write it, "1 234,50"; becomes minor units of the currency."""

    def __init__(self, currency: str, **options: Any) -> None:
        self.currency = currency
        super().__init__(max_length=20, **options)

    def clean(self, value: Any) -> int | None:
        text = BLANKS.sub("", super().clean(value)).replace("\u2212", "-").replace(",", ".")
        if not text:
            return None
        if not AMOUNT.fullmatch(text):
            raise ValidationError(_("Write an amount such as 25 or 25,50."))
        return int(Decimal(text) / to_major_units(1, self.currency))


class CreditForm(forms.Form):
    """Two fields for every line of which something is left, and the reason.

    credit and wanted are what it comes to, once it is valid.
    """

    reason = forms.CharField(
        label=_("Reason (printed on the credit note)"), max_length=credit_notes.LONGEST_REASON
    )

    def __init__(self, left: Left, data: Any = None) -> None:
        super().__init__(data)
        self.left = left
        self.credit: Credit | None = None
        self.wanted: list[WantedLine] = []
        self.open_lines = [row for row in left.lines.values() if row.amount]
        is_net = left.price_basis == PriceBasis.NET
        amount_label = _("Amount excl. VAT") if is_net else _("Amount incl. VAT")
        for row in self.open_lines:
            self.fields[f"quantity_{row.position}"] = forms.IntegerField(
                label=_("Quantity"), min_value=1, required=False
            )
            self.fields[f"amount_{row.position}"] = AmountField(
                left.currency,
                label=amount_label,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )
        for field in self.fields.values():
            field.widget.attrs["class"] = "pl-input"

    @property
    def rows(self) -> list[FormRow]:
        """The lines with their fields, in the invoice's order."""
        return [self._shown(row) for row in self.open_lines]

    def _shown(self, row: LeftLine) -> FormRow:
        price = display.amount_text(row.line.price, self.left.currency)
        return FormRow(
            description=row.line.description,
            invoiced=f"{row.line.quantity} {row.line.unit} \u00d7 {price}",
            left=display.amount_text(row.amount, self.left.currency),
            quantity=self[f"quantity_{row.position}"],
            amount=self[f"amount_{row.position}"],
        )

    def clean_reason(self) -> str:
        try:
            return credit_notes.usable_reason(self.cleaned_data["reason"])
        except credit_notes.ReasonNotUsableError as error:
            raise ValidationError(_("Write the reason in one line of plain text.")) from error

    def clean(self) -> None:
        for row in self.open_lines:
            quantity = self.cleaned_data.get(f"quantity_{row.position}")
            amount = self.cleaned_data.get(f"amount_{row.position}")
            if quantity is not None and amount is not None:
                self.add_error(f"amount_{row.position}", _("Fill in one of the two fields."))
            elif quantity is not None:
                self.wanted.append(CreditedQuantity(row.position, quantity))
            elif amount is not None:
                self.wanted.append(CreditedAmount(row.position, amount))
        if self.errors.keys() - {"reason"}:
            return
        if not self.wanted:
            raise ValidationError(_("Fill in what to credit of at least one line."))
        self._reckon()

    def _reckon(self) -> None:
        try:
            self.credit = reckon(self.left, self.wanted)
        except DomainError as refusal:
            text = REFUSALS.get(type(refusal), _("An amount has the sign of its line."))
            self.add_error(self._field_of(refusal.property), text)

    def _field_of(self, path: str) -> str | None:
        """ "items.0.quantity" as the name of a field; None for what is about all of them."""
        _items, _dot, rest = path.partition(".")
        index, _dot, name = rest.partition(".")
        return f"{name}_{self.wanted[int(index)].position}" if name else None
