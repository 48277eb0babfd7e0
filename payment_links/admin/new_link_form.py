"""The form with which staff make a payment link, and send it when they like."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from payment_links.admin import display
from payment_links.admin.contact_faults import email_fault, phone_fault
from payment_links.admin.form_fields import DayField, PlainTextField
from payment_links.admin.new_link_lines import LineForm, line_numbers, vat_choices
from payment_links.admin.new_link_more import MORE, MORE_GROUPS, OPTIONAL
from payment_links.admin.new_link_start import (
    ADDRESS_FIELDS,
    CUSTOMER_FIELDS,
    Start,
    merchant_defaults,
    method_names,
)
from payment_links.models import Address, Customer, Merchant, PaymentLink
from payment_links.models.tenants import CURRENCIES, LOCALES, PRICE_BASES
from payment_links.new_link import AMOUNTS, NewAddress, NewCustomer, NewItem, NewLink, line_amounts
from payment_links.payments import payable_methods
from payment_links.vat import PriceBasis

SEND_BY = (("sms", _("SMS")), ("email", _("E-mail")), ("sms+email", _("SMS and e-mail")))
# Complaints that a form which is still being filled in is spared.
UNFINISHED = {"required", "total"}


def _text(model: type[Model], name: str, label: Any, **options: Any) -> PlainTextField:
    """A field of one line, as long as the column that keeps it."""
    column = model._meta.get_field(name)
    options.setdefault("required", False)
    return PlainTextField(label=label, max_length=getattr(column, "max_length", None), **options)


class NewLinkForm(forms.Form):
    """Every value of a new link. lines: a form of its own for each line.

    start: the merchant and what is offered; an unbound form shows its values. is_to_be_sent: the
    payer's phone and e-mail are judged strictly, as before every message.
    """

    link_id = forms.UUIDField(widget=forms.HiddenInput)
    shown_merchant = forms.UUIDField(widget=forms.HiddenInput)
    price_basis = forms.ChoiceField(choices=PRICE_BASES, widget=forms.HiddenInput)
    merchant = forms.ChoiceField(label=_("Merchant"))
    first_name = _text(Customer, "first_name", _("First name"), required=True)
    last_name = _text(Customer, "last_name", _("Last name"), required=True)
    phone = _text(Customer, "phone", _("Mobile phone"))
    email = _text(Customer, "email", _("E-mail"))
    due_date = DayField(label=_("Due date"), required=False)
    # One choice and not a box for each channel: nothing to send by cannot be chosen.
    send = forms.ChoiceField(label=_("Send by"), choices=SEND_BY, required=False)
    company_name = _text(Customer, "company_name", _("Company"))
    organization_number = _text(Customer, "organization_number", _("Organisation number"))
    vat_number = _text(Customer, "vat_number", _("VAT no."))
    reference = _text(Customer, "reference", _("Customer number"))
    buyer_reference = _text(PaymentLink, "buyer_reference", _("Buyer's reference"))
    invoice_street_address = _text(Address, "street_address", _("Street address"))
    invoice_zip = _text(Address, "zip", _("Postal code"))
    invoice_city = _text(Address, "city", _("City"))
    delivery_date = DayField(label=_("Delivery date"), required=False)
    delivery_street_address = _text(Address, "street_address", _("Street address"))
    delivery_zip = _text(Address, "zip", _("Postal code"))
    delivery_city = _text(Address, "city", _("City"))
    locale = forms.ChoiceField(label=_("Customer's language"), choices=LOCALES)
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[(currency, currency) for currency in CURRENCIES]
    )
    payment_methods = forms.MultipleChoiceField(
        label=_("Payment methods"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one payment method.")},
    )

    def __init__(
        self,
        start: Start,
        data: QueryDict | None = None,
        *,
        merchants: list[Merchant],
        today: date,
        is_to_be_sent: bool = False,
    ) -> None:
        chosen = {"payment_methods": method_names(start.methods)}
        super().__init__(data, initial={**start.as_sent().dict(), **chosen})
        self.start = start
        self.today = today
        self.is_to_be_sent = is_to_be_sent
        self.known_methods: dict[str, dict[str, Any]] = {
            name: entry
            for entries in (start.merchant.payment_provider_methods, start.methods)
            for name, entry in zip(method_names(entries), entries, strict=True)
        }
        if start.merchant not in merchants:
            merchants = [*merchants, start.merchant]
        self._offer("merchant", [(str(merchant.pk), merchant.name) for merchant in merchants])
        self._offer("payment_methods", self._method_choices())
        if len(merchants) == 1:
            self.fields["merchant"].widget = forms.HiddenInput()
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxSelectMultiple):
                field.widget.attrs["class"] = "pl-input"
        for name in ("merchant", "delivery_date", "currency"):
            # What the lines offer depends on these.
            self.fields[name].widget.attrs["data-refresh"] = ""
        self.lines = self._line_forms(data)

    @property
    def currency_shown(self) -> str:
        """The currency that prices are written in."""
        value = str(self["currency"].value())
        return value if value in CURRENCIES else self.start.merchant.currency

    @property
    def counted_lines(self) -> list[LineForm]:
        """The lines that something was written in; the first when there is none."""
        return [line for line in self.lines if not line.is_blank] or self.lines[:1]

    @property
    def channels(self) -> list[str]:
        """What a checked form is to be sent by; empty when that was not chosen."""
        chosen = self.cleaned_data.get("send")
        return chosen.split("+") if chosen else []

    @property
    def has_more(self) -> bool:
        """Whether what is folded away is to be seen: something in it is wrong or not as usual."""
        if not self.known_methods or any(self[name].errors for name in MORE):
            return True
        usual = merchant_defaults(self.start.merchant, self.today)
        methods = set(method_names(self.start.merchant.payment_provider_methods))
        return (
            any(self[name].value() for name in OPTIONAL)
            or any(str(self[name].value() or "") != value for name, value in usual.items())
            or set(self["payment_methods"].value()) != methods
        )

    @property
    def is_complete(self) -> bool:
        """Whether the form and all its lines are right."""
        return self.is_valid() and not self.has_line_errors

    @property
    def has_field_errors(self) -> bool:
        """Whether something is marked at a field."""
        names = self.errors.keys() - {NON_FIELD_ERRORS}
        return bool(names) or self.has_line_errors

    @property
    def has_line_errors(self) -> bool:
        """Whether something is marked in a line."""
        return self.is_bound and any(line.errors for line in self.counted_lines)

    @property
    def more_groups(self) -> list[dict[str, Any]]:
        """What is folded away, as the page prints it."""
        return [
            {"title": title, "fields": [self[name] for name in names]}
            for title, names in MORE_GROUPS
        ]

    def priced_items(self) -> list[NewItem]:
        """The lines that can be reckoned with already, as links take them."""
        merchant_id = self.start.merchant.pk
        return [line.item(merchant_id) for line in self.counted_lines if line.is_priced]

    def overlook_missing(self) -> None:
        """Drop the complaints about what is still empty, for a form that is not finished yet."""
        for form in (self, *self.lines):
            for name, faults in list(form.errors.items()):
                kept = [fault for fault in faults.as_data() if fault.code not in UNFINISHED]
                faults.data = list(kept)
                if not faults.data:
                    del form.errors[name]

    def clean(self) -> None:
        if self.is_to_be_sent:
            self._judge_recipients()
        if not any(line.errors for line in self.counted_lines):
            self._judge_amounts()

    @property
    def basis(self) -> PriceBasis:
        """What the prices are, with or without VAT."""
        value = str(self["price_basis"].value())
        return PriceBasis.__members__.get(value, self.start.price_basis)

    def new_link(self, payment_order_id: UUID) -> NewLink:
        """The link that a complete form asks for."""
        values = self.cleaned_data
        items = self.priced_items()
        return NewLink(
            payment_order_id=payment_order_id,
            locale=values["locale"],
            currency=values["currency"],
            customer=NewCustomer(**{name: values[name] for name in CUSTOMER_FIELDS}),
            items=items,
            payment_provider_methods=[self._method(name) for name in values["payment_methods"]],
            total_amount=sum(line_amounts(items, self.basis)),
            supplier={},
            price_basis=self.basis,
            due_date=values["due_date"],
            delivery_date=values["delivery_date"],
            buyer_reference=values["buyer_reference"],
            delivery_address=self._address("delivery"),
            invoice_address=self._address("invoice"),
        )

    def _judge_amounts(self) -> None:
        amounts = line_amounts(self.priced_items(), self.basis)
        for line, amount in zip(self.counted_lines, amounts, strict=True):
            if amount not in AMOUNTS:
                line.add_error("quantity", ValidationError(_("Price × quantity is too large.")))
        if sum(amounts) <= 0:
            raise ValidationError(_("The total must be more than zero."), code="total")
        if sum(amounts) not in AMOUNTS:
            raise ValidationError(_("The total is too large."))

    def _judge_recipients(self) -> None:
        values = self.cleaned_data
        channels = self.channels
        if not channels:
            self.add_error("send", ValidationError(_("Choose SMS, e-mail or both.")))
        faults = {}
        if "sms" in channels and "phone" in values:
            faults["phone"] = phone_fault(values["phone"], self.start.merchant.tenant)
        if "email" in channels and "email" in values:
            faults["email"] = email_fault(values["email"])
        for name, fault in faults.items():
            if fault:
                self.add_error(name, ValidationError(fault))

    def _address(self, kind: str) -> NewAddress | None:
        place = {name: self.cleaned_data[f"{kind}_{name}"] for name in ADDRESS_FIELDS}
        return NewAddress(**place) if any(place.values()) else None

    def _method(self, name: str) -> dict[str, Any]:
        provider, method = name.split("/")
        plain: dict[str, Any] = {"provider": provider, "method": method, "parameters": {}}
        return self.known_methods.get(name, plain)

    def _method_choices(self) -> list[tuple[str, str]]:
        """The merchant's methods in its order, then all others that could be paid with."""
        payable = {"/".join(pair): pair for pair in payable_methods(self.start.merchant.tenant)}
        ordered = [name for name in self.known_methods if name in payable]
        ordered += [name for name in payable if name not in ordered]
        return display.method_choices(payable[name] for name in ordered)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def _line_forms(self, data: QueryDict | None) -> list[LineForm]:
        numbers = [str(number) for number in range(len(self.start.lines))]
        texts = self.start.lines
        if data is not None:
            numbers, texts = line_numbers(data), []
        return [
            self.line(number, data, initial=texts[int(number)] if texts else {})
            for number in numbers
        ]

    def line(self, number: str, data: QueryDict | None, *, initial: dict[str, str]) -> LineForm:
        """A line of this form; the browser fills an empty one when it adds it."""
        return LineForm(
            number,
            data,
            initial=initial,
            offered=vat_choices(self.start.merchant.country, self._rates_day()),
            currency=self.currency_shown,
            price_basis=self.basis,
        )

    def _rates_day(self) -> date:
        """The day whose VAT rates hold: of delivery when that is known, else today."""
        try:
            return date.fromisoformat(str(self["delivery_date"].value() or ""))
        except ValueError:
            return self.today
