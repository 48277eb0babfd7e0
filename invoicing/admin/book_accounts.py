"""The form with all accounts of a merchant: number and name per role."""

from typing import Any

from django import forms

from invoicing.bookkeeping.accounts import BAS_ACCOUNTS, Account, Role
from invoicing.models import BookAccount

NUMBER = BookAccount._meta.get_field("number")
NAME = BookAccount._meta.get_field("name")


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
                initial=account.name,
                label=f"{role.label}: {NAME.verbose_name}",
            )
            number.widget.attrs |= {"class": "pl-input", "inputmode": "numeric"}
            name.widget.attrs |= {"class": "pl-input"}
            self.fields |= {f"number_{role}": number, f"name_{role}": name}

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
