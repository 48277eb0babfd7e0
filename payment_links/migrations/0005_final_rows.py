from django.db import migrations

from payment_links.final_rows import ProtectRows


class Migration(migrations.Migration):
    """The timeline is append-only; a document keeps its number and, once stored, its file."""

    dependencies = [
        ("payment_links", "0004_item_amount_required"),
    ]

    operations = [
        ProtectRows("payment_links_timelineentry"),
        # The columns that are not named are those of the outbox.
        ProtectRows(
            "payment_links_linkdocument",
            fixed=["id", "payment_link_id", "kind", "number", "file_name", "issued_at"],
            fixed_once_set={"stored_at": ["stored_file", "sha256", "size", "stored_at"]},
        ),
    ]
