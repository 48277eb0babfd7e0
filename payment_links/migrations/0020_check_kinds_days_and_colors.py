import django.db.models.functions.comparison
import django.db.models.lookups
from django.db import migrations, models

from payment_links.live_tables import AddCheckInUse


class Migration(migrations.Migration):
    """What forms and workers keep to, the database demands."""

    atomic = False

    dependencies = [
        ("payment_links", "0019_fill_genuine_codes"),
    ]

    operations = [
        AddCheckInUse(
            model_name="messageevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["PUT_OFF", "REFUSED", "ACCEPTED", "DELAYED", "DELIVERED", "UNDELIVERED", "SOFT_BOUNCE", "HARD_BOUNCE", "BLOCKED", "COMPLAINT"])),
                name="message_event_kind_known",
            ),
        ),
        AddCheckInUse(
            model_name="reminderplan",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Regex(
                    django.db.models.functions.comparison.Cast("days", models.TextField()),
                    "\\A\\[(-([1-9]|[12][0-9]|30)|[1-5]?[0-9]|60)(, (-([1-9]|[12][0-9]|30)|[1-5]?[0-9]|60)){0,5}\\]\\Z",
                ),
                name="reminder_plan_days_in_range",
            ),
        ),
        AddCheckInUse(
            model_name="merchant",
            constraint=models.CheckConstraint(
                condition=models.Q(("accent_color", ""), ("accent_color__regex", "\\A#[0-9a-f]{6}\\Z"), _connector="OR"),
                name="merchant_accent_color_hex",
            ),
        ),
    ]
