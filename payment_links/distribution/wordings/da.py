"""The words of messages in Danish."""

from payment_links.distribution.wording import Wording

WORDING = Wording(
    language="da",
    sms_request="{merchant}: {amount} til betaling senest {date}. {url}",
    sms_paid="{merchant}: Tak, {amount} er betalt. Kvittering: {url}",
    subject_request="At betale: {amount} til {merchant}",
    subject_paid="Kvittering: {amount} til {merchant}",
    greeting="Hej {first_name}",
    greeting_without_name="Hej",
    lead_request="{merchant} beder dig betale {amount} senest den {date}.",
    lead_paid="Tak! Din betaling på {amount} til {merchant} er gennemført.",
    amount="At betale",
    amount_paid="Betalt",
    due_date="Senest",
    paid_on="Betalt den",
    paid_with="Betalingsmåde",
    reference="Betalingsreference",
    bankgiro="Bankgiro",
    invoice_number="Faktura",
    organization_number="Org.nr.",
    button_request="Se og betal",
    button_paid="Se kvitteringen",
    bare_address="Virker knappen ikke? Kopiér adressen til din browser:",
    invoice_attached="Fakturaen er vedhæftet som PDF.",
    receipt_attached="Kvitteringen er vedhæftet som PDF.",
    genuine=(
        "Sådan ved du, at mailen er ægte: Adressen ovenfor skal begynde med {origin}, og vi "
        "beder aldrig om adgangskoder eller kortnumre i en mail."
    ),
    genuine_code=("Er du i tvivl, kan du indtaste koden {code} på {url} og sammenligne."),
    sms_code="Kode {code}",
    questions="Spørgsmål? Svar på denne mail, så får du fat i {merchant}.",
    card="Kort",
    invoice="Faktura",
    bank="Bankbetaling",
    sms_due="{merchant}: Påmindelse om {amount} til betaling senest {date}. {url}",
    sms_overdue="{merchant}: {amount} skulle være betalt senest {date}. Betal her: {url}",
    subject_due="Påmindelse: {amount} til {merchant}",
    subject_overdue="Forfalden betaling: {amount} til {merchant}",
    lead_due=(
        "En venlig påmindelse: {merchant} venter på {amount}, der skal betales senest den {date}."
    ),
    lead_overdue=(
        "{amount} til {merchant} skulle være betalt senest den {date}. Vi har endnu ikke "
        "set en betaling."
    ),
    paid_already="Har du allerede betalt? Så kan du se bort fra denne e-mail.",
)
