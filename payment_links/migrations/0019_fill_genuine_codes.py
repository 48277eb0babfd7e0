import secrets

from django.db import migrations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BATCH = 1000


def fill(apps, schema_editor):
    """Give every link its own code, in batches that lock few rows for a short time.

    Links that the release before makes meanwhile stay without one; their messages leave it out.
    """
    links = apps.get_model("payment_links", "PaymentLink").objects.using(
        schema_editor.connection.alias
    )
    after = None
    while True:
        batch = links.filter(genuine_code__isnull=True).order_by("pk").only("pk")
        batch = list((batch if after is None else batch.filter(pk__gt=after))[:BATCH])
        if not batch:
            return
        for link in batch:
            link.genuine_code = _make_code()
        links.bulk_update(batch, ["genuine_code"])
        after = batch[-1].pk


def _make_code():
    payload = "".join(
        secrets.choice(ALPHABET if position % 4 else ALPHABET[10:]) for position in range(11)
    )
    total = 0
    for distance, character in enumerate(reversed(payload)):
        value = ALPHABET.index(character)
        total += value if distance % 2 else sum(divmod(2 * value, 32))
    return payload + ALPHABET[-total % 32]


class Migration(migrations.Migration):
    # Every batch is its own transaction; a migration that was cut short goes on where it stopped.
    atomic = False

    dependencies = [
        ("payment_links", "0018_genuine_codes"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
