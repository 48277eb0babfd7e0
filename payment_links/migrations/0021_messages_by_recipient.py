import django.db.models.functions.text
from django.db import migrations, models

from payment_links.live_tables import AddIndexInUse


class Migration(migrations.Migration):
    """What was sent to an address, in any case, is found by an index."""

    atomic = False

    dependencies = [
        ("payment_links", "0020_check_kinds_days_and_colors"),
    ]

    operations = [
        AddIndexInUse(
            model_name="distribution",
            index=models.Index(
                django.db.models.functions.text.Lower("recipient"),
                name="distribution_by_any_case",
            ),
        ),
    ]
