"""Situations of links that have ended or whose money moves: see test_unpaid."""

from tests.payment_links.admin.unpaid_facts import DELIVERED, SMS_FAILED, TRIED, Situation

MONEY_AND_END: dict[str, Situation] = {
    "paid_too_much": (
        {"status": "COMPLETED", "exception": "AMOUNT_MISMATCH"},
        "More was paid than asked for. Refund what is too much, then mark it as resolved.",
        "Mer har betalats än vad som begärdes. Betala tillbaka det som är för mycket och "
        "markera avvikelsen som hanterad.",
        "payment",
    ),
    "another_amount": (
        {"exception": "AMOUNT_MISMATCH", **TRIED},
        "Another amount was paid than asked for, so the link stays unpaid. Settle the "
        "difference with the customer, then mark it as resolved.",
        "Ett annat belopp har betalats än det begärda, så länken är fortfarande obetald. Gör "
        "upp skillnaden med kunden och markera avvikelsen som hanterad.",
        "payment",
    ),
    "paid_twice": (
        {"status": "COMPLETED", "exception": "PAID_TWICE"},
        "The customer paid twice. Refund the second payment, then mark it as resolved.",
        "Kunden har betalat två gånger. Betala tillbaka den andra betalningen och markera "
        "avvikelsen som hanterad.",
        "payment",
    ),
    "paid_late": (
        {"status": "COMPLETED", "exception": "PAID_LATE"},
        "The money came after the link had expired. Deliver what was paid for or refund it, "
        "then mark it as resolved.",
        "Pengarna kom efter att länken hade gått ut. Leverera det som är betalt eller betala "
        "tillbaka, och markera avvikelsen som hanterad.",
        "payment",
    ),
    "paid_after_cancel": (
        {"status": "COMPLETED", "exception": "PAID_AFTER_CANCEL"},
        "The money came after the link had been cancelled. Refund it or deliver after all, then "
        "mark it as resolved.",
        "Pengarna kom efter att länken hade återkallats. Betala tillbaka eller leverera ändå, "
        "och markera avvikelsen som hanterad.",
        "payment",
    ),
    "tenant_not_told": (
        {"status": "COMPLETED", "is_tenant_told": False},
        "The customer has paid, but the tenant could not be told. Deliver the status callback "
        "again.",
        "Kunden har betalat, men plattformen kunde inte underrättas. Skicka statusmeddelandet "
        "på nytt.",
        "redeliver",
    ),
    "cancelled_and_credited": (
        {"status": "CANCELLED", "is_credited": True},
        "The invoice was credited and the link cancelled, so there is nothing to pay. Make a "
        "new link if something still is to be paid.",
        "Fakturan är krediterad och länken återkallad, så det finns inget att betala. Skapa en "
        "ny länk om något ändå ska betalas.",
        "duplicate",
    ),
    "cancelled": (
        {"status": "CANCELLED"},
        "The link was cancelled, so it can no longer be paid. Make a new link if it still is to "
        "be paid.",
        "Länken är återkallad och kan inte längre betalas. Skapa en ny länk om den ändå ska "
        "betalas.",
        "duplicate",
    ),
    "expired_and_credited": (
        {"status": "EXPIRED", "is_credited": True},
        "The link has expired and its invoice was credited. Make a new link if something still "
        "is to be paid.",
        "Länken har gått ut och fakturan är krediterad. Skapa en ny länk om något ändå ska "
        "betalas.",
        "duplicate",
    ),
    "expired_part_paid": (
        {"status": "EXPIRED", "deposit": "UNDERFUNDED"},
        "The link expired when only a part had been paid to the bank account. Extend it and ask "
        "the customer for the rest.",
        "Länken gick ut när bara en del hade betalats till bankkontot. Förläng den och be "
        "kunden om resten.",
        "extend",
    ),
    "expired_unsent": (
        {"status": "EXPIRED"},
        "The link expired before anybody had sent it. Extend it, then send it.",
        "Länken gick ut innan någon hade skickat den. Förläng den och skicka den sedan.",
        "extend",
    ),
    "expired_undelivered": (
        {"status": "EXPIRED", **SMS_FAILED},
        "The link expired without reaching the customer: the number is a landline. Extend it, "
        "then send it another way.",
        "Länken gick ut utan att nå kunden: numret är en fast telefon. Förläng den och skicka "
        "den på ett annat sätt.",
        "extend",
    ),
    "expired_with_invoice": (
        {"status": "EXPIRED", "has_invoice": True, **DELIVERED},
        "The link has expired, but its invoice can still be paid to the bank account. Extend it "
        "to let the customer pay online too.",
        "Länken har gått ut, men fakturan kan fortfarande betalas till bankkontot. Förläng den "
        "så att kunden kan betala på nätet också.",
        "extend",
    ),
    "expired": (
        {"status": "EXPIRED", **DELIVERED},
        "The link has expired. Extend it to let the customer pay.",
        "Länken har gått ut. Förläng den så att kunden kan betala.",
        "extend",
    ),
    "payment_unknown": (
        {**TRIED, "attempt": "UNKNOWN"},
        "The payments service has not answered about the payment with Swish; we keep asking. "
        "Wait: the customer may have paid.",
        "Betaltjänsten har inte svarat om betalningen med Swish, vi fortsätter att fråga. "
        "Vänta: kunden kan ha betalat.",
        "payment",
    ),
    "payment_left": (
        {**TRIED, "attempt": "PENDING", "is_attempt_stale": True},
        "The customer began to pay with Swish and did not finish. Remind the customer, who can "
        "begin again.",
        "Kunden började betala med Swish men blev inte klar. Påminn kunden, som kan börja om.",
        "send_sms",
    ),
    "payment_open": (
        {**TRIED, "attempt": "PENDING"},
        "The customer is paying with Swish. Wait a few minutes for the outcome.",
        "Kunden betalar med Swish just nu. Vänta några minuter på resultatet.",
        "payment",
    ),
    "part_paid": (
        {**TRIED, "deposit": "UNDERFUNDED", "ocr": "123455"},
        "Only a part was paid to the bank account. Ask the customer for the rest, with the same "
        "reference 123455.",
        "Bara en del har betalats till bankkontot. Be kunden om resten, med samma OCR-nummer "
        "123455.",
        "send_sms",
    ),
    "past_end": (
        {"is_past_end": True},
        "The last day to pay has passed. Extend the link to let the customer pay.",
        "Sista dagen att betala har passerat. Förläng länken så att kunden kan betala.",
        "extend",
    ),
    "only_by_invoice": (
        {**DELIVERED, "has_methods": False, "has_invoice": True},
        "The link offers no way to pay online, only the invoice can be paid. Remind the "
        "customer of the invoice.",
        "Länken har inget sätt att betala på nätet, bara fakturan kan betalas. Påminn kunden om "
        "fakturan.",
        "send_sms",
    ),
    "no_methods": (
        {"has_methods": False},
        "The link offers no way to pay. Issue an invoice, which can be paid to the bank.",
        "Länken har inget betalsätt. Utfärda en faktura, som kan betalas till banken.",
        "issue_invoice",
    ),
}
