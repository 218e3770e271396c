"""Registration, accreditation, management, beds, residents behind their wall, changes, applications and agreements."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import rangkul.kernel.ids
from django.db import migrations, models

from rangkul.platform.policy.walls import protect, protect_residents, protect_through

OCCUPANCY = """
CREATE FUNCTION institutions_occupancy(asked uuid[], day date)
RETURNS TABLE (institution_id uuid, bed_group_id uuid, residents bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT r.institution_id, r.bed_group_id, count(*) FILTER (WHERE r.period @> day)
    FROM institutions_residency r WHERE r.institution_id = ANY (asked) GROUP BY 1, 2
$$;
"""
"""Figures over all areas, no persons: whoever gives a bed away has to know that it is free."""
KEPT = (
    "institutions_registration, institutions_accreditation, institutions_residency, institutions_institutionchange,"
    " institutions_application, institutions_applicationstep, institutions_partnership"
)


class Migration(migrations.Migration):

    dependencies = [
        ('policy', '0001_roles'),
        ('institutions', '0003_directory'),
        ('registry', '0014_import_before'),
    ]

    operations = [
        migrations.AddField(
            model_name='institution',
            name='closed_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='institution',
            name='is_sensitive',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='institution',
            name='owner',
            field=models.CharField(blank=True, choices=[('KEMENSOS', 'Kementerian Sosial'), ('PROVINSI', 'Dinas Sosial provinsi'), ('KABUPATEN', 'Dinas Sosial kabupaten/kota'), ('MASYARAKAT', 'masyarakat')], max_length=12),
        ),
        migrations.AddField(
            model_name='institution',
            name='serves_area',
            field=models.CharField(blank=True, db_collation='C', max_length=13),
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('LKSA', 'Lembaga Kesejahteraan Sosial Anak'), ('LKS_LANSIA', 'LKS lanjut usia'), ('LKS_DISABILITAS', 'LKS penyandang disabilitas'), ('LKS', 'LKS lainnya'), ('PANTI', 'panti sosial'), ('UPT', 'UPT Dinas'), ('ORG_DISABILITAS', 'organisasi penyandang disabilitas'), ('KARANG_TARUNA', 'Karang Taruna'), ('LK3', 'Lembaga Konsultasi Kesejahteraan Keluarga (LK3)'), ('WKSBM', 'Wahana Kesejahteraan Sosial Berbasis Masyarakat (WKSBM)'), ('DUNIA_USAHA', 'dunia usaha, forum CSR')], max_length=20)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('leader_name', models.CharField(max_length=200)),
                ('phone', models.CharField(blank=True, max_length=50)),
                ('state', models.CharField(choices=[('APPLIED', 'diajukan, berkas diperiksa'), ('CHECKED', 'berkas lengkap, menunggu kunjungan'), ('VISITED', 'sudah dikunjungi, menunggu rekomendasi'), ('RECOMMENDED', 'direkomendasikan, menunggu keputusan'), ('REGISTERED', 'terdaftar'), ('REFUSED', 'ditolak'), ('WITHDRAWN', 'ditarik pemohon')], default='APPLIED', max_length=12)),
                ('papers', models.JSONField(default=list)),
                ('applied_on', models.DateField()),
                ('state_since', models.DateField()),
                ('revision', models.PositiveIntegerField(default=1)),
                ('recorded_by', models.UUIDField(null=True)),
                ('recommended_by', models.UUIDField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
            ],
        ),
        migrations.CreateModel(
            name='ApplicationStep',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('verb', models.CharField(max_length=12)),
                ('on', models.DateField()),
                ('note', models.TextField(blank=True)),
                ('by_name', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='institutions.application')),
            ],
        ),
        migrations.CreateModel(
            name='BedGroup',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100)),
                ('serves', models.CharField(choices=[('ANAK', 'anak'), ('LANSIA', 'lanjut usia'), ('DISABILITAS', 'penyandang disabilitas'), ('TUNA_SOSIAL', 'gelandangan, pengemis, tuna sosial'), ('UMUM', 'umum')], default='UMUM', max_length=12)),
                ('sex', models.CharField(blank=True, choices=[('L', 'laki-laki'), ('P', 'perempuan')], max_length=1)),
                ('beds', models.PositiveSmallIntegerField()),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bed_groups', to='institutions.institution')),
            ],
        ),
        migrations.CreateModel(
            name='BoardMember',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('position', models.CharField(max_length=100)),
                ('phone', models.CharField(blank=True, max_length=50)),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='board', to='institutions.institution')),
            ],
        ),
        migrations.CreateModel(
            name='InstitutionChange',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('GANTI_NAMA', 'ganti nama atau jenis'), ('GABUNG', 'digabung'), ('PECAH', 'dipecah'), ('TUTUP', 'ditutup')], max_length=12)),
                ('on', models.DateField()),
                ('old_name', models.CharField(max_length=200)),
                ('new_name', models.CharField(blank=True, max_length=200)),
                ('old_kind', models.CharField(choices=[('LKSA', 'Lembaga Kesejahteraan Sosial Anak'), ('LKS_LANSIA', 'LKS lanjut usia'), ('LKS_DISABILITAS', 'LKS penyandang disabilitas'), ('LKS', 'LKS lainnya'), ('PANTI', 'panti sosial'), ('UPT', 'UPT Dinas'), ('ORG_DISABILITAS', 'organisasi penyandang disabilitas'), ('KARANG_TARUNA', 'Karang Taruna'), ('LK3', 'Lembaga Konsultasi Kesejahteraan Keluarga (LK3)'), ('WKSBM', 'Wahana Kesejahteraan Sosial Berbasis Masyarakat (WKSBM)'), ('DUNIA_USAHA', 'dunia usaha, forum CSR')], max_length=20)),
                ('new_kind', models.CharField(blank=True, choices=[('LKSA', 'Lembaga Kesejahteraan Sosial Anak'), ('LKS_LANSIA', 'LKS lanjut usia'), ('LKS_DISABILITAS', 'LKS penyandang disabilitas'), ('LKS', 'LKS lainnya'), ('PANTI', 'panti sosial'), ('UPT', 'UPT Dinas'), ('ORG_DISABILITAS', 'organisasi penyandang disabilitas'), ('KARANG_TARUNA', 'Karang Taruna'), ('LK3', 'Lembaga Konsultasi Kesejahteraan Keluarga (LK3)'), ('WKSBM', 'Wahana Kesejahteraan Sosial Berbasis Masyarakat (WKSBM)'), ('DUNIA_USAHA', 'dunia usaha, forum CSR')], max_length=20)),
                ('decree', models.CharField(blank=True, max_length=100)),
                ('reason', models.TextField()),
                ('file_id', models.UUIDField(null=True)),
                ('residents_moved', models.PositiveIntegerField(default=0)),
                ('recorded_by_name', models.CharField(max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='institutions.institution')),
                ('successor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='origins', to='institutions.institution')),
            ],
        ),
        migrations.CreateModel(
            name='Partnership',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=100, unique=True)),
                ('subject', models.CharField(max_length=300)),
                ('scope', models.TextField(blank=True)),
                ('party', models.CharField(max_length=200)),
                ('party_kind', models.CharField(choices=[('LSM', 'LSM, NGO'), ('ORG_DISABILITAS', 'organisasi penyandang disabilitas'), ('LEMBAGA', 'LKS, panti'), ('PEMERINTAH', 'instansi pemerintah'), ('DUNIA_USAHA', 'dunia usaha'), ('PERGURUAN_TINGGI', 'perguruan tinggi'), ('LAIN', 'lainnya')], max_length=20)),
                ('party_signer', models.CharField(blank=True, max_length=200)),
                ('contact', models.CharField(blank=True, max_length=200)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('ended_reason', models.CharField(blank=True, max_length=300)),
                ('file_id', models.UUIDField(null=True)),
                ('recorded_by_name', models.CharField(max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.agency')),
            ],
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=100)),
                ('issued_by', models.CharField(blank=True, max_length=200)),
                ('deed_number', models.CharField(blank=True, max_length=100)),
                ('deed_on', models.DateField(null=True)),
                ('notary', models.CharField(blank=True, max_length=200)),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('recorded_by_name', models.CharField(max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='institutions.institution')),
            ],
        ),
        migrations.CreateModel(
            name='Residency',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('institution_area', models.CharField(db_collation='C', max_length=13)),
                ('name', models.CharField(max_length=200)),
                ('sex', models.CharField(blank=True, max_length=1)),
                ('birth_date', models.DateField(null=True)),
                ('came_by', models.CharField(choices=[('RUJUKAN', 'rujukan SLRT'), ('LANGSUNG', 'diterima langsung'), ('PINDAHAN', 'pindahan dari lembaga lain'), ('PERUBAHAN', 'ikut perubahan lembaga')], max_length=10)),
                ('referral_id', models.UUIDField(null=True)),
                ('reason_cipher', models.BinaryField()),
                ('overfill_reason', models.CharField(blank=True, max_length=300)),
                ('left_reason', models.CharField(blank=True, choices=[('REUNIFIKASI', 'kembali ke keluarga (reunifikasi)'), ('MANDIRI', 'mandiri'), ('PINDAH', 'pindah ke lembaga lain'), ('MENINGGAL', 'meninggal'), ('PERGI', 'pergi tanpa pamit'), ('PERUBAHAN', 'ikut perubahan lembaga'), ('LAIN', 'lainnya')], max_length=12)),
                ('destination', models.CharField(blank=True, max_length=300)),
                ('left_note_cipher', models.BinaryField(null=True)),
                ('admitted_by_name', models.CharField(max_length=200)),
                ('left_by_name', models.CharField(blank=True, max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('revision', models.PositiveIntegerField(default=1)),
                ('bed_group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='residencies', to='institutions.bedgroup')),
                ('family', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.family')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='residencies', to='institutions.institution')),
                ('moved_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.residency')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person')),
            ],
            options={
                'verbose_name_plural': 'residencies',
            },
        ),
        migrations.CreateModel(
            name='Accreditation',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('grade', models.CharField(choices=[('A', 'A (sangat baik)'), ('B', 'B (baik)'), ('C', 'C (cukup)')], max_length=1)),
                ('body', models.CharField(max_length=200)),
                ('number', models.CharField(blank=True, max_length=100)),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('recorded_by_name', models.CharField(max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accreditations', to='institutions.institution')),
            ],
            options={
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('institution', '='), ('period', '&&')], name='institutions_one_grade_at_a_time')],
            },
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['state', 'state_since'], name='institutions_application_board'),
        ),
        migrations.AddIndex(
            model_name='applicationstep',
            index=models.Index(fields=['application', 'at'], name='institutions_application_step'),
        ),
        migrations.AddConstraint(
            model_name='bedgroup',
            constraint=models.CheckConstraint(condition=models.Q(('beds__gt', 0)), name='institutions_some_beds'),
        ),
        migrations.AddConstraint(
            model_name='bedgroup',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('institution', '='), ('name', '='), ('period', '&&')], name='institutions_bed_group_once'),
        ),
        migrations.AddIndex(
            model_name='institutionchange',
            index=models.Index(fields=['institution', 'on'], name='institutions_change_on'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('institution', '='), ('period', '&&')], name='institutions_one_registration_at_a_time'),
        ),
        migrations.AddIndex(
            model_name='residency',
            index=models.Index(fields=['institution', 'name'], name='institutions_resident_list'),
        ),
        migrations.AddConstraint(
            model_name='residency',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), ('period', '&&')], name='institutions_one_home_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='residency',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('left_reason', ''), ('period__endswith__isnull', True)), models.Q(models.Q(('left_reason', ''), _negated=True), ('period__endswith__isnull', False)), _connector='OR'), name='institutions_left_has_reason'),
        ),
        migrations.RunSQL(
            "UPDATE institutions_institution SET is_sensitive = true WHERE kind = 'LKS_DISABILITAS'", migrations.RunSQL.noop
        ),
        migrations.RunSQL(OCCUPANCY, "DROP FUNCTION institutions_occupancy(uuid[], date)"),
        protect_residents("institutions_residency", columns=("area_code", "institution_area")),
        protect("institutions_application"),
        protect_through("institutions_applicationstep", parent="institutions_application", key="application_id"),
        protect("institutions_partnership"),
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON {KEPT} FROM rangkul_app", f"GRANT DELETE ON {KEPT} TO rangkul_app"
        ),
    ]
