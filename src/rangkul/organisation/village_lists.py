"""Reading a pasted list of villages: one a line, by name (with its kecamatan after a comma) or code."""

from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.errors import Refused
from rangkul.organisation.errors import UnableToReadList
from rangkul.organisation.participants import Places

MOST_VILLAGES = 500


def read_villages(text: str, *, within: str) -> list[AreaCode]:
    """The villages of the list in its order, each once.

    Raises `UnableToReadList` with a refusal for each wrong line, `Refused` when there is no line or more than 500.
    """
    rows = [(number, " ".join(raw.split())) for number, raw in enumerate(text.splitlines(), start=1)]
    rows = [(number, raw) for number, raw in rows if raw]
    if not 0 < len(rows) <= MOST_VILLAGES:
        raise Refused(
            field="Daftar desa",
            value=f"{len(rows)} baris" if rows else "",
            expected=f"1 sampai {MOST_VILLAGES} baris",
            remedy="tulis satu desa satu baris, kecamatannya sesudah koma",
        )
    places = Places(within)
    found: dict[AreaCode, int] = {}
    problems: list[Refused] = []
    for number, raw in rows:
        try:
            code = places.find(number, raw, AreaLevel.VILLAGE)
            if code in found:
                raise Refused(
                    field=f"Baris {number}, desa",
                    value=raw,
                    expected=f"desa yang belum tercantum; sudah ada pada baris {found[code]}",
                    remedy="hapus baris ini",
                )
            found[code] = number
        except Refused as refused:
            problems.append(refused)
    if problems:
        raise UnableToReadList(problems)
    return list(found)
