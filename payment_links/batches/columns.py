"""The columns that a file may have, and by which headings they are recognised."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Column:
    """Something that a file can say of a link. headings: ways to call it, in any spelling.

    example: what the template shows in its rows.
    """

    name: str
    label: Any
    headings: tuple[str, ...]
    examples: tuple[str, ...]
    help_text: Any = ""


# In the order of the template and of the page where they are chosen.
COLUMNS = (
    Column(
        "own_reference",
        _("Own reference"),
        (
            *("own reference", "our reference", "order", "order number", "order no", "order id"),
            *("egen referens", "vår referens", "ordernummer", "ordernr", "order nr", "bokning"),
            *("bokningsnummer", "fakturanummer", "fakturanr", "invoice number", "booking"),
        ),
        ("1001", "1001", "1002"),
        _("Rows that follow each other with the same one become one link with several lines."),
    ),
    Column(
        "name",
        _("Whole name"),
        (
            *("name", "full name", "whole name", "customer", "customer name"),
            *("namn", "hela namnet", "kund", "kundnamn"),
        ),
        ("", "", ""),
        _("Instead of first and last name."),
    ),
    Column(
        "first_name",
        _("First name"),
        ("first name", "firstname", "given name", "förnamn", "fornamn"),
        ("Bertil", "Bertil", "Sigrid"),
    ),
    Column(
        "last_name",
        _("Last name"),
        ("last name", "lastname", "surname", "family name", "efternamn"),
        ("Jönsson", "Jönsson", "Sökström"),
    ),
    Column(
        "company_name",
        _("Company"),
        ("company", "company name", "företag", "företagsnamn", "bolag", "foretag"),
        ("", "", "Sökströms Bygg AB"),
    ),
    Column(
        "organization_number",
        _("Organisation number"),
        (
            *("organisation number", "organization number", "org number", "org no"),
            *("organisationsnummer", "orgnr", "org nr", "org.nr"),
        ),
        ("", "", "556703-7485"),
    ),
    Column(
        "phone",
        _("Phone"),
        (
            *("phone", "phone number", "mobile", "mobile number", "mobile phone", "cell", "tel"),
            *("telefon", "telefonnummer", "mobil", "mobilnummer", "mobiltelefon", "tel nr"),
        ),
        ("070-174 06 15", "070-174 06 15", "+46 70 174 06 16"),
    ),
    Column(
        "email",
        _("E-mail"),
        ("e-mail", "email", "mail", "e-mail address", "e-post", "epost", "e-postadress", "mejl"),
        ("bertil@example.com", "bertil@example.com", "sigrid@example.com"),
    ),
    Column(
        "reference",
        _("Customer's number"),
        (
            *("reference", "customer number", "customer no", "customer id", "customer reference"),
            *("referens", "kundnummer", "kundnr", "kund nr", "kundreferens", "kund-id"),
            *("customer's number", "kundens nummer"),
        ),
        ("", "", ""),
    ),
    Column(
        "buyer_reference",
        _("Buyer's reference"),
        (
            "buyer's reference",
            "buyer reference",
            "your reference",
            "er referens",
            "köparens referens",
        ),
        ("", "", "Anna i inköp"),
    ),
    Column(
        "description",
        _("Description"),
        (
            *("description", "item", "product", "text", "article", "service"),
            *("beskrivning", "benämning", "artikel", "produkt", "vara", "tjänst", "avser"),
        ),
        ("Hawaii Pizza", "Leverans", "Årsavgift"),
    ),
    Column(
        "price",
        _("Price"),
        (
            *("price", "unit price", "amount", "sum", "total", "price per unit"),
            *("pris", "à-pris", "apris", "styckpris", "belopp", "summa", "att betala", "avgift"),
        ),
        ("70,00", "49,00", "1 250,00"),
    ),
    Column(
        "quantity",
        _("Quantity"),
        ("quantity", "qty", "number", "count", "antal", "st", "mängd"),
        ("2", "1", "1"),
        _("One when nothing is said."),
    ),
    Column(
        "vat",
        _("VAT"),
        ("vat", "vat rate", "vat %", "vat percent", "moms", "moms %", "momssats", "momsprocent"),
        ("12", "25", "25"),
        _("Percent."),
    ),
    Column(
        "due_date",
        _("Due date"),
        (
            *("due date", "due", "pay by", "payment date", "last day"),
            *("förfallodatum", "förfallodag", "förfaller", "betala senast", "sista betaldag"),
        ),
        ("", "", ""),
        _("The merchant's days to pay when nothing is said."),
    ),
    Column(
        "street_address",
        _("Street address"),
        ("street", "street address", "address", "gata", "gatuadress", "adress", "postadress"),
        ("Nygatan 15", "Nygatan 15", "Storgatan 1"),
    ),
    Column(
        "zip",
        _("Postal code"),
        ("zip", "zip code", "postal code", "postcode", "postnummer", "postnr"),
        ("702 10", "702 10", "111 22"),
    ),
    Column(
        "city",
        _("City"),
        ("city", "town", "postal town", "ort", "stad", "postort"),
        ("Örebro", "Örebro", "Stockholm"),
    ),
    Column(
        "language",
        _("Language"),
        ("language", "locale", "språk", "sprak"),
        ("sv", "sv", "en"),
        _("sv, en, nb, da or fi; the merchant's when nothing is said."),
    ),
    Column(
        "currency",
        _("Currency"),
        ("currency", "valuta"),
        ("SEK", "SEK", "SEK"),
        _("The merchant's when nothing is said."),
    ),
)
BY_NAME = {column.name: column for column in COLUMNS}
REQUIRED = ("description", "price", "vat")
Mapping = dict[str, int]


def plain_heading(text: str) -> str:
    """A heading without what people write differently: case, accents, punctuation, brackets."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    without_brackets = re.sub(r"\(.*?\)", " ", kept)
    return " ".join(re.sub(r"[^a-z0-9%]+", " ", without_brackets).split())


KNOWN_HEADINGS = {
    plain_heading(heading): column.name
    for column in reversed(COLUMNS)
    for heading in (column.name, *column.headings)
}


def recognise(headings: list[str], remembered: dict[str, str] | None = None) -> Mapping:
    """Which column of the file says what. remembered: heading per name, as chosen last time.

    What was chosen goes before what is recognised; a column of the file says one thing only.
    """
    plain = [plain_heading(heading) for heading in headings]
    mapping: Mapping = {}
    for name, heading in (remembered or {}).items():
        if name in BY_NAME and plain_heading(heading) in plain:
            mapping[name] = plain.index(plain_heading(heading))
    for position, heading in enumerate(plain):
        name = KNOWN_HEADINGS.get(heading, "")
        if name and name not in mapping and position not in mapping.values():
            mapping[name] = position
    return mapping


def missing_columns(mapping: Mapping) -> list[str]:
    """The names of the columns without which no link can be made."""
    missing = [name for name in REQUIRED if name not in mapping]
    if "name" not in mapping:
        missing += [name for name in ("first_name", "last_name") if name not in mapping]
    return missing
