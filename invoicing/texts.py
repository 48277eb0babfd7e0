"""The words on documents, per language; not in gettext, since a document's wording is part of it.

The terms of the trade follow the usual Nordic ones. Norwegian, Danish and Finnish have not been
proofread by natives.
"""

from functools import cache

LANGUAGES = ("sv", "en", "nb", "da", "fi")
Row = tuple[str, str, str, str, str]

# One row per text, in the order of LANGUAGES; {…} is filled by the document.
ROWS: dict[str, Row] = {
    "invoice": ("Faktura", "Invoice", "Faktura", "Faktura", "Lasku"),
    "receipt": ("Kvitto", "Receipt", "Kvittering", "Kvittering", "Kuitti"),
    "invoice_number": (
        "Fakturanummer",
        "Invoice number",
        "Fakturanummer",
        "Fakturanummer",
        "Laskun numero",
    ),
    "receipt_number": (
        "Kvittonummer",
        "Receipt number",
        "Kvitteringsnummer",
        "Kvitteringsnummer",
        "Kuitin numero",
    ),
    "invoice_date": (
        "Fakturadatum",
        "Invoice date",
        "Fakturadato",
        "Fakturadato",
        "Laskun päiväys",
    ),
    "due_date": ("Förfallodatum", "Due date", "Forfallsdato", "Forfaldsdato", "Eräpäivä"),
    "paid_on": ("Betald den", "Paid on", "Betalt den", "Betalt den", "Maksettu"),
    "ocr": (
        "OCR-nummer",
        "Payment ref. (OCR)",
        "OCR-nummer",
        "OCR-nummer",
        "OCR-viite",
    ),
    "kid": ("KID-nummer", "Payment ref. (KID)", "KID-nummer", "KID-nummer", "KID-viite"),
    "terms": (
        "Betalningsvillkor",
        "Payment terms",
        "Betalingsbetingelser",
        "Betalingsbetingelser",
        "Maksuehto",
    ),
    "net_days": (
        "{days} dagar netto",
        "{days} days net",
        "{days} dager netto",
        "{days} dage netto",
        "{days} päivää netto",
    ),
    "customer_number": (
        "Kundnummer",
        "Customer number",
        "Kundenummer",
        "Kundenummer",
        "Asiakasnumero",
    ),
    "buyer": ("Kund", "Customer", "Kunde", "Kunde", "Asiakas"),
    "delivery_address": (
        "Leveransadress",
        "Delivery address",
        "Leveringsadresse",
        "Leveringsadresse",
        "Toimitusosoite",
    ),
    "description": ("Beskrivning", "Description", "Beskrivelse", "Beskrivelse", "Kuvaus"),
    "quantity": ("Antal", "Quantity", "Antall", "Antal", "Määrä"),
    "unit_price_excluding_vat": (
        "À-pris exkl.\u00a0moms",
        "Unit price excl.\u00a0VAT",
        "Enhetspris ekskl.\u00a0MVA",
        "Stykpris ekskl.\u00a0moms",
        "Yksikköhinta alv\u00a00\u00a0%",
    ),
    "unit_price_including_vat": (
        "À-pris inkl.\u00a0moms",
        "Unit price incl.\u00a0VAT",
        "Enhetspris inkl.\u00a0MVA",
        "Stykpris inkl.\u00a0moms",
        "Yksikköhinta sis.\u00a0alv",
    ),
    "vat": ("Moms", "VAT", "MVA", "Moms", "ALV"),
    "vat_rate": ("Momssats", "VAT rate", "MVA-sats", "Momssats", "ALV-kanta"),
    "taxable_amount": (
        "Momsunderlag",
        "Taxable amount",
        "Grunnlag MVA",
        "Momsgrundlag",
        "Veron peruste",
    ),
    "excluding_vat": (
        "Belopp exkl.\u00a0moms",
        "Amount excl.\u00a0VAT",
        "Beløp ekskl.\u00a0MVA",
        "Beløb ekskl.\u00a0moms",
        "Summa alv\u00a00\u00a0%",
    ),
    "including_vat": (
        "Belopp inkl.\u00a0moms",
        "Amount incl.\u00a0VAT",
        "Beløp inkl.\u00a0MVA",
        "Beløb inkl.\u00a0moms",
        "Summa sis.\u00a0alv",
    ),
    "total": ("Totalt", "Total", "Totalt", "I alt", "Yhteensä"),
    "amount_due": ("Att betala", "Amount due", "Å betale", "At betale", "Maksettava"),
    "paid": ("Betald", "Paid", "Betalt", "Betalt", "Maksettu"),
    "late_interest": (
        "Dröjsmålsränta enligt räntelagen.",
        "Late-payment interest according to the Swedish Interest Act.",
        "Forsinkelsesrente etter den svenske renteloven.",
        "Morarente efter den svenske rentelov.",
        "Viivästyskorko Ruotsin korkolain mukaan.",
    ),
    "organization_number": ("Org.nr", "Company reg. no.", "Org.nr", "CVR-nr.", "Y-tunnus"),
    "vat_number": ("Momsreg.nr", "VAT number", "MVA-nr", "Momsnr.", "ALV-numero"),
    "registered_office": (
        "Säte: {place}",
        "Registered office: {place}",
        "Forretningskontor: {place}",
        "Hjemsted: {place}",
        "Kotipaikka: {place}",
    ),
    "f_tax": (
        "Godkänd för F-skatt",
        "Approved for F-tax",
        "Godkjent for svensk F-skatt",
        "Godkendt til svensk F-skat",
        "Hyväksytty Ruotsin F-veroon",
    ),
    "amount": ("Belopp", "Amount", "Beløp", "Beløb", "Summa"),
    "bankgiro": ("Bankgiro", "Bankgiro", "Bankgiro", "Bankgiro", "Bankgiro"),
    "plusgiro": ("Plusgiro", "Plusgiro", "Plusgiro", "Plusgiro", "Plusgiro"),
    "iban": ("IBAN", "IBAN", "IBAN", "IBAN", "IBAN"),
    "pay_online": ("Betala direkt", "Pay online", "Betal direkte", "Betal direkte", "Maksa heti"),
    "pay_online_hint": (
        "Skanna koden med mobilen eller öppna länken.",
        "Scan the code with your phone or open the link.",
        "Skann koden med mobilen eller åpne lenken.",
        "Scan koden med mobilen, eller åbn linket.",
        "Skannaa koodi puhelimella tai avaa linkki.",
    ),
    "payment_method": (
        "Betalningssätt",
        "Payment method",
        "Betalingsmåte",
        "Betalingsmåde",
        "Maksutapa",
    ),
    "payment_reference": (
        "Betalningsreferens",
        "Payment reference",
        "Betalingsreferanse",
        "Betalingsreference",
        "Maksun viite",
    ),
    "refers_to_invoice": (
        "Avser faktura",
        "Refers to invoice",
        "Gjelder faktura",
        "Vedrører faktura",
        "Koskee laskua",
    ),
    "receipt_of_invoice": (
        "Kvittot bekräftar betalningen av faktura {number} av {date} och är inte en ny faktura.",
        "This receipt confirms the payment of invoice {number} of {date}; it is not a new invoice.",
        "Kvitteringen bekrefter betalingen av faktura {number} av {date} og er ikke en ny faktura.",
        "Kvitteringen bekræfter betalingen af faktura {number} af {date} og er ikke en ny faktura.",
        "Kuitti vahvistaa laskun {number} ({date}) maksun eikä ole uusi lasku.",
    ),
    "test_mark": ("TEST", "TEST", "TEST", "TEST", "TESTI"),
    "test_note": (
        "Testdokument. Inga pengar, inga varor.",
        "Test document. No money, no goods.",
        "Testdokument. Ingen penger, ingen varer.",
        "Testdokument. Ingen penge, ingen varer.",
        "Testiasiakirja. Ei rahaa, ei tavaraa.",
    ),
    "item_number": ("Art.nr", "Item no.", "Art.nr", "Varenr.", "Tuotenro"),
    "page": (
        "Sida {page} av {pages}",
        "Page {page} of {pages}",
        "Side {page} av {pages}",
        "Side {page} af {pages}",
        "Sivu {page}/{pages}",
    ),
}

