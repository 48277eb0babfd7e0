from django.db import migrations

from payment_links.final_rows import ProtectRows


class Migration(migrations.Migration):
    """Books are closed forward only, and who took them away stays known."""

    dependencies = [
        ("invoicing", "0004_final_documents"),
    ]

    operations = [
        ProtectRows(
            "invoicing_books", fixed=["id", "merchant_id"], growing=["closed_through"]
        ),
        ProtectRows("invoicing_bookexport"),
    ]
