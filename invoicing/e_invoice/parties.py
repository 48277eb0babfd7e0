"""The seller and the buyer of an e-invoice, and where the goods went."""

from invoicing import texts
from invoicing.document import Place, PrintedDocument, Seller
from invoicing.e_invoice.categories import is_outside_scope
from invoicing.e_invoice.elements import Element, add_day, add_part, add_text
from invoicing.e_invoice.identifiers import CompanyNumber, company_number
from payment_links.check_digits import compact_vat_number
from payment_links.vat import VatTreatment

# To the letter: rule SE-R-005.
F_TAX = "Godkänd för F-skatt"
LEAVES_THE_COUNTRY = {VatTreatment.INTRA_EU, VatTreatment.EXPORT}


def add_parties(document: Element, printed: PrintedDocument, *, is_peppol: bool) -> None:
    """Write both parties; Peppol also knows their electronic addresses (rules R010, R020)."""
    seller = add_part(document, "AccountingSupplierParty", "Party")
    _add_seller(seller, printed, is_peppol=is_peppol)
    buyer = add_part(document, "AccountingCustomerParty", "Party")
    _add_buyer(buyer, printed, is_peppol=is_peppol)


def tax_registration(seller: Seller) -> str:
    """What stands for the seller with the tax office beside or instead of a VAT number (BT-32)."""
    if seller.is_approved_for_f_tax and seller.country == "SE":
        return F_TAX
    return "" if compact_vat_number(seller.vat_number) else seller.organization_number


def add_delivery(document: Element, printed: PrintedDocument) -> None:
    """The day of supply, and the place when it is another one or in another country (BR-IC-12)."""
    place = printed.buyer.delivery
    if place is None and any(line.vat_treatment in LEAVES_THE_COUNTRY for line in printed.lines):
        place = printed.buyer.place
    delivery = add_part(document, "Delivery")
    add_day(delivery, "ActualDeliveryDate", printed.delivery_date)
    if place is not None:
        location = add_part(delivery, "DeliveryLocation", "Address")
        _fill_address(location, place, printed.buyer.country)


def _add_seller(party: Element, printed: PrintedDocument, *, is_peppol: bool) -> None:
    seller = printed.seller
    number = company_number(seller.organization_number, seller.country)
    if is_peppol:
        _add_endpoint(party, number)
    _add_name_and_address(party, seller.name, seller.place, seller.country)
    _add_vat_number(party, seller.vat_number, printed)
    _add_tax_scheme(party, tax_registration(seller), "TAX")
    entity = _add_legal_entity(party, seller.name, number, seller.organization_number)
    if seller.registered_office:
        wording = texts.texts_in(texts.language_of(printed.locale))["registered_office"]
        add_text(entity, "CompanyLegalForm", wording.format(place=seller.registered_office))
    contact = add_part(party, "Contact")
    add_text(contact, "Telephone", seller.phone)
    add_text(contact, "ElectronicMail", seller.email)


def _add_buyer(party: Element, printed: PrintedDocument, *, is_peppol: bool) -> None:
    buyer = printed.buyer
    number = company_number(buyer.organization_number, buyer.country)
    if is_peppol:
        _add_endpoint(party, number)
    add_text(add_part(party, "PartyIdentification"), "ID", buyer.customer_number)
    _add_name_and_address(party, buyer.name, buyer.place, buyer.country)
    _add_vat_number(party, buyer.vat_number, printed)
    _add_legal_entity(party, buyer.name, number, buyer.organization_number)
    add_text(add_part(party, "Contact"), "Name", buyer.contact)


def _add_endpoint(party: Element, number: CompanyNumber | None) -> None:
    if number is not None:
        add_text(party, "EndpointID", number.endpoint, schemeID=number.endpoint_scheme)


def _add_name_and_address(party: Element, name: str, place: Place, country: str) -> None:
    add_text(add_part(party, "PartyName"), "Name", name)
    _fill_address(add_part(party, "PostalAddress"), place, country)


def _fill_address(address: Element, place: Place, country: str) -> None:
    add_text(address, "StreetName", place.street_address)
    add_text(address, "CityName", place.city)
    add_text(address, "PostalZone", place.zip)
    add_text(add_part(address, "Country"), "IdentificationCode", country)


def _add_vat_number(party: Element, number: str, printed: PrintedDocument) -> None:
    if not is_outside_scope(printed):  # BR-O-02
        _add_tax_scheme(party, compact_vat_number(number), "VAT")


def _add_tax_scheme(party: Element, number: str, scheme: str) -> None:
    if number:
        part = add_part(party, "PartyTaxScheme")
        add_text(part, "CompanyID", number)
        add_text(add_part(part, "TaxScheme"), "ID", scheme)


def _add_legal_entity(
    party: Element, name: str, number: CompanyNumber | None, as_given: str
) -> Element:
    """The registered name and number; a number that its register cannot have goes as it is."""
    entity = add_part(party, "PartyLegalEntity")
    add_text(entity, "RegistrationName", name)
    if number is not None:
        add_text(entity, "CompanyID", number.number, schemeID=number.scheme)
    else:
        add_text(entity, "CompanyID", as_given)
    return entity
