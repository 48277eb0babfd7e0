"""The words of messages in Swedish."""

from payment_links.distribution.wording import Wording

WORDING = Wording(
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
    genuine_code=("Ange koden {code} på {url} och jämför, om du är osäker."),
    sms_code="Kod {code}",
    questions="Frågor? Svara på det här mejlet så når du {merchant}.",
    card="Kort",
    invoice="Faktura",
    bank="Bankbetalning",
    sms_due="{merchant}: Påminnelse om {amount} att betala senast {date}. {url}",
    sms_overdue="{merchant}: {amount} skulle ha betalats senast {date}. Betala här: {url}",
    subject_due="Påminnelse: {amount} till {merchant}",
    subject_overdue="Förfallen betalning: {amount} till {merchant}",
    lead_due="En vänlig påminnelse: {merchant} väntar på {amount}, som ska betalas senast {date}.",
    lead_overdue=(
        "{amount} till {merchant} skulle ha betalats senast {date}. Vi har inte sett "
        "någon betalning än."
    ),
    paid_already="Har du redan betalat? Då kan du bortse från det här mejlet.",
)
