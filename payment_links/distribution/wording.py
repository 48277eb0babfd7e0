"""The fixed words of messages to payers, one Wording per language. Item texts never enter them.

{merchant}, {amount}, {date} and {url} are filled in; a new language is one more Wording.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """Every text of the SMS and e-mails in one language. language: as in an HTML lang attribute."""

    language: str
    sms_request: str
    sms_paid: str
    subject_request: str
    subject_paid: str
    greeting: str
    greeting_without_name: str
    lead_request: str
    lead_paid: str
    amount: str
    amount_paid: str
    due_date: str
    paid_on: str
    paid_with: str
    reference: str
    bankgiro: str
    invoice_number: str
    organization_number: str
    button_request: str
    button_paid: str
    bare_address: str
    invoice_attached: str
    receipt_attached: str
    genuine: str
    questions: str
    card: str
    invoice: str
    bank: str


SWEDISH = Wording(
    language="sv",
    sms_request="{merchant}: {amount} att betala senast {date}. {url}",
    sms_paid="{merchant}: Tack, {amount} är betalt. Kvitto: {url}",
    subject_request="Att betala: {amount} till {merchant}",
    subject_paid="Kvitto: {amount} till {merchant}",
    greeting="Hej {first_name}!",
    greeting_without_name="Hej!",
    lead_request="{merchant} ber dig betala {amount} senast {date}.",
    lead_paid="Tack! Din betalning på {amount} till {merchant} är klar.",
    amount="Att betala",
    amount_paid="Betalt",
    due_date="Senast",
    paid_on="Betald",
    paid_with="Betalsätt",
    reference="OCR-nummer",
    bankgiro="Bankgiro",
    invoice_number="Faktura",
    organization_number="Org.nr",
    button_request="Visa och betala",
    button_paid="Visa kvittot",
    bare_address="Fungerar inte knappen? Kopiera adressen till din webbläsare:",
    invoice_attached="Fakturan är bifogad som PDF.",
    receipt_attached="Kvittot är bifogat som PDF.",
    genuine=(
        "Så vet du att mejlet är äkta: adressen ovan ska börja med {origin}, och vi ber aldrig om "
        "lösenord eller kortnummer i mejl."
    ),
    questions="Frågor? Svara på det här mejlet så når du {merchant}.",
    card="Kort",
    invoice="Faktura",
    bank="Bankbetalning",
)

ENGLISH = Wording(
    language="en",
    sms_request="{merchant}: {amount} to pay by {date}. {url}",
    sms_paid="{merchant}: Thank you, {amount} is paid. Receipt: {url}",
    subject_request="To pay: {amount} to {merchant}",
    subject_paid="Receipt: {amount} to {merchant}",
    greeting="Hello {first_name},",
    greeting_without_name="Hello,",
    lead_request="{merchant} asks you to pay {amount} by {date}.",
    lead_paid="Thank you! Your payment of {amount} to {merchant} is complete.",
    amount="To pay",
    amount_paid="Paid",
    due_date="By",
    paid_on="Paid on",
    paid_with="Paid with",
    reference="Payment reference",
    bankgiro="Bankgiro",
    invoice_number="Invoice",
    organization_number="Company reg. no.",
    button_request="View and pay",
    button_paid="View the receipt",
    bare_address="Does the button not work? Copy this address to your browser:",
    invoice_attached="The invoice is attached as a PDF.",
    receipt_attached="The receipt is attached as a PDF.",
    genuine=(
        "How to know that this e-mail is genuine: the address above begins with {origin}, and we "
        "never ask for passwords or card numbers by e-mail."
    ),
    questions="Questions? Reply to this e-mail to reach {merchant}.",
    card="Card",
    invoice="Invoice",
    bank="Bank payment",
)

WORDINGS = {"sv-SE": SWEDISH, "en-US": ENGLISH}


BRANDS = {"swish": "Swish", "vipps": "Vipps"}


def wording_for(locale: str) -> Wording:
    """The words for an API locale such as sv-SE; English for one that has none yet."""
    return WORDINGS.get(locale, ENGLISH)


def method_name(wording: Wording, provider: str, method: str) -> str:
    """What the payer calls a way to pay: Swish, card …; empty for one that has no name."""
    kinds = {
        "card": wording.card,
        "invoice": wording.invoice,
        "pis": wording.bank,
        "deposit": wording.bank,
    }
    return BRANDS.get(provider) or BRANDS.get(method) or kinds.get(method, "")
