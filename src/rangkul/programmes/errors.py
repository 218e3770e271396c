"""What can go wrong in programmes, told so that the reader can mend it."""

from uuid import UUID

from rangkul.kernel.errors import Refused


class CatalogueRefused(Refused):
    """A catalogue folder says something that cannot be used; `field` is "file: key"."""

    def __init__(self, *, file: str, key: str, value: object, expected: str, remedy: str = "") -> None:
        self.file, self.key = file, key
        super().__init__(
            field=f"{file}: {key}", value=value, expected=expected, remedy=remedy or f"perbaiki {key} di {file}"
        )


class NoSuchComponent(Refused):
    """No component has this code or id."""

    def __init__(self, wanted: object) -> None:
        super().__init__(
            field="Komponen program", value=wanted, expected="kode komponen dalam katalog", remedy="pilih dari katalog"
        )


class NoTermsInForce(Refused):
    """A component has no published terms on the day asked."""

    def __init__(self, component: str, on: object) -> None:
        super().__init__(
            field=f"Ketentuan {component}",
            value=on,
            expected="tanggal dalam masa berlaku suatu ketentuan",
            remedy="pilih tanggal lain atau terbitkan ketentuan untuk masa itu",
        )


class WrongSubject(Refused):
    """A subject of another kind than the component's unit (R005, R009): a person where families are counted."""

    def __init__(self, component: str, *, kind: str, expected: str) -> None:
        super().__init__(
            field=f"Penerima {component}", value=kind, expected=expected, remedy="pilih penerima yang sesuai satuannya"
        )


class SubjectGone(Refused):
    """The subject does not exist on the day asked: dead, merged, ended or never registered."""

    def __init__(self, kind: str, subject_id: UUID) -> None:
        self.kind, self.subject_id = kind, subject_id
        super().__init__(
            field="Penerima",
            value="",
            expected="warga atau keluarga yang tercatat dan masih ada pada tanggal itu",
            remedy="periksa data registri: mungkin meninggal, digabung, atau keluarganya sudah berakhir",
        )
