from django.db import migrations, models

import payment_links.genuine_codes


class Migration(migrations.Migration):

    dependencies = [
        ("payment_links", "0017_reminders_and_message_events"),
    ]

    operations = [
        # A default would give all rows that are there the same code: 0019 gives each its own.
        migrations.AddField(
            model_name="paymentlink",
            name="genuine_code",
            field=models.CharField(
                blank=True,
                editable=False,
                max_length=12,
                null=True,
                unique=True,
                verbose_name="code to check that it is genuine",
            ),
        ),
        migrations.AlterField(
            model_name="paymentlink",
            name="genuine_code",
            field=models.CharField(
                blank=True,
                default=payment_links.genuine_codes.make_genuine_code,
                editable=False,
                max_length=12,
                null=True,
                unique=True,
                verbose_name="code to check that it is genuine",
            ),
        ),
        migrations.AddField(
            model_name="paymentlink",
            name="address_replaced_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="address replaced at"
            ),
        ),
        migrations.AlterField(
            model_name="timelineentry",
            name="event",
            field=models.CharField(choices=[("CREATED", "Created"), ("STATUS_CHANGED", "Status changed"), ("EXTENDED", "Extended"), ("OPENED", "Opened by the payer"), ("MESSAGE_REQUESTED", "Message asked for"), ("MESSAGE_SENT", "Message sent"), ("MESSAGE_DELIVERED", "Message delivered"), ("MESSAGE_FAILED", "Message failed"), ("REMINDER_SKIPPED", "Reminder left out"), ("PAYMENT_STARTED", "Payment started"), ("PAYMENT_CHANGED", "Payment changed"), ("EXCEPTION_RAISED", "Needs a person"), ("EXCEPTION_RESOLVED", "Exception resolved"), ("INVOICE_ISSUED", "Invoice issued"), ("RECEIPT_ISSUED", "Receipt issued"), ("CREDITED", "Credit note issued"), ("CALLBACK_DELIVERED", "Tenant told"), ("CALLBACK_GIVEN_UP", "Tenant could not be told"), ("NOTE", "Note"), ("CUSTOMER_MERGED", "Customer merged"), ("ADDRESS_REPLACED", "Address replaced"), ("DATA_ERASED", "Personal data erased")], max_length=18, verbose_name="event"),
        ),
    ]
