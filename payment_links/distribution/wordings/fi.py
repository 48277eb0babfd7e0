"""The words of messages in Finnish."""

from payment_links.distribution.wording import Wording

WORDING = Wording(
    language="fi",
    sms_request="{merchant}: {amount} maksettavana viimeistään {date}. {url}",
    sms_paid="{merchant}: Kiitos, {amount} on maksettu. Kuitti: {url}",
    subject_request="Maksettavana: {amount}, saaja {merchant}",
    subject_paid="Kuitti: {amount}, saaja {merchant}",
    greeting="Hei {first_name}!",
    greeting_without_name="Hei!",
    lead_request="{merchant} pyytää sinua maksamaan {amount} viimeistään {date}.",
    lead_paid="Kiitos! Maksusi on valmis: {amount}, saaja {merchant}.",
    amount="Maksettava",
    amount_paid="Maksettu",
    due_date="Viimeistään",
    paid_on="Maksupäivä",
    paid_with="Maksutapa",
    reference="Viitenumero",
    bankgiro="Bankgiro",
    invoice_number="Lasku",
    organization_number="Org.nro",
    button_request="Katso ja maksa",
    button_paid="Katso kuitti",
    bare_address="Eikö painike toimi? Kopioi osoite selaimeesi:",
    invoice_attached="Lasku on liitteenä PDF-tiedostona.",
    receipt_attached="Kuitti on liitteenä PDF-tiedostona.",
    genuine=(
        "Näin tiedät, että viesti on aito: yllä olevan osoitteen alussa on {origin}, emmekä "
        "koskaan kysy salasanoja tai kortin numeroita sähköpostitse."
    ),
    genuine_code=("Jos olet epävarma, syötä koodi {code} osoitteessa {url} ja vertaa tietoja."),
    sms_code="Koodi {code}",
    questions="Kysyttävää? Vastaa tähän viestiin, niin tavoitat myyjän: {merchant}.",
    card="Kortti",
    invoice="Lasku",
    bank="Pankkimaksu",
    sms_due="{merchant}: Muistutus, {amount} maksettavana viimeistään {date}. {url}",
    sms_overdue="{merchant}: {amount} erääntyi {date}. Maksa tästä: {url}",
    subject_due="Muistutus: {amount}, saaja {merchant}",
    subject_overdue="Erääntynyt maksu: {amount}, saaja {merchant}",
    lead_due="Ystävällinen muistutus: {merchant} odottaa maksua {amount} viimeistään {date}.",
    lead_overdue=(
        "{amount}, saaja {merchant}, olisi pitänyt maksaa viimeistään {date}. Maksua ei "
        "ole vielä näkynyt."
    ),
    paid_already="Oletko jo maksanut? Silloin voit jättää tämän viestin huomiotta.",
)
