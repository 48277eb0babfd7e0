"""The words of messages in English."""

from payment_links.distribution.wording import Wording

WORDING = Wording(
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
    genuine_code=("If you are not sure, enter the code {code} at {url} and compare."),
    sms_code="Code {code}",
    questions="Questions? Reply to this e-mail to reach {merchant}.",
    card="Card",
    invoice="Invoice",
    bank="Bank payment",
    sms_due="{merchant}: Reminder of {amount} to pay by {date}. {url}",
    sms_overdue="{merchant}: {amount} was due on {date}. Pay here: {url}",
    subject_due="Reminder: {amount} to {merchant}",
    subject_overdue="Overdue: {amount} to {merchant}",
    lead_due="A friendly reminder: {merchant} is waiting for {amount}, to be paid by {date}.",
    lead_overdue="{amount} to {merchant} was due on {date}. We have not seen a payment yet.",
    paid_already="Have you paid already? Then you can ignore this e-mail.",
)
