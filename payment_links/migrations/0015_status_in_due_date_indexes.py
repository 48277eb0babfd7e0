from django.db import migrations, models


class Migration(migrations.Migration):
    """Links that are due in some days and have some status are counted from an index alone."""

    dependencies = [
        ('payment_links', '0014_bulk_runs'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='paymentlink',
            name='link_of_merchant_due',
        ),
        migrations.RemoveIndex(
            model_name='paymentlink',
            name='link_of_due_date',
        ),
        migrations.AddIndex(
            model_name='paymentlink',
            index=models.Index(models.F('merchant'), models.F('due_date'), models.OrderBy(models.F('id'), descending=True), models.F('status'), name='link_of_merchant_due'),
        ),
        migrations.AddIndex(
            model_name='paymentlink',
            index=models.Index(models.F('due_date'), models.OrderBy(models.F('id'), descending=True), models.F('status'), name='link_of_due_date'),
        ),
    ]
