from django.db import migrations

from payment_links.final_rows import ProtectRows


class Migration(migrations.Migration):
    """What was issued or booked is final; a series only counts on."""

    dependencies = [
        ("invoicing", "0003_invoice_by_reference"),
        ("payment_links", "0005_final_rows"),
    ]

    operations = [
        ProtectRows("invoicing_invoice"),
        ProtectRows("invoicing_invoiceline"),
        ProtectRows("invoicing_creditnote"),
        ProtectRows("invoicing_receipt"),
        ProtectRows("invoicing_bookentry"),
        ProtectRows("invoicing_bookedrate"),
        ProtectRows("invoicing_periodclosing"),
        ProtectRows(
            "invoicing_numberseries",
            fixed=["id", "merchant_id", "kind", "fiscal_year", "prefix"],
            growing=["next_number"],
        ),
    ]
