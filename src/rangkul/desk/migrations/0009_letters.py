"""Letters for cases, behind the wall of their village; nothing of them is deleted."""

import django.db.models.deletion
from django.db import migrations, models

import rangkul.kernel.ids
from rangkul.platform.policy.walls import protect

STATES = [
    ("DRAFT", "konsep, menunggu paraf"),
    ("INITIALLED", "sudah diparaf, menunggu tanda tangan"),
    ("SIGNED", "sudah ditandatangani, menunggu nomor"),
    ("ISSUED", "terbit"),
    ("CANCELLED", "dibatalkan"),
]


class Migration(migrations.Migration):
    dependencies = [("desk", "0008_citizen"), ("policy", "0001_roles"), ("registry", "0002_walls")]
    operations = [
        protect("desk_letter"),
        migrations.RunSQL(
            "REVOKE DELETE, TRUNCATE ON desk_letter FROM rangkul_app", "GRANT DELETE ON desk_letter TO rangkul_app"
        ),
    ]
