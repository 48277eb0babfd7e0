import django.core.validators
from django.db import migrations, models

from payment_links.final_rows import LiftProtection, ProtectRows

FIXED = ["id", "payment_link_id", "kind", "number", "file_name", "issued_at"]
STORED_ONCE = {"stored_at": ["stored_file", "sha256", "size", "stored_at"]}


class Migration(migrations.Migration):
    """What a bank app reads of an invoice is as final as its number."""

    dependencies = [
        ('payment_links', '0015_status_in_due_date_indexes'),
    ]

    operations = [
        # SQLite makes a table anew for a column, and loses its triggers with the old one.
        LiftProtection(
            "payment_links_linkdocument", fixed=FIXED, fixed_once_set=STORED_ONCE
        ),
        migrations.AddField(
            model_name='linkdocument',
            name='bank_app_code',
            field=models.TextField(blank=True, editable=False, help_text='What the QR code says with which a bank app pays an invoice.', verbose_name='bank app code'),
        ),
        ProtectRows(
            "payment_links_linkdocument",
            fixed=[*FIXED, "bank_app_code"],
            fixed_once_set=STORED_ONCE,
        ),
        migrations.AddField(
            model_name='merchant',
            name='accent_color',
            field=models.CharField(blank=True, help_text='Of buttons and links on the payment page, as in #0b5d4e. Empty for ours.', max_length=7, validators=[django.core.validators.RegexValidator('\\A#[0-9a-f]{6}\\Z', 'Write the colour as in #0b5d4e.')], verbose_name='accent colour'),
        ),
    ]
