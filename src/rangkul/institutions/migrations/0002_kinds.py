"""Organisations of people with disabilities and the institutions of PSKS as kinds (R214)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('institutions', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='institution',
            name='kind',
            field=models.CharField(choices=[('LKSA', 'Lembaga Kesejahteraan Sosial Anak'), ('LKS_LANSIA', 'LKS lanjut usia'), ('LKS_DISABILITAS', 'LKS penyandang disabilitas'), ('LKS', 'LKS lainnya'), ('PANTI', 'panti sosial'), ('UPT', 'UPT Dinas'), ('ORG_DISABILITAS', 'organisasi penyandang disabilitas'), ('KARANG_TARUNA', 'Karang Taruna'), ('LK3', 'Lembaga Konsultasi Kesejahteraan Keluarga (LK3)'), ('WKSBM', 'Wahana Kesejahteraan Sosial Berbasis Masyarakat (WKSBM)'), ('DUNIA_USAHA', 'dunia usaha, forum CSR')], max_length=20),
        ),
    ]
