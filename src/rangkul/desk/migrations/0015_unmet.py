"""Why a need could not be met: said by whoever closes the case, and by a receiver that rejects."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0014_shares")]

    operations = [
        migrations.AddField(
            "case",
            "unmet_reason",
            models.CharField(
                blank=True,
                choices=[
                    ("TIDAK_ADA", "tidak ada layanan untuk itu"),
                    ("DITOLAK", "ditolak lembaga tujuan"),
                    ("TAK_DIJAWAB", "lembaga tujuan tidak menjawab"),
                    ("PENUH", "tempat atau kuota penuh"),
                    ("SYARAT", "syarat layanan tidak terpenuhi"),
                ],
                db_default="",
                default="",
                max_length=12,
            ),
        ),
        migrations.AddField(
            "referral",
            "refusal",
            models.CharField(
                blank=True,
                choices=[
                    ("PENUH", "tempat atau kuota penuh"),
                    ("SYARAT", "syarat layanan tidak terpenuhi"),
                    ("TIDAK_ADA", "tidak ada layanan untuk itu"),
                    ("DITOLAK", "ditolak lembaga tujuan"),
                ],
                db_default="",
                default="",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=models.Q(unmet_reason="") | models.Q(outcome="TIDAK_DAPAT"),
                name="desk_unmet_is_not_possible",
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["area_code", "registered_at"],
                condition=models.Q(outcome="TIDAK_DAPAT"),
                name="desk_case_unmet",
            ),
        ),
    ]
