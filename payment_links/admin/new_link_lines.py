"""The lines of the form that makes a payment link: what it is for, price, quantity and VAT."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from payment_links.admin import display
from payment_links.admin.form_fields import AmountField, PlainTextField
from payment_links.models import Item
from payment_links.models.links import VAT_TREATMENTS
from payment_links.new_link import AMOUNTS, DEFAULT_UNIT, MOST_ITEMS, NewItem
from payment_links.vat import PriceBasis, VatTreatment, short_percent
from payment_links.vat_rates import is_known_country, rates_on

HOME_COUNTRY = "SE"
LARGEST_QUANTITY = AMOUNTS[-1]
PRICE_LABELS = {
    PriceBasis.GROSS: _("Price incl. VAT, %(currency)s"),
    PriceBasis.NET: _("Price excl. VAT, %(currency)s"),
}
LINE_NUMBER = re.compile(r"[0-9]{1,6}")
VatChoice = tuple[str, Any]


def vat_choices(country: str, day: date) -> list[VatChoice]:
    """The rates that the country has on the day, highest first, and the reasons for no VAT.

    A country without a table is offered Swedish rates.
    """
    rates = rates_on(country if is_known_country(country) else HOME_COUNTRY, day)
    taxed = [(short_percent(rate), display.percent_text(rate)) for rate in sorted(rates)[::-1]]
    return [*taxed, *(entry for entry in VAT_TREATMENTS if entry[0] != VatTreatment.TAXED)]


def vat_value(vat: Decimal, treatment: str) -> str:
    """The choice that stands for a rate and treatment."""
    return short_percent(vat) if treatment == VatTreatment.TAXED else treatment


def _read_vat(value: str) -> tuple[Decimal, VatTreatment]:
    if value in VatTreatment.__members__:
        return Decimal(0), VatTreatment(value)
    return Decimal(value), VatTreatment.TAXED


class LineForm(forms.Form):
    """One line. number: which of the form's lines it is; lines may have gaps in their numbers."""

    description = PlainTextField(
        label=_("What it is for"),
        max_length=Item._meta.get_field("description").max_length,
        one_line=False,
        widget=forms.Textarea(attrs={"rows": 1}),
    )
    quantity = forms.IntegerField(
        label=_("Quantity"),
        min_value=1,
        max_value=LARGEST_QUANTITY,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    vat = forms.ChoiceField(label=_("VAT"))
    unit = PlainTextField(
        label=_("Unit"), max_length=Item._meta.get_field("unit").max_length, required=False
    )
    item_number = PlainTextField(
        label=_("Item number"),
        max_length=Item._meta.get_field("item_number").max_length,
        required=False,
    )

    def __init__(
        self,
        number: str,
        data: QueryDict | None,
        *,
        initial: Mapping[str, str],
        offered: list[VatChoice],
        currency: str,
        price_basis: PriceBasis,
    ) -> None:
        super().__init__(data, prefix=f"lines-{number}", initial=dict(initial))
        self.number = number
        label = PRICE_LABELS[price_basis] % {"currency": currency}
        self.fields["price"] = AmountField(label=label, currency=currency)
        vat = self["vat"].value()
        is_offered = not vat or vat in {value for value, _text in offered}
        vat_field = self.fields["vat"]
        if isinstance(vat_field, forms.ChoiceField):
            # Else the browser would choose the first rate in silence.
            vat_field.choices = offered if is_offered else [("", _("Choose")), *offered]
        for field in self.fields.values():
            field.widget.attrs["class"] = "pl-input"

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written: such a line is left out."""
        names = ("description", "price", "item_number")
        return not any(str(self[name].value() or "").strip() for name in names)

    @property
    def is_priced(self) -> bool:
        """Whether it can be reckoned with; its description may still be missing."""
        self.is_valid()
        return {"price", "quantity", "vat"} <= self.cleaned_data.keys()

    @property
    def has_more(self) -> bool:
        """Whether the fields that are folded away are to be seen: something is not as usual."""
        usual = {"quantity": {"", "1"}, "unit": {"", DEFAULT_UNIT}, "item_number": {""}}
        return any(
            self[name].errors or str(self[name].value() or "") not in values
            for name, values in usual.items()
        )

    def clean(self) -> None:
        values = self.cleaned_data
        is_complete = {"price", "quantity"} <= values.keys()
        if is_complete and values["price"] * values["quantity"] not in AMOUNTS:
            fault = ValidationError(_("Price × quantity is too large."), code="invalid")
            self.add_error("quantity", fault)

    def item(self, merchant_id: UUID) -> NewItem:
        """The line as links take it; for one that is priced."""
        values = self.cleaned_data
        vat, treatment = _read_vat(values["vat"])
        return NewItem(
            description=values.get("description", ""),
            price=values["price"],
            quantity=values["quantity"],
            vat=vat,
            vat_treatment=treatment,
            merchant_id=merchant_id,
            item_number=values.get("item_number", ""),
            unit=values.get("unit") or DEFAULT_UNIT,
        )


def line_numbers(data: QueryDict) -> list[str]:
    """Which lines a sent form has, in their order; the first alone when it names none."""
    numbers = [number for number in data.getlist("line") if LINE_NUMBER.fullmatch(number)]
    return list(dict.fromkeys(numbers))[:MOST_ITEMS] or ["0"]


def with_added_line(data: QueryDict) -> QueryDict:
    """The form with one more line, which has the last one's VAT rate."""
    numbers = line_numbers(data)
    added = str(max(map(int, numbers)) + 1)
    changed = data.copy()
    changed.setlist("line", [*numbers, added])
    changed[f"lines-{added}-vat"] = data.get(f"lines-{numbers[-1]}-vat", "")
    changed[f"lines-{added}-quantity"] = "1"
    return changed


def without_line(data: QueryDict, number: str) -> QueryDict:
    """The form without one of its lines; a new one takes the place of the only line."""
    numbers = line_numbers(data)
    changed = data.copy() if len(numbers) > 1 else with_added_line(data)
    changed.setlist("line", [n for n in line_numbers(changed) if n != number])
    return changed
