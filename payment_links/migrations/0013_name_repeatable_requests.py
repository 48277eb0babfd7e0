from django.db import migrations


class Migration(migrations.Migration):
    """What the office calls idempotency keys, for people who do not speak HTTP; no SQL."""

    dependencies = [
        ('payment_links', '0012_back_office_indexes'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='idempotencykey',
            options={'verbose_name': 'repeatable request', 'verbose_name_plural': 'repeatable requests'},
        ),
    ]
