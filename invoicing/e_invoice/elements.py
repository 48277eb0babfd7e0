"""The elements of UBL: parts that hold others, and values with their text, amount or day."""

import re
from datetime import date

from lxml import etree

from payment_links.money import to_major_units

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
PARTS = f"{UBL}CommonAggregateComponents-2"
VALUES = f"{UBL}CommonBasicComponents-2"
# Characters that XML 1.0 has no place for.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Element = etree._Element


def new_document(name: str) -> Element:
    """The root of a document, "Invoice" or "CreditNote", with the usual prefixes."""
    namespace = f"{UBL}{name}-2"
    # The library's types do not know that a namespace may go without a prefix.
    prefixes: dict[str | None, str] = {None: namespace, "cac": PARTS, "cbc": VALUES}
    return etree.Element(f"{{{namespace}}}{name}", nsmap=prefixes)  # type: ignore[arg-type]


def add_part(parent: Element, *names: str) -> Element:
    """New parts below the parent, each in the one before it; returns the last."""
    for name in names:
        parent = etree.SubElement(parent, f"{{{PARTS}}}{name}")
    return parent


def add_text(parent: Element, name: str, text: str, **attributes: str) -> None:
    """A value below the parent; none for a text without a visible character."""
    writable = UNWRITABLE.sub("", text).strip()
    if writable:
        etree.SubElement(parent, f"{{{VALUES}}}{name}", attributes).text = writable


def add_day(parent: Element, name: str, day: date | None) -> None:
    """A day as in 2026-11-22; none when there is no day."""
    add_text(parent, name, day.isoformat() if day else "")


def add_amount(parent: Element, name: str, amount: int, currency: str) -> None:
    """An amount of money. amount: minor units."""
    add_text(parent, name, f"{to_major_units(amount, currency):.2f}", currencyID=currency)


def as_bytes(document: Element) -> bytes:
    """The document in UTF-8; the same document gives the same bytes.

    Parts that found nothing to hold are taken out: the rules allow none (PEPPOL-EN16931-R008).
    """
    for element in reversed(list(document.iter())):
        parent = element.getparent()
        if parent is not None and not len(element) and not element.text:
            parent.remove(element)
    written: bytes = etree.tostring(
        document, xml_declaration=True, encoding="UTF-8", pretty_print=True
    )
    return written
