"""What may be wrong with a cell or a row: kept as codes, told in the reader's language."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from payment_links.batches.columns import BY_NAME

# Stand-ins are filled from the problem's `more`.
ERRORS: dict[str, Any] = {
    "missing": _("Is missing."),
    "too_long": _("Is longer than %(most)s characters."),
    "invalid_characters": _("Holds characters that are not accepted."),
    "formula": _("Formulas are not worked out: paste the value instead."),
    "shortened": _("The spreadsheet shortened this number and lost digits: enter it as text."),
    "not_a_number": _("Is not a number."),
    "ambiguous_number": _(
        "Can be read as thousands or as decimals: write it with two decimals, as in %(plain)s."
    ),
    "other_currency": _("Names another currency than the row's, which is %(currency)s."),
    "too_many_decimals": _("Has more than two decimals."),
    "out_of_range": _("Is too large or too small."),
    "not_whole": _("Must be a whole number, one or more."),
    "not_percent": _("Is not a VAT rate in percent, as in 25."),
    "not_a_date": _("Is not a date, as in 2026-12-01 or 1.12.2026."),
    "unknown_language": _("Is not a language that we write: sv, en, nb, da or fi."),
    "unknown_currency": _("Is not one of our currencies: %(known)s."),
    "not_a_phone": _("Is not a phone number."),
    "not_an_email": _("Is not an e-mail address."),
    "one_name_only": _("Holds one name only: give a first and a last name."),
    "differs": _("Differs from row %(row)s, which has the same own reference."),
    "too_many_lines": _("More than %(most)s rows have this own reference."),
    "not_payable": _("The link's total must be more than zero and at most 21,474,836.47."),
}
WARNINGS: dict[str, Any] = {
    "past": _("This day is over."),
    "far": _("This day is more than a year away."),
    "unusual_vat": _("Is not a VAT rate of the merchant's country."),
    "completed_phone": _("Was a number without its zero or plus; read as %(phone)s."),
    "no_sms": _("No SMS can be sent to this number: it is no mobile number that we may use."),
    "no_contact": _("Neither phone nor e-mail: this link can only be sent by yourselves."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or worth a look. column: a name of COLUMNS, or empty for the row."""

    row: int
    column: str
    found: str
    code: str
    more: dict[str, str] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        return self.code in ERRORS

    @property
    def text(self) -> str:
        """What is wrong, in the reader's language."""
        words = ERRORS.get(self.code) or WARNINGS.get(self.code) or self.code
        return str(words) % self.more if self.more else str(words)

    @property
    def column_label(self) -> str:
        """What the column is called, in the reader's language."""
        return str(BY_NAME[self.column].label) if self.column in BY_NAME else ""
