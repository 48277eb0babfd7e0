"""The ways to pay as the payer reads them: names, hints and what must be filled in."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payment_links.models import PaymentLink
from payment_links.payments import offered_methods
from payment_links.phone import mask_phone

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Field:
    """Something only the payer knows. choices: (value, text) when it is to be chosen."""

    name: str
    label: Text
    hint: Text = ""
    autocomplete: str = "off"
    input_type: str = "text"
    choices: tuple[tuple[str, Text], ...] = ()
    value: str = ""
    problem: Text = ""


@dataclass(frozen=True, slots=True)
class MethodOption:
    """One radio button. value: provider/method. pay_text: what the pay button says for it."""

    value: str
    name: Text
    pay_text: Text
    hint: Text = ""
    fields: tuple[Field, ...] = ()
    is_chosen: bool = False


PHONE = Field("phone_number", _("Mobile number"), autocomplete="tel", input_type="tel")
NATIONAL_ID = Field("national_id_number", _("National identity number"), hint=_("YYYYMMDD-XXXX"))
OUTCOME = Field(
    "desired_payment_status",
    _("How the test ends"),
    choices=(
        ("COMPLETED", _("Paid")),
        ("DECLINED", _("Declined")),
        ("ABORTED", _("Cancelled by the payer")),
        ("CRASHED", _("Failed at the provider")),
        ("PENDING", _("Stays waiting")),
    ),
)
PAY = _("Pay %(amount)s")
PAY_BY_CARD = _("Pay %(amount)s by card")
PAY_WITH_SWISH = _("Pay %(amount)s with Swish")
PAY_WITH_VIPPS = _("Pay %(amount)s with Vipps")
OPTIONS = {
    "swish/m_commerce": MethodOption("", "Swish", PAY_WITH_SWISH),
    "swish/e_commerce": MethodOption(
        "",
        _("Swish with your number"),
        PAY_WITH_SWISH,
        _("The payment opens in Swish on the phone with this number."),
        (PHONE,),
    ),
    "payment_iq/card": MethodOption("", _("Card"), PAY_BY_CARD),
    "verifone/card": MethodOption("", _("Card"), PAY_BY_CARD),
    "payment_iq/vipps": MethodOption("", "Vipps", PAY_WITH_VIPPS),
    "quickpay/vipps": MethodOption("", "Vipps", PAY_WITH_VIPPS),
    "billmate/invoice": MethodOption(
        "",
        _("Invoice"),
        _("Pay %(amount)s by invoice"),
        _("You pay later, by an invoice of Billmate."),
        (NATIONAL_ID,),
    ),
    "open_payments/pis": MethodOption(
        "", _("Bank transfer"), _("Pay %(amount)s from your bank"), _("Directly from your bank.")
    ),
    "dummy/dummy": MethodOption(
        "", _("Test payment"), _("Pay %(amount)s as a test"), _("No money is moved."), (OUTCOME,)
    ),
}
PROBLEMS: dict[str, Text] = {
    "phone_number": _("Enter a mobile number, for example 070-123 45 67."),
    "national_id_number": _("Enter your national identity number as YYYYMMDD-XXXX."),
    "desired_payment_status": _("Choose how the test ends."),
}


def method_name(provider: str, method: str) -> Text:
    """What the payer calls this way to pay."""
    known = OPTIONS.get(f"{provider}/{method}")
    return known.name if known else provider


def pay_text(methods: list[MethodOption], total: str) -> Text:
    """What the pay button says before somebody chooses: the method, when there is but one."""
    return methods[0].pay_text if len(methods) == 1 else PAY % {"amount": total}


def method_options(
    link: PaymentLink, *, total: str, chosen: str, told: dict[str, str], wrong_field: str
) -> list[MethodOption]:
    """The link's methods in the tenant's order, the chosen one (else the first) selected.

    total: the amount as it is read. told: what was filled in; wrong_field: the name of the value
    that was not right, or empty.
    """
    names = [f"{entry['provider']}/{entry['method']}" for entry in offered_methods(link)]
    selected = chosen if chosen in names else next(iter(names), "")
    return [
        replace(
            OPTIONS[name],
            value=name,
            pay_text=OPTIONS[name].pay_text % {"amount": total},
            is_chosen=name == selected,
            fields=tuple(
                _filled(field, link, told, wrong_field if name == selected else "")
                for field in OPTIONS[name].fields
            ),
        )
        for name in dict.fromkeys(names)
    ]


def _filled(field: Field, link: PaymentLink, told: dict[str, str], wrong_field: str) -> Field:
    hint = field.hint
    if field is PHONE and (masked := mask_phone(link.customer.phone).replace(" ", "\u00a0")):
        hint = _("Leave it empty to use %(number)s.") % {"number": masked}
    problem = PROBLEMS[field.name] if field.name == wrong_field else ""
    return replace(field, hint=hint, value=told.get(field.name, ""), problem=problem)
