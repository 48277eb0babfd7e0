from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    """Until now every price held its VAT: a line's amount was price × quantity."""
    items = apps.get_model("payment_links", "Item").objects.using(schema_editor.connection.alias)
    items.filter(amount__isnull=True).update(amount=F("price") * F("quantity"))


class Migration(migrations.Migration):

    dependencies = [
        ("payment_links", "0002_vat_treatments_and_business_buyers"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
