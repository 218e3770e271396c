"""Tables of the outbox. No rows of persons stand here: messages carry a template and a ticket, addresses are sealed."""

import rangkul.kernel.ids
from django.db import migrations, models
import django.db.models.deletion

CHANNELS = [('EMAIL', 'surel'), ('SMS', 'SMS'), ('WHATSAPP', 'WhatsApp'), ('PUSH', 'peramban')]
STATES = [
    ('WAITING', 'menunggu'), ('SENDING', 'sedang dikirim'), ('UNCERTAIN', 'tidak pasti'), ('SENT', 'terkirim'),
    ('DELIVERED', 'sampai'), ('READ', 'dibaca'), ('DEAD', 'gagal'), ('DROPPED', 'dibatalkan'),
]


def key():
    return models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):

    initial = True

    dependencies = [("policy", "0001_roles")]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', key()),
                ('key', models.CharField(max_length=200)),
                ('recipient', models.BinaryField(max_length=16)),
                ('template', models.CharField(max_length=80)),
                ('values', models.JSONField(default=dict)),
                ('about_kind', models.CharField(max_length=20)),
                ('about_id', models.UUIDField()),
                ('user_id', models.UUIDField(null=True)),
                ('created_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'recipient'), name='outbox_message_once')],
                'indexes': [
                    models.Index(condition=models.Q(('user_id__isnull', False)), fields=['user_id', '-id'], name='outbox_message_mine'),
                    models.Index(condition=models.Q(('read_at__isnull', True)), fields=['user_id'], name='outbox_message_unread'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', key()),
                ('channel', models.CharField(choices=CHANNELS, max_length=10)),
                ('destination', models.BinaryField(null=True)),
                ('shown', models.CharField(max_length=80)),
                ('subscription_id', models.UUIDField(null=True)),
                ('state', models.CharField(choices=STATES, default='WAITING', max_length=10)),
                ('is_test', models.BooleanField(default=False)),
                ('is_urgent', models.BooleanField(default=False)),
                ('is_repeated', models.BooleanField(default=False)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('queued_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('claimed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('gateway_id', models.CharField(blank=True, max_length=200)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='outbox.message')),
            ],
            options={
                'verbose_name_plural': 'deliveries',
                'indexes': [
                    models.Index(condition=models.Q(('state', 'WAITING')), fields=['due_at'], name='outbox_delivery_due'),
                    models.Index(condition=models.Q(('state', 'SENDING')), fields=['claimed_at'], name='outbox_delivery_claimed'),
                    models.Index(fields=['state', '-id'], name='outbox_delivery_state'),
                    models.Index(condition=models.Q(('gateway_id', ''), _negated=True), fields=['gateway_id'], name='outbox_delivery_gateway'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ChannelSetting',
            fields=[
                ('channel', models.CharField(choices=CHANNELS, max_length=10, primary_key=True, serialize=False)),
                ('is_on', models.BooleanField(default=False)),
                ('config', models.JSONField(default=dict)),
                ('secret', models.BinaryField(null=True)),
                ('digest', models.CharField(max_length=64)),
                ('tested_digest', models.CharField(blank=True, max_length=64)),
                ('tested_at', models.DateTimeField(null=True)),
                ('quiet_from', models.TimeField(null=True)),
                ('quiet_until', models.TimeField(null=True)),
                ('paused_until', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('changed_at', models.DateTimeField()),
                ('changed_by_name', models.CharField(max_length=200)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(
                        condition=models.Q(('is_on', False), models.Q(('tested_digest', ''), _negated=True), _connector='OR'),
                        name='outbox_on_only_when_tested',
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name='Reach',
            fields=[
                ('id', key()),
                ('user_id', models.UUIDField()),
                ('channel', models.CharField(choices=CHANNELS, max_length=10)),
                ('is_wanted', models.BooleanField(default=False)),
                ('address', models.BinaryField(null=True)),
                ('shown', models.CharField(blank=True, max_length=80)),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'reaches',
                'constraints': [models.UniqueConstraint(fields=('user_id', 'channel'), name='outbox_reach_once')],
            },
        ),
        migrations.CreateModel(
            name='PushSubscription',
            fields=[
                ('id', key()),
                ('user_id', models.UUIDField()),
                ('endpoint_index', models.BinaryField(max_length=16, unique=True)),
                ('detail', models.BinaryField()),
                ('shown', models.CharField(max_length=80)),
                ('created_at', models.DateTimeField()),
                ('gone_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('gone_at__isnull', True)), fields=['user_id'], name='outbox_push_mine')],
            },
        ),
    ]
