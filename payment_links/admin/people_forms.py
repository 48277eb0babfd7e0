"""The forms about people: inviting somebody, and accepting as somebody new."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from payment_links.models import Invitation, Membership, Merchant, User
from payment_links.people import Offer
from payment_links.text import has_invalid_characters

Role = Membership.Role
ROLE_WORDS = {
    Role.OWNER: _("Everything, also people, secrets and how customers reach you"),
    Role.STAFF: _("Works with links: makes, sends, extends, cancels and credits them"),
    Role.FINANCE: _("Like staff; also chooses accounts and closes the books"),
    Role.ACCOUNTANT: _("Reads and downloads everything, changes nothing"),
    Role.SUPPORT: _("Like staff, for those who answer customers"),
}


class InviteForm(forms.Form):
    """To whom, in which role, at which of the user's merchants, in which language."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=Invitation._meta.get_field("email").max_length,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=Role.choices, initial=Role.STAFF, widget=forms.RadioSelect
    )
    merchants = forms.MultipleChoiceField(label=_("Merchants"), widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(
        label=_("Language of the e-mail"), choices=settings.STAFF_LANGUAGES
    )

    def __init__(self, *args: Any, merchants: list[Merchant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["merchants"]
        if isinstance(offered, forms.MultipleChoiceField):
            offered.choices = [(str(merchant.pk), merchant.name) for merchant in merchants]
        if len(merchants) == 1:
            offered.initial = [str(merchants[0].pk)]
        self.fields["language"].initial = (get_language() or settings.LANGUAGE_CODE)[:2]
        self.role_words = [(choice, choice.label, ROLE_WORDS[choice]) for choice in Role]

    def offer(self) -> Offer:
        """What the valid form says."""
        values = self.cleaned_data
        merchant_ids = tuple(Merchant._meta.pk.to_python(pk) for pk in values["merchants"])
        return Offer(values["email"], values["role"], merchant_ids, values["language"])


class JoinForm(forms.Form):
    """Name and password of somebody who has no account yet."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 8 characters, and none of the usual ones."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in ("first_name", "last_name"):
            if has_invalid_characters(values.get(name, "")):
                self.add_error(name, _("Letters only, please."))
        password = values.get("password", "")
        if password and password != values.get("password_again"):
            self.add_error("password_again", _("The two passwords differ."))
        elif password:
            user = User(
                username=self.email,
                email=self.email,
                first_name=values.get("first_name", ""),
                last_name=values.get("last_name", ""),
            )
            try:
                validate_password(password, user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return values