# What a payment is called, per provider/method, then per provider.
PAYMENT_METHODS: dict[str, Row] = {
    "swish": ("Swish", "Swish", "Swish", "Swish", "Swish"),
    "vipps": ("Vipps", "Vipps", "Vipps", "Vipps", "Vipps"),
    "card": ("Kort", "Card", "Kort", "Kort", "Kortti"),
    "invoice": (
        "Faktura hos Billmate",
        "Invoice by Billmate",
        "Faktura hos Billmate",
        "Faktura hos Billmate",
        "Lasku (Billmate)",
    ),
    "pis": (
        "Betalning från bank",
        "Bank payment",
        "Betaling fra bank",
        "Betaling fra bank",
        "Verkkopankki",
    ),
    "deposit": (
        "Inbetalning till konto",
        "Bank transfer",
        "Innbetaling til konto",
        "Indbetaling til konto",
        "Tilisiirto",
    ),
    "dummy": ("Testbetalning", "Test payment", "Testbetaling", "Testbetaling", "Testimaksu"),
}
# The unit of items that name none.
DEFAULT_UNIT = "st"
DEFAULT_UNITS: Row = ("st", "pcs", "stk", "stk", "kpl")


def language_of(locale: str) -> str:
    """The document language of an API locale: "sv" for sv-SE; English when it is unknown."""
    language = locale.partition("-")[0]
    return language if language in LANGUAGES else "en"


@cache
def texts_in(language: str) -> dict[str, str]:
    """All texts in one of LANGUAGES."""
    column = LANGUAGES.index(language)
    return {name: row[column] for name, row in ROWS.items()}


def payment_method_in_words(payment_method: str, language: str) -> str:
    """ "swish/m_commerce" as "Swish"; the method's own name when it is not known."""
    provider, _, method = payment_method.partition("/")
    row = PAYMENT_METHODS.get(method) or PAYMENT_METHODS.get(provider)
    return row[LANGUAGES.index(language)] if row else payment_method


def unit_in_words(unit: str, language: str) -> str:
    """The unit as given; the default one in the document's language."""
    return DEFAULT_UNITS[LANGUAGES.index(language)] if unit == DEFAULT_UNIT else unit
