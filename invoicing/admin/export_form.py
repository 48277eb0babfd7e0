"""The form that says which books to download, and what it understands of an address."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from invoicing.exports.selection import PeriodRefusedError, Selection, checked_period
from invoicing.models import BookEntry, BookExport
from invoicing.periods import month_of
from payment_links.models import Merchant


def _in_addresses(choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Choices as addresses spell them: in small letters."""
    return [(value.lower(), label) for value, label in choices]


class _DayInput(forms.DateInput):
    input_type = "date"


class ExportForm(forms.Form):
    """Merchant, days, format and kinds, named as in the address: merchant, from, to, format, kind.

    merchants: those whose books the user may have.
    """

    merchant = forms.ModelChoiceField(
        label=_("Merchant"),
        queryset=Merchant.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs={"class": "pl-input"}),
    )
    format = forms.ChoiceField(
        label=_("Format"),
        choices=_in_addresses(BookExport.Format.choices),
        widget=forms.RadioSelect,
    )
    kind = forms.MultipleChoiceField(
        label=_("Kinds of entries"),
        choices=_in_addresses(BookEntry.Kind.choices),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None chosen: all."),
    )

    def __init__(self, *args: Any, merchants: QuerySet[Merchant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        merchant = self.fields["merchant"]
        if isinstance(merchant, forms.ModelChoiceField):
            merchant.queryset = merchants
        # `from` cannot be the name of an attribute.
        for name, label in (("from", _("From")), ("to", _("To"))):
            day = _DayInput(format="%Y-%m-%d", attrs={"class": "pl-input"})
            self.fields[name] = forms.DateField(label=label, input_formats=["%Y-%m-%d"], widget=day)

    @property
    def single_fields(self) -> list[BoundField]:
        """The fields of one value, in the order of the page."""
        return [self[name] for name in ("merchant", "from", "to")]

    @property
    def choice_fields(self) -> list[BoundField]:
        """The fields that offer choices."""
        return [self[name] for name in ("format", "kind")]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if "from" in values and "to" in values:
            try:
                values["period"] = checked_period(values["from"], values["to"])
            except PeriodRefusedError as error:
                self.add_error(error.property, error.description)
        return values

    @property
    def selection(self) -> Selection:
        """What was asked for; of a valid form."""
        values = self.cleaned_data
        kinds = frozenset(kind.upper() for kind in values["kind"])
        return Selection(values["merchant"], values["period"], kinds)

    @property
    def file_format(self) -> BookExport.Format:
        """The format that was asked for; of a valid form."""
        return BookExport.Format(self.cleaned_data["format"].upper())


def last_month(today: date) -> dict[str, str]:
    """What the form offers first: the whole month before this one."""
    month = month_of(month_of(today).from_date - timedelta(days=1))
    return {"from": month.from_date.isoformat(), "to": month.to_date.isoformat()}
