"""Filled forms of registers, and the registers that lists of recipients come from; walled like all about persons."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import rangkul.kernel.ids
from django.db import migrations, models

from rangkul.platform.policy.walls import APP_ROLE, protect_through_any


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0005_nothing_deleted"),
    ]

    operations = [
        migrations.AlterField(
            model_name="condition",
            name="source",
            field=models.CharField(
                choices=[
                    ("DTKS", "DTKS"),
                    ("DTSEN", "DTSEN"),
                    ("PBDT", "PBDT/BDT 2015"),
                    ("OPENSID", "OpenSID"),
                    ("DUKCAPIL", "Dukcapil"),
                    ("REGSOSEK", "Regsosek 2022"),
                    ("KEMENSOS", "daftar Kementerian Sosial"),
                    ("BPJS", "BPJS Kesehatan"),
                    ("PIP", "daftar PIP Kemendikdasmen"),
                    ("DESK", "loket Puskesos"),
                    ("SURVEY", "verifikasi lapangan"),
                    ("DEMO", "data contoh"),
                    ("OTHER", "lainnya"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="family",
            name="source",
            field=models.CharField(
                choices=[
                    ("DTKS", "DTKS"),
                    ("DTSEN", "DTSEN"),
                    ("PBDT", "PBDT/BDT 2015"),
                    ("OPENSID", "OpenSID"),
                    ("DUKCAPIL", "Dukcapil"),
                    ("REGSOSEK", "Regsosek 2022"),
                    ("KEMENSOS", "daftar Kementerian Sosial"),
                    ("BPJS", "BPJS Kesehatan"),
                    ("PIP", "daftar PIP Kemendikdasmen"),
                    ("DESK", "loket Puskesos"),
                    ("SURVEY", "verifikasi lapangan"),
                    ("DEMO", "data contoh"),
                    ("OTHER", "lainnya"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="identity",
            name="source",
            field=models.CharField(
                choices=[
                    ("DTKS", "DTKS"),
                    ("DTSEN", "DTSEN"),
                    ("PBDT", "PBDT/BDT 2015"),
                    ("OPENSID", "OpenSID"),
                    ("DUKCAPIL", "Dukcapil"),
                    ("REGSOSEK", "Regsosek 2022"),
                    ("KEMENSOS", "daftar Kementerian Sosial"),
                    ("BPJS", "BPJS Kesehatan"),
                    ("PIP", "daftar PIP Kemendikdasmen"),
                    ("DESK", "loket Puskesos"),
                    ("SURVEY", "verifikasi lapangan"),
                    ("DEMO", "data contoh"),
                    ("OTHER", "lainnya"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="outsidemembership",
            name="source",
            field=models.CharField(
                choices=[
                    ("DTKS", "DTKS"),
                    ("DTSEN", "DTSEN"),
                    ("PBDT", "PBDT/BDT 2015"),
                    ("OPENSID", "OpenSID"),
                    ("DUKCAPIL", "Dukcapil"),
                    ("REGSOSEK", "Regsosek 2022"),
                    ("KEMENSOS", "daftar Kementerian Sosial"),
                    ("BPJS", "BPJS Kesehatan"),
                    ("PIP", "daftar PIP Kemendikdasmen"),
                    ("DESK", "loket Puskesos"),
                    ("SURVEY", "verifikasi lapangan"),
                    ("DEMO", "data contoh"),
                    ("OTHER", "lainnya"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="source",
            field=models.CharField(
                choices=[
                    ("DTKS", "DTKS"),
                    ("DTSEN", "DTSEN"),
                    ("PBDT", "PBDT/BDT 2015"),
                    ("OPENSID", "OpenSID"),
                    ("DUKCAPIL", "Dukcapil"),
                    ("REGSOSEK", "Regsosek 2022"),
                    ("KEMENSOS", "daftar Kementerian Sosial"),
                    ("BPJS", "BPJS Kesehatan"),
                    ("PIP", "daftar PIP Kemendikdasmen"),
                    ("DESK", "loket Puskesos"),
                    ("SURVEY", "verifikasi lapangan"),
                    ("DEMO", "data contoh"),
                    ("OTHER", "lainnya"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="welfarestatus",
            name="source",
            field=models.CharField(
                choices=[
                    ("DTKS", "DTKS"),
                    ("DTSEN", "DTSEN"),
                    ("PBDT", "PBDT/BDT 2015"),
                    ("OPENSID", "OpenSID"),
                    ("DUKCAPIL", "Dukcapil"),
                    ("REGSOSEK", "Regsosek 2022"),
                    ("KEMENSOS", "daftar Kementerian Sosial"),
                    ("BPJS", "BPJS Kesehatan"),
                    ("PIP", "daftar PIP Kemendikdasmen"),
                    ("DESK", "loket Puskesos"),
                    ("SURVEY", "verifikasi lapangan"),
                    ("DEMO", "data contoh"),
                    ("OTHER", "lainnya"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="AnswerSheet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("DTKS", "DTKS"),
                            ("DTSEN", "DTSEN"),
                            ("PBDT", "PBDT/BDT 2015"),
                            ("OPENSID", "OpenSID"),
                            ("DUKCAPIL", "Dukcapil"),
                            ("REGSOSEK", "Regsosek 2022"),
                            ("KEMENSOS", "daftar Kementerian Sosial"),
                            ("BPJS", "BPJS Kesehatan"),
                            ("PIP", "daftar PIP Kemendikdasmen"),
                            ("DESK", "loket Puskesos"),
                            ("SURVEY", "verifikasi lapangan"),
                            ("DEMO", "data contoh"),
                            ("OTHER", "lainnya"),
                        ],
                        max_length=10,
                    ),
                ),
                ("batch_id", models.UUIDField(null=True)),
                ("created_at", models.DateTimeField()),
                ("form", models.CharField(max_length=20)),
                ("version", models.CharField(max_length=10)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("answers", models.JSONField(default=dict)),
                ("secret_index", models.JSONField(default=dict)),
                ("secret_cipher", models.JSONField(default=dict)),
                (
                    "family",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_rows",
                        to="registry.family",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_rows",
                        to="registry.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["form", "person"], name="registry_sheet_person"),
                    models.Index(fields=["form", "family"], name="registry_sheet_family"),
                    models.Index(
                        condition=models.Q(("batch_id__isnull", False)),
                        fields=["batch_id"],
                        name="registry_sheet_batch",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("person__isnull", True), ("family__isnull", True), _connector="XOR"),
                        name="registry_answersheet_about_one",
                    )
                ],
            },
        ),
        protect_through_any(
            "registry_answersheet", parents={"person_id": "registry_person", "family_id": "registry_family"}
        ),
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON registry_answersheet FROM {APP_ROLE}",
            f"GRANT DELETE ON registry_answersheet TO {APP_ROLE}",
        ),
    ]
