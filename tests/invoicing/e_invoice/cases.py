"""One document of every kind that we issue, to be held against all rules."""

from dataclasses import replace
from typing import NamedTuple

from invoicing.document import PaymentDetails, Place
from invoicing.e_invoice.ubl import Printed, Profile, write_ubl
from payment_links.vat import PriceBasis, VatTreatment
from tests.builders import NOON
from tests.invoicing.e_invoice.printed import (
    BASKET,
    COMPANY,
    CONSUMER,
    GERMAN_COMPANY,
    PIZZA,
    SELLER,
    Goods,
    make_printed,
    make_printed_credit,
)

Treatment = VatTreatment
NORWEGIAN = replace(
    SELLER,
    organization_number="988077917",
    vat_number="NO988077917MVA",
    country="NO",
    time_zone="Europe/Oslo",
)
NORWEGIAN_BUYER = replace(
    COMPANY, organization_number="971032081", vat_number="NO971032081MVA", country="NO"
)
DANISH = replace(SELLER, organization_number="13585628", vat_number="DK13585628", country="DK")
FINNISH_BUYER = replace(
    COMPANY, organization_number="2077474-0", vat_number="FI20774740", country="FI"
)
EVERYTHING = replace(
    COMPANY, customer_number="K-7", contact="Anna Andersson", delivery=Place("Kajen 1", "", "Luleå")
)
ALL_ACCOUNTS = PaymentDetails("991-2346", "4567-4", "SE45 5000 0000 0583 9825 7466", "")


class Case(NamedTuple):
    """A document and the profile that it must get."""

    printed: Printed
    profile: Profile = Profile.EN16931

    @property
    def document(self) -> bytes:
        return write_ubl(self.printed, self.profile)


def _free(treatment: VatTreatment, description: str = "Vara") -> Goods:
    return Goods(description, 10000, 3, "0", treatment)


CASES = {
    "consumer": Case(make_printed()),
    "mixed rates": Case(make_printed(*BASKET)),
    "business": Case(make_printed(buyer=COMPANY), Profile.PEPPOL),
    "business with everything": Case(
        make_printed(
            *BASKET,
            seller=replace(SELLER, email="kontakt@vesuvio.example", phone="019-12 34 56"),
            buyer=EVERYTHING,
            payment_details=ALL_ACCOUNTS,
            notes=("Priserna är angivna exklusive moms.", "Tack för köpet!"),
            is_test=True,
        ),
        Profile.PEPPOL,
    ),
    "reverse charge": Case(
        make_printed(_free(Treatment.REVERSE_CHARGE), buyer=COMPANY), Profile.PEPPOL
    ),
    "exempt": Case(make_printed(_free(Treatment.EXEMPT), PIZZA, buyer=COMPANY), Profile.PEPPOL),
    "intra-EU": Case(make_printed(_free(Treatment.INTRA_EU), buyer=GERMAN_COMPANY)),
    "intra-EU in Finland": Case(
        make_printed(_free(Treatment.INTRA_EU), buyer=FINNISH_BUYER), Profile.PEPPOL
    ),
    "export": Case(make_printed(_free(Treatment.EXPORT), buyer=replace(CONSUMER, country="US"))),
    "outside the scope": Case(
        make_printed(_free(Treatment.OUTSIDE_SCOPE), buyer=COMPANY), Profile.PEPPOL
    ),
    "outside the scope beside others": Case(
        make_printed(
            PIZZA,
            Goods("Tidning", 5000, 1, "0"),
            _free(Treatment.OUTSIDE_SCOPE, "Pant"),
            _free(Treatment.EXEMPT, "Vård"),
            buyer=COMPANY,
        ),
        Profile.PEPPOL,
    ),
    "prices without VAT": Case(
        make_printed(
            Goods("Konsult", 99999, 3, "25", unit="tim"),
            Goods("Bok", 333, 7, "6"),
            basis=PriceBasis.NET,
            buyer=COMPANY,
        ),
        Profile.PEPPOL,
    ),
    "discount": Case(make_printed(PIZZA, Goods("Rabatt", -1001, 3, "12"))),
    "given away": Case(make_printed(PIZZA, Goods("Dricka", 0, 1, "12"))),
    "many small things": Case(make_printed(Goods("Skruv", 1, 2_000_000_000, "25"))),
    "paid": Case(make_printed(buyer=COMPANY, paid_at=NOON), Profile.PEPPOL),
    "no account": Case(make_printed(payment_details=PaymentDetails("", "", "", ""))),
    "no VAT number": Case(
        make_printed(seller=replace(SELLER, vat_number=""), buyer=COMPANY), Profile.PEPPOL
    ),
    "no VAT number and no F-tax": Case(
        make_printed(
            seller=replace(SELLER, vat_number="", is_approved_for_f_tax=False), buyer=COMPANY
        )
    ),
    "in euros": Case(make_printed(currency="EUR", buyer=COMPANY), Profile.PEPPOL),
    "Norwegian": Case(
        make_printed(
            Goods("Kaffe", 5000, 1, "15"),
            seller=NORWEGIAN,
            buyer=NORWEGIAN_BUYER,
            currency="NOK",
            locale="nb-NO",
            reference_type="KID",
            payment_details=PaymentDetails("", "", "NO9386011117947", ""),
        ),
        Profile.PEPPOL,
    ),
    "Danish": Case(
        make_printed(
            seller=DANISH,
            buyer=COMPANY,
            currency="DKK",
            locale="da-DK",
            payment_details=PaymentDetails("", "", "DK5000400440116243", ""),
        ),
        Profile.PEPPOL,
    ),
    "credit note": Case(make_printed_credit(*BASKET, buyer=COMPANY), Profile.PEPPOL),
    "credit note in part": Case(
        make_printed_credit(Goods("Mugg", 4995, 2), Goods("Rabatt", -500), locale="en-US")
    ),
    "credit note for goods to Germany": Case(
        make_printed_credit(_free(Treatment.INTRA_EU), buyer=GERMAN_COMPANY)
    ),
}
