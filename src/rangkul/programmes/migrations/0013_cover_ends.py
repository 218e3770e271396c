"""Health cover that the region pays has a last day, and ends: by itself, or because PBI-JK covers the person by now (R225)."""

from django.db import migrations, models

STATES = [
    ("DIUSULKAN", "diusulkan, menunggu jawaban BPJS"),
    ("DITERIMA", "diterima BPJS, belum aktif"),
    ("AKTIF", "aktif"),
    ("DITOLAK", "ditolak"),
    ("BERAKHIR", "berakhir"),
    ("PBI", "kini peserta PBI-JK"),
]


class Migration(migrations.Migration):
    dependencies = [("programmes", "0012_commodities")]

    operations = [
        migrations.AddField(model_name="coverline", name="ends_on", field=models.DateField(null=True)),
        migrations.AlterField(
            model_name="coverline",
            name="state",
            field=models.CharField(choices=STATES, default="DIUSULKAN", max_length=10),
        ),
        migrations.AddConstraint(
            model_name="coverline",
            constraint=models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(state__in=["AKTIF", "BERAKHIR", "PBI"]),
                name="programmes_cover_ends_when_active",
            ),
        ),
    ]
