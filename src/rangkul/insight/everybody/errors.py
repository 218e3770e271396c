"""Why everybody cannot be looked at right now."""

from django.utils.translation import gettext as _

from rangkul.kernel.errors import RangkulError


class NoSnapshotYet(RangkulError):
    """Nobody has taken a snapshot on this machine, or it was made by an older version of the program."""

    def __init__(self) -> None:
        super().__init__(
            _("Salinan data untuk melihat semua warga belum dibuat. Buat dulu, lalu buka lagi halaman ini.")
        )


class TooSlow(RangkulError):
    """A question over everybody was stopped because it took longer than allowed."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            _(
                "Perhitungan dihentikan setelah %(seconds)s detik karena terlalu berat. Sederhanakan aturannya, atau "
                "hitung lebih sedikit program sekaligus."
            )
            % {"seconds": f"{seconds:g}"}
        )
