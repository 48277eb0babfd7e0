"""The forms with which staff correct, merge and erase customers."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from payment_links.admin.customer_words import REASONS, fault_text, field_label
from payment_links.customers.contacts import CONTACT_FIELDS, contacts_of, version_of
from payment_links.customers.correcting import faults_of
from payment_links.models import Customer
from payment_links.new_link import NewCustomer

INPUT_TYPES = {"email": "email", "phone": "tel"}
KEPT, TAKEN = "kept", "taken"


class CorrectionForm(forms.Form):
    """A customer's values; judged as strictly as sending and documents need them."""

    version = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, customer: Customer, data: Any = None) -> None:
        known = {name: getattr(customer, name) for name in CONTACT_FIELDS}
        super().__init__(data, initial={**known, "version": version_of(customer)})
        self.customer = customer
        for name in CONTACT_FIELDS:
            self.fields[name] = forms.CharField(
                label=field_label(name),
                required=False,
                strip=False,
                max_length=Customer._meta.get_field(name).max_length,  # type: ignore[union-attr]
                widget=forms.TextInput(
                    attrs={
                        "class": "pl-input",
                        "type": INPUT_TYPES.get(name, "text"),
                        "autocomplete": "off",
                        "dir": "auto",
                    }
                ),
            )

    @property
    def rows(self) -> list[BoundField]:
        """The fields that people see."""
        return [self[name] for name in CONTACT_FIELDS]

    @property
    def contacts(self) -> NewCustomer:
        """The values, once the form is valid."""
        return NewCustomer(**{name: self.cleaned_data[name] for name in CONTACT_FIELDS})

    def clean(self) -> None:
        known = contacts_of(self.customer)
        given = {name: self.cleaned_data.get(name, getattr(known, name)) for name in CONTACT_FIELDS}
        for fault in faults_of(self.customer, NewCustomer(**given)):
            self.add_error(fault.property, fault_text(fault.description))


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A value of both customers: which one stays is chosen where they differ."""

    name: str
    label: str
    kept: str
    other: str
    choice: str
    is_different: bool


class MergeForm(forms.Form):
    """For every value in which two customers differ: the kept one's, or the other's."""

    kept_version = forms.CharField(widget=forms.HiddenInput)
    other_version = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, kept: Customer, other: Customer, data: Any = None) -> None:
        versions = {"kept_version": version_of(kept), "other_version": version_of(other)}
        super().__init__(data, initial=versions)
        self.kept, self.other = kept, other
        for name in CONTACT_FIELDS:
            self.fields[name] = forms.ChoiceField(
                choices=[(KEPT, KEPT), (TAKEN, TAKEN)], required=False
            )

    @property
    def rows(self) -> list[MergeRow]:
        """The values side by side; what the kept one lacks is taken unless somebody says no."""
        return [self._row(name) for name in CONTACT_FIELDS]

    def _row(self, name: str) -> MergeRow:
        kept, other = getattr(self.kept, name), getattr(self.other, name)
        proposed = TAKEN if other and not kept else KEPT
        chosen = self.data.get(name) if self.is_bound else proposed
        return MergeRow(name, field_label(name), kept, other, chosen or proposed, kept != other)

    @property
    def taken(self) -> list[str]:
        """The names of the values to be taken from the other, once the form is valid."""
        return [name for name in CONTACT_FIELDS if self.cleaned_data.get(name) == TAKEN]

    @property
    def versions(self) -> tuple[str, str]:
        """What was looked at."""
        return self.cleaned_data["kept_version"], self.cleaned_data["other_version"]


class ErasureForm(forms.Form):
    """Why the data are erased, and a word that nobody types by accident."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", "–"), *REASONS.items()],
        widget=forms.Select(attrs={"class": "pl-input"}),
    )
    confirmation = forms.CharField(
        max_length=20,
        widget=forms.TextInput(
            attrs={"class": "pl-input", "autocomplete": "off", "autocapitalize": "characters"}
        ),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        label = gettext("Type %(word)s to confirm") % {"word": self.word}
        self.fields["confirmation"].label = label

    @property
    def word(self) -> str:
        """What has to be typed."""
        return gettext("ERASE")

    def clean_confirmation(self) -> str:
        typed: str = self.cleaned_data["confirmation"].strip()
        if typed.casefold() != self.word.casefold():
            raise ValidationError(gettext("Type %(word)s to confirm") % {"word": self.word})
        return typed
