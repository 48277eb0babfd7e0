import django.db.models.functions.text
from django.db import migrations, models

from payment_links.name_index import IndexNames


class Migration(migrations.Migration):
    """Lists, filters and searches of the back office read as much of a million rows as of a thousand."""

    dependencies = [
        ('payment_links', '0011_daily_figures'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(django.db.models.functions.text.Lower('email'), name='customer_search_email'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['phone'], name='customer_search_phone'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(django.db.models.functions.text.Upper('reference'), name='customer_search_reference'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['last_name'], name='customer_of_last_name'),
        ),
        migrations.AddIndex(
            model_name='linkdocument',
            index=models.Index(django.db.models.functions.text.Upper('number'), name='link_document_search'),
        ),
        migrations.AddIndex(
            model_name='linkexception',
            index=models.Index(condition=models.Q(('resolved_at__isnull', True)), fields=['payment_link'], name='link_exception_open'),
        ),
        migrations.AddIndex(
            model_name='paymentlink',
            index=models.Index(models.F('merchant'), models.F('status'), models.OrderBy(models.F('id'), descending=True), name='link_of_merchant_status'),
        ),
        migrations.AddIndex(
            model_name='paymentlink',
            index=models.Index(models.F('merchant'), models.F('due_date'), models.OrderBy(models.F('id'), descending=True), name='link_of_merchant_due'),
        ),
        migrations.AddIndex(
            model_name='paymentlink',
            index=models.Index(models.F('merchant'), models.F('created_at'), models.OrderBy(models.F('id'), descending=True), name='link_of_merchant_created'),
        ),
        migrations.AddIndex(
            model_name='paymentlink',
            index=models.Index(models.F('merchant'), models.F('total_amount'), models.OrderBy(models.F('id'), descending=True), name='link_of_merchant_amount'),
        ),
        migrations.AddIndex(
            model_name='paymentlink',
            index=models.Index(condition=models.Q(('completed_at__isnull', False)), fields=['merchant', 'completed_at'], name='link_of_merchant_paid'),
        ),
        migrations.AddIndex(
            model_name='paymentlink',
            index=models.Index(models.F('status'), models.OrderBy(models.F('id'), descending=True), name='link_of_status'),
        ),
        migrations.AddIndex(
            model_name='paymentlink',
            index=models.Index(models.F('due_date'), models.OrderBy(models.F('id'), descending=True), name='link_of_due_date'),
        ),
        migrations.AddIndex(
            model_name='paymentlink',
            index=models.Index(models.F('total_amount'), models.OrderBy(models.F('id'), descending=True), name='link_of_amount'),
        ),
        migrations.AddIndex(
            model_name='paymentlink',
            index=models.Index(condition=models.Q(('completed_at__isnull', False)), fields=['completed_at'], name='link_of_payment_day'),
        ),
        migrations.AddIndex(
            model_name='paymentlink',
            index=models.Index(condition=models.Q(('ocr', ''), _negated=True), fields=['ocr'], name='link_search_ocr'),
        ),
        migrations.AddIndex(
            model_name='paymentlink',
            index=models.Index(fields=['payment_order_id'], name='link_search_order'),
        ),
        migrations.AddIndex(
            model_name='paymentlink',
            index=models.Index(condition=models.Q(('payment_id__isnull', False)), fields=['payment_id'], name='link_search_payment'),
        ),
        migrations.AddIndex(
            model_name='statuscallback',
            index=models.Index(condition=models.Q(('state', 'DEAD')), fields=['payment_link'], name='status_callback_dead'),
        ),
        migrations.AddIndex(
            model_name='paymentlink',
            index=models.Index(models.F('merchant'), models.F('currency'), models.OrderBy(models.F('id'), descending=True), name='link_of_merchant_currency'),
        ),
        migrations.AddIndex(
            model_name='paymentlink',
            index=models.Index(models.F('merchant'), models.F('sms_status'), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('sms_status__in', ['CREATED', 'PENDING', 'FAILED'])), name='link_of_merchant_sms'),
        ),
        migrations.AddIndex(
            model_name='paymentlink',
            index=models.Index(condition=models.Q(('status', 'CREATED')), fields=['merchant', 'due_date', 'id'], name='link_unpaid_of_merchant'),
        ),
        migrations.AddIndex(
            model_name='paymentlink',
            index=models.Index(condition=models.Q(('status', 'CREATED')), fields=['due_date', 'id'], name='link_unpaid'),
        ),
        migrations.AddIndex(
            model_name='paymentlink',
            index=models.Index(models.F('currency'), models.OrderBy(models.F('id'), descending=True), name='link_of_currency'),
        ),
        migrations.AddIndex(
            model_name='paymentlink',
            index=models.Index(models.F('sms_status'), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('sms_status__in', ['CREATED', 'PENDING', 'FAILED'])), name='link_of_sms_status'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(condition=models.Q(('organization_number', ''), _negated=True), fields=['organization_number'], name='customer_search_organization'),
        ),
        IndexNames(),
    ]
