"""The office words its own categories of complaints, sets their days, and takes them out of use."""

import re
from datetime import datetime

from rangkul.desk.models import ComplaintCategory
from rangkul.desk.queries.complaint_categories import list_categories
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor

_CODE = re.compile(r"[KN][0-9]{2}")
MOST_DAYS = 60
_SHORTEST = 4


@action("desk.category.change")
def change_category(*, code: str, label: str, days: int, is_active: bool, by: Actor, at: datetime) -> ComplaintCategory:
    """Word a category anew, or add one ("K13"). Complaints keep their code; retired categories are no longer offered.

    Raises `Refused` (code, words, days 1 to 60, the last category of its group).
    """
    by.check_may("desk.category.change")
    if not _CODE.fullmatch(code):
        raise Refused(
            field="Kode", value=code, expected="K atau N dan dua angka, misalnya K13", remedy="perbaiki kodenya"
        )
    words = clean(label)[:120]
    if len(words) < _SHORTEST:
        raise Refused(field="Nama kategori", value=label, expected="kata yang dimengerti warga", remedy="tulis namanya")
    if not 1 <= days <= MOST_DAYS:
        raise Refused(
            field="Hari kerja", value=days, expected=f"angka 1 sampai {MOST_DAYS}", remedy="perbaiki lamanya menjawab"
        )
    if not is_active and not [each for each in list_categories(group=code[0]) if each.code != code]:
        raise Refused(
            field="Dipakai", value=code, expected=f"sedikitnya satu kategori {code[0]} yang dipakai",
            remedy="tambahkan kategori lain lebih dulu",
        )  # fmt: skip
    category, _made = ComplaintCategory.objects.update_or_create(
        code=code,
        defaults={
            "label": words,
            "days": days,
            "is_active": is_active,
            "changed_by_name": by.name,
            "changed_at": at,
        },
    )
    record("desk.category.change", by=by, at=at, data={"code": code, "days": days, "active": is_active})
    return category
