"""Addresses of the outbox: deliveries, channels, one's own messages, and the news of gateways."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.platform import channels, gateway_news, notifications, outbox, reach

urlpatterns: list[URLPattern | URLResolver] = [
    path("kotak-keluar/", outbox.delivery_list, name="outbox"),
    path("kotak-keluar/<uuid:delivery_id>/", outbox.delivery, name="delivery"),
    path("kotak-keluar/<uuid:delivery_id>/ulang/", outbox.delivery_retry, name="delivery-retry"),
    path("kotak-keluar/<uuid:delivery_id>/selesai/", outbox.delivery_settle, name="delivery-settle"),
    path("saluran/", channels.channel_list, name="channel-list"),
    path("saluran/<str:channel>/", channels.channel, name="channel"),
    path("saluran/<str:channel>/coba/", channels.channel_test, name="channel-test"),
    path("saluran/<str:channel>/nyalakan/", channels.channel_switch_on, name="channel-switch-on"),
    path("saluran/<str:channel>/matikan/", channels.channel_switch_off, name="channel-switch-off"),
    path("saluran/<str:channel>/ulang/", channels.channel_retry, name="channel-retry"),
    path("pemberitahuan/", notifications.notification_list, name="notification-list"),
    path("pemberitahuan/baca/", notifications.read_all, name="notification-read-all"),
    path("pemberitahuan/pilihan/", reach.reach, name="reach"),
    path("pemberitahuan/peramban/", reach.push_subscribe, name="push-subscribe"),
    path("pemberitahuan/peramban/<uuid:subscription_id>/cabut/", reach.push_unsubscribe, name="push-unsubscribe"),
    path("pemberitahuan/pekerja.js", reach.push_worker, name="push-worker"),
    path("pemberitahuan/<uuid:message_id>/", notifications.notification, name="notification"),
    path("kabar/whatsapp/", gateway_news.whatsapp_news, name="whatsapp-news"),
]
