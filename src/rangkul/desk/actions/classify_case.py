"""Classifying what was told in free text: kind, sector, category, service; also long after it was heard."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rangkul.desk.actions import steps
from rangkul.desk.enums import CaseKind, Sector
from rangkul.desk.models import Case
from rangkul.desk.policies import check_can
from rangkul.desk.queries.catalogue import find_service
from rangkul.desk.queries.complaint_categories import find_category
from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor

_REMEDY = "pilih dari daftar, atau kosongkan bila belum tahu"


@dataclass(frozen=True, slots=True)
class Classes:
    """Where a case belongs; every part may be unknown yet."""

    sector: str = ""
    category: str = ""
    service_code: str = ""

    @property
    def says_something(self) -> bool:
        """Whether any part is known."""
        return bool(self.sector or self.category or self.service_code)


def checked_classes(*, sector: str, category: str, service_code: str) -> Classes:
    """The classes as they are stored; a service gives its own sector when none was chosen. Raises `Refused`."""
    service = find_service(service_code) if service_code else None
    known = find_category(category) if category else None
    wrong = (
        ("Bidang", sector, bool(sector) and sector not in Sector.values, "salah satu dari sembilan bidang"),
        ("Kategori", category, bool(category) and known is None, "salah satu kategori kantor (K.. atau N..)"),
        ("Layanan", service_code, bool(service_code) and service is None, "layanan yang ada dalam daftar"),
    )
    for field, value, is_wrong, expected in wrong:
        if is_wrong:
            raise Refused(field=field, value=value, expected=expected, remedy=_REMEDY)
    if known is not None and known.is_of_staff:
        raise Refused(
            field="Kategori",
            value=known.label,
            expected="kategori yang bukan tentang petugas: kasus dibaca petugas desa",
            remedy="catat lewat Pengaduan, Catat pengaduan; di sana petugas yang diadukan tidak dapat membacanya",
        )
    return Classes(
        sector=sector or (service.sector if service else ""),
        category=category,
        service_code=service.code if service else "",
    )


@action("desk.case.classify")
def classify_case(
    *,
    case_id: UUID,
    kind: str,
    sector: str = "",
    category: str = "",
    service_code: str = "",
    revision: int | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Say of what kind a case is; may be said again. `revision` is the one of the page that was shown.

    Raises `Refused` for an unknown class, `CaseChanged` when a colleague changed the case meanwhile.
    """
    case = steps.lock(case_id, revision=revision)
    check_can(by, "classify", case)
    if case.state == "CLOSED":
        raise Refused(
            field="Kasus", value=case.ticket, expected="kasus yang masih terbuka", remedy="buka kasus baru bila perlu"
        )
    if kind not in CaseKind.values:
        raise Refused(field="Jenis", value=kind, expected="salah satu pilihan pada formulir", remedy="pilih lagi")
    if case.is_anonymous and kind == CaseKind.NEED and case.channel != "PENJANGKAUAN":
        raise Refused(
            field="Jenis",
            value="kebutuhan bantuan",
            expected="pengaduan, pertanyaan atau saran, karena pelapornya tanpa nama",
            remedy="catat kebutuhan baru dengan nama warga yang dibantu",
        )
    classes = checked_classes(sector=sector, category=category, service_code=service_code)
    case.kind, case.sector, case.category = kind, classes.sector, classes.category
    steps.take_service(case, classes.service_code, at)
    case.classified_at = at
    steps.keep(case, at)
    steps.note_event(
        "desk.case.classify", case, by=by, at=at, kind=kind, sector=case.sector, category=case.category,
        service=case.service_code,
    )  # fmt: skip
    return case
