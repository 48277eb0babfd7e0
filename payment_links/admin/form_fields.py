"""Fields of the back office's own forms, as strict as the API's: text, amounts and dates."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from payment_links.money import NotAnAmountError, read_amount
from payment_links.new_link import AMOUNTS, EARLIEST_DATE, LATEST_DATE
from payment_links.text import has_invalid_characters, is_blank


class PlainTextField(forms.CharField):
    """Text without surrounding blanks and without characters that nobody sees.

    one_line: line breaks and tabs are refused as well.
    """

    def __init__(self, *, one_line: bool = True, **options: Any) -> None:
        self.one_line = one_line
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        text = "" if value is None else str(value).replace("\r\n", "\n")
        if has_invalid_characters(text, one_line=self.one_line):
            raise ValidationError(_("This holds characters that are not accepted."), code="invalid")
        text = text.strip()
        return "" if is_blank(text) else text


class AmountField(forms.CharField):
    """An amount as people write it, "1 250,50" or "1250.50"; becomes minor units."""

    def __init__(self, *, currency: str, **options: Any) -> None:
        self.currency = currency
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=30, widget=widget, **options)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = read_amount(text, self.currency)
        except NotAnAmountError as error:
            hint = _("Write an amount such as 1250 or 1 250,50.")
            raise ValidationError(hint, code="invalid") from error
        if amount not in AMOUNTS:
            raise ValidationError(_("This amount is too large."), code="invalid")
        return amount


class DayField(forms.DateField):
    """A date that a link may have, chosen in the browser's calendar."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(
            widget=widget,
            input_formats=["%Y-%m-%d"],
            validators=[MinValueValidator(EARLIEST_DATE), MaxValueValidator(LATEST_DATE)],
            **options,
        )
