"""The words of messages in Norwegian (bokmål)."""

from payment_links.distribution.wording import Wording

WORDING = Wording(
    language="nb",
    sms_request="{merchant}: {amount} til betaling senest {date}. {url}",
    sms_paid="{merchant}: Takk, {amount} er betalt. Kvittering: {url}",
    subject_request="Å betale: {amount} til {merchant}",
    subject_paid="Kvittering: {amount} til {merchant}",
    greeting="Hei {first_name}!",
    greeting_without_name="Hei!",
    lead_request="{merchant} ber deg betale {amount} senest {date}.",
    lead_paid="Takk! Betalingen din på {amount} til {merchant} er fullført.",
    amount="Å betale",
    amount_paid="Betalt",
    due_date="Senest",
    paid_on="Betalt den",
    paid_with="Betalingsmåte",
    reference="Betalingsreferanse",
    bankgiro="Bankgiro",
    invoice_number="Faktura",
    organization_number="Org.nr",
    button_request="Vis og betal",
    button_paid="Vis kvitteringen",
    bare_address="Virker ikke knappen? Kopier adressen til nettleseren din:",
    invoice_attached="Fakturaen er vedlagt som PDF.",
    receipt_attached="Kvitteringen er vedlagt som PDF.",
    genuine=(
        "Slik vet du at e-posten er ekte: adressen over skal begynne med {origin}, og vi ber "
        "aldri om passord eller kortnummer i e-post."
    ),
    genuine_code=("Er du usikker, kan du skrive inn koden {code} på {url} og sammenligne."),
    sms_code="Kode {code}",
    questions="Spørsmål? Svar på denne e-posten, så når du {merchant}.",
    card="Kort",
    invoice="Faktura",
    bank="Bankbetaling",
    sms_due="{merchant}: Påminnelse om {amount} til betaling senest {date}. {url}",
    sms_overdue="{merchant}: {amount} skulle vært betalt senest {date}. Betal her: {url}",
    subject_due="Påminnelse: {amount} til {merchant}",
    subject_overdue="Forfalt betaling: {amount} til {merchant}",
    lead_due=(
        "En vennlig påminnelse: {merchant} venter på {amount}, som skal betales senest {date}."
    ),
    lead_overdue=(
        "{amount} til {merchant} skulle vært betalt senest {date}. Vi har ikke sett noen "
        "betaling ennå."
    ),
    paid_already="Har du allerede betalt? Da kan du se bort fra denne e-posten.",
)
