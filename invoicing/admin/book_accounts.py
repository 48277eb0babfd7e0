"""The form with all accounts of a merchant: number and name per role."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from invoicing.bookkeeping.accounts import BAS_ACCOUNTS, Account, Role
from invoicing.models import BookAccount
from payment_links.text import has_invalid_characters, is_blank

NUMBER = BookAccount._meta.get_field("number")
NAME = BookAccount._meta.get_field("name")
# What is owed, by whom, and what is in the bank: on an account with sales or VAT in it, a voucher
# would come to nothing.
BALANCES = (Role.RECEIVABLES, Role.PAYMENT_SERVICE, Role.BANK)


def validate_name(name: str) -> None:
    """Raise ValidationError for what no file or page can show: it is printed on one line."""
    if has_invalid_characters(name, one_line=True) or is_blank(name):
        raise ValidationError(_("The name holds characters that cannot be shown."))


class AccountsForm(forms.Form):
    """Two fields per role; rows() gives them to the template in the order of the roles."""

    def __init__(self, present: dict[Role, Account], data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.present = present
        for role, account in present.items():
            number = forms.CharField(
                max_length=NUMBER.max_length,
                validators=NUMBER.validators,
                initial=account.number,
                label=f"{role.label}: {NUMBER.verbose_name}",
            )
            name = forms.CharField(
                max_length=NAME.max_length,
                validators=[validate_name],
                initial=account.name,
                label=f"{role.label}: {NAME.verbose_name}",
            )
            number.widget.attrs |= {"class": "pl-input", "inputmode": "numeric"}
            name.widget.attrs |= {"class": "pl-input"}
            self.fields |= {f"number_{role}": number, f"name_{role}": name}

    def clean(self) -> dict[str, Any]:
        """Receivables and bank have accounts of their own; sales may share one, and so may VAT."""
        values = super().clean() or {}
        numbers = {role: values.get(f"number_{role}") for role in self.present}
        for role in BALANCES:
            others = [number for other, number in numbers.items() if other != role]
            if numbers[role] and numbers[role] in others:
                self.add_error(f"number_{role}", _("Another entry of this list has this account."))
        return values

    def rows(self) -> list[dict[str, Any]]:
        """Role, its two fields, and the BAS account where the merchant has its own."""
        return [
            {
                "label": role.label,
                "number": self[f"number_{role}"],
                "name": self[f"name_{role}"],
                "account": account,
                "usual": "" if account == BAS_ACCOUNTS[role] else BAS_ACCOUNTS[role].number,
            }
            for role, account in self.present.items()
        ]

    def chosen(self) -> dict[Role, Account]:
        """What was entered; of a valid form."""
        return {
            role: Account(self.cleaned_data[f"number_{role}"], self.cleaned_data[f"name_{role}"])
            for role in self.present
        }
