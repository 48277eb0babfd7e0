from django.db import migrations, models


class Migration(migrations.Migration):
    """Whom a provider asks to pay; attempts that are there do not know."""

    dependencies = [
        ("payment_links", "0021_messages_by_recipient"),
    ]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="asked_person_hash",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=64
            ),
        ),
    ]
