"""Situations of links that wait for their customer: see test_unpaid."""

from tests.payment_links.admin.unpaid_facts import (
    DAY,
    DELIVERED,
    EMAIL_FAILED,
    MAIL_DOWN,
    QUEUED,
    SENT,
    SERVICE_DOWN,
    SMS_FAILED,
    TRIED,
    Situation,
)

WAITING: dict[str, Situation] = {
    "sms_failed_for_now": (
        {**SMS_FAILED, "failure": SERVICE_DOWN, "is_failure_passing": True},
        "The SMS failed: the SMS service did not answer. Send it again.",
        "SMS:et kom inte fram: SMS-tjänsten svarade inte. Skicka det igen.",
        "send_sms",
    ),
    "sms_failed": (
        SMS_FAILED,
        "The SMS failed: the number is a landline. Send by e-mail.",
        "SMS:et kom inte fram: numret är en fast telefon. Skicka med e-post.",
        "send_email",
    ),
    "sms_failed_no_email": (
        {**SMS_FAILED, "can_email": False},
        "The SMS failed: the number is a landline. There is no e-mail address: send to another "
        "number, or hand over the link.",
        "SMS:et kom inte fram: numret är en fast telefon. E-postadress saknas: skicka till ett "
        "annat nummer eller lämna över länken.",
        "copy",
    ),
    "email_failed_for_now": (
        {**EMAIL_FAILED, "failure": MAIL_DOWN, "is_failure_passing": True},
        "The e-mail failed: the mail service did not answer. Send it again.",
        "E-postmeddelandet kom inte fram: e-posttjänsten svarade inte. Skicka det igen.",
        "send_email",
    ),
    "email_failed": (
        EMAIL_FAILED,
        "The e-mail failed: the mailbox does not exist. Send by SMS.",
        "E-postmeddelandet kom inte fram: brevlådan finns inte. Skicka med SMS.",
        "send_sms",
    ),
    "email_failed_sms_used_up": (
        {**EMAIL_FAILED, "is_sms_used_up": True},
        "The e-mail failed: the mailbox does not exist, and no more SMS may be sent now. Send "
        "to another address, or hand over the link.",
        "E-postmeddelandet kom inte fram: brevlådan finns inte, och fler SMS får inte skickas "
        "just nu. Skicka till en annan adress eller lämna över länken.",
        "copy",
    ),
    "email_failed_no_phone": (
        {**EMAIL_FAILED, "phone_problem": "missing"},
        "The e-mail failed: the mailbox does not exist. There is no mobile number: send to "
        "another address, or hand over the link.",
        "E-postmeddelandet kom inte fram: brevlådan finns inte. Mobilnummer saknas: skicka till "
        "en annan adress eller lämna över länken.",
        "copy",
    ),
    "sms_stuck": (
        {**QUEUED, "is_message_slow": True},
        "The SMS could not be handed to the SMS service yet; we keep trying. Send by e-mail or "
        "hand over the link if it is urgent.",
        "SMS:et har inte kunnat lämnas till SMS-tjänsten än, vi fortsätter att försöka. Skicka "
        "med e-post eller lämna över länken om det brådskar.",
        "send_email",
    ),
    "email_stuck": (
        {**QUEUED, "channel": "EMAIL", "is_message_slow": True},
        "The e-mail could not be handed to the mail service yet; we keep trying. Send by SMS or "
        "hand over the link if it is urgent.",
        "E-postmeddelandet har inte kunnat lämnas till e-posttjänsten än, vi fortsätter att "
        "försöka. Skicka med SMS eller lämna över länken om det brådskar.",
        "send_sms",
    ),
    "message_queued": (
        QUEUED,
        "The message is on its way. Look again in a minute.",
        "Meddelandet är på väg. Titta igen om en minut.",
        "copy",
    ),
    "unsent_own_checkout": (
        {"has_custom_checkout": True, "has_methods": False},
        "We have not sent the link, which leads to the tenant's own checkout. Send it if the "
        "tenant does not.",
        "Vi har inte skickat länken, som leder till plattformens egen kassa. Skicka den om "
        "plattformen inte gör det.",
        "send_sms",
    ),
    "unsent_country": (
        {"phone_problem": "country", "can_email": False},
        "The link has not been sent: SMS are not sent to the country of the customer's number. "
        "Hand over the link, or send it to an e-mail address.",
        "Länken är inte skickad: SMS skickas inte till landet för kundens nummer. Lämna över "
        "länken eller skicka den till en e-postadress.",
        "copy",
    ),
    "unsent_nobody": (
        {"phone_problem": "unusable", "can_email": False},
        "The link has not been sent: the customer has neither a mobile number nor an e-mail "
        "address that works. Hand over the link, or enter one under Messages.",
        "Länken är inte skickad: kunden har varken mobilnummer eller e-postadress som fungerar. "
        "Lämna över länken eller skriv in ett nummer eller en adress under Meddelanden.",
        "copy",
    ),
    "unsent_by_email": (
        {"phone_problem": "missing"},
        "The link has not been sent, and the customer gets no SMS. Send by e-mail.",
        "Länken är inte skickad, och kunden kan inte få SMS. Skicka med e-post.",
        "send_email",
    ),
    "unsent": (
        {},
        "The link has not been sent. Send it by SMS.",
        "Länken är inte skickad. Skicka den med SMS.",
        "send_sms",
    ),
    "failed_often": (
        {**TRIED, "attempt": "DECLINED", "failed_attempts": 3},
        "Several attempts to pay have failed. Issue an invoice as another way to pay.",
        "Flera försök att betala har misslyckats. Utfärda en faktura som ett annat sätt att "
        "betala.",
        "issue_invoice",
    ),
    "declined": (
        {**TRIED, "attempt": "DECLINED"},
        "The payment with Swish was declined and nothing was charged. Ask the customer to pay "
        "another way.",
        "Betalningen med Swish nekades och inget har dragits. Be kunden betala på ett annat sätt.",
        "send_sms",
    ),
    "aborted": (
        {**TRIED, "attempt": "ABORTED"},
        "The customer broke off the payment with Swish. Remind the customer.",
        "Kunden avbröt betalningen med Swish. Påminn kunden.",
        "send_sms",
    ),
    "crashed": (
        {**TRIED, "attempt": "CRASHED"},
        "The payment with Swish failed at the provider and nothing was charged. Ask the "
        "customer to try again.",
        "Betalningen med Swish misslyckades hos leverantören och inget har dragits. Be kunden "
        "försöka igen.",
        "send_sms",
    ),
    "rejected": (
        {**TRIED, "attempt": "REJECTED"},
        "The payments service refused to begin the payment with Swish. Ask the customer to pay "
        "another way, and tell an administrator.",
        "Betaltjänsten vägrade påbörja betalningen med Swish. Be kunden betala på ett annat "
        "sätt och säg till en administratör.",
        "send_sms",
    ),
    "ran_out": (
        {**TRIED, "attempt": "EXPIRED"},
        "The customer did not finish the payment with Swish in time. Remind the customer, who "
        "can begin again.",
        "Kunden hann inte slutföra betalningen med Swish. Påminn kunden, som kan börja om.",
        "send_sms",
    ),
    "overdue_opened": (
        {**DELIVERED, "is_opened": True, "due_date": DAY, "days_to_due": -2},
        "The customer has opened the link but did not pay by 2026-11-20. Remind the customer.",
        "Kunden har öppnat länken men inte betalat senast 2026-11-20. Påminn kunden.",
        "send_sms",
    ),
    "overdue": (
        {**DELIVERED, "due_date": DAY, "days_to_due": -2},
        "The customer has not opened the link, and it was due on 2026-11-20. Try another way to "
        "reach the customer.",
        "Kunden har inte öppnat länken, som skulle ha betalats 2026-11-20. Försök nå kunden på "
        "ett annat sätt.",
        "send_email",
    ),
    "sms_unreported": (
        {**SENT, "is_message_slow": True},
        "The SMS was sent, but nobody has reported that it arrived. Try another way if the "
        "customer does not answer.",
        "SMS:et är skickat, men ingen har rapporterat att det kommit fram. Försök på ett annat "
        "sätt om kunden inte hör av sig.",
        "send_email",
    ),
    "email_unreported": (
        {**SENT, "channel": "EMAIL", "reached_by": "EMAIL", "is_message_slow": True},
        "The e-mail was sent, but nobody has reported that it arrived. It may lie among spam: "
        "try another way if the customer does not answer.",
        "E-postmeddelandet är skickat, men ingen har rapporterat att det kommit fram. Det kan "
        "ligga bland skräpposten: försök på ett annat sätt om kunden inte hör av sig.",
        "send_sms",
    ),
    "just_sent": (
        SENT,
        "The message is sent; whether it arrives is reported within minutes. Wait a little.",
        "Meddelandet är skickat, och om det kommer fram rapporteras inom några minuter. Vänta "
        "lite.",
        "",
    ),
    "due_far_ahead": (
        {**DELIVERED, "due_date": DAY, "days_to_due": 15},
        "The customer has the link and has until 2026-11-20. There is nothing to do now.",
        "Kunden har länken och har till 2026-11-20 på sig. Det finns inget att göra nu.",
        "",
    ),
    "opened": (
        {**DELIVERED, "is_opened": True, "due_date": DAY, "days_to_due": 14},
        "The customer has opened the link but not paid yet. Send a reminder.",
        "Kunden har öppnat länken men inte betalat än. Skicka en påminnelse.",
        "send_sms",
    ),
    "unopened": (
        DELIVERED,
        "The message arrived, but the customer has not opened the link. Send a reminder.",
        "Meddelandet kom fram, men kunden har inte öppnat länken. Skicka en påminnelse.",
        "send_sms",
    ),
}
