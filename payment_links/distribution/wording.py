"""The fixed words of messages to payers, one Wording per language. Item texts never enter them.

{merchant}, {first_name}, {amount}, {date}, {url}, {origin} and {code} are filled in; the languages
are in wordings.
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
    genuine_code: str
    sms_code: str
    questions: str
    card: str
    invoice: str
    bank: str
    sms_due: str
    sms_overdue: str
    subject_due: str
    subject_overdue: str
    lead_due: str
    lead_overdue: str
    paid_already: str
