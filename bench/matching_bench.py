"""How well people are matched: the labelled Indonesian set in a batch, and one applicant against the registry.

The set is invented Tanggamus with two per cent of its people written down a second time (`bench.corruption`). The weights
and the threshold come from another population and other mistakes (seed 11, a tenth of the size); nothing is tuned here.
"""

import statistics
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
from django.db import connection

from bench import corruption
from bench.corruption import Human
from bench.machine import cpu_seconds, load
from bench.places import home, tell

SEED = 22
CASES = 1_000


def labelled(families: int, seed: int = SEED) -> pl.DataFrame:
    """People and doubles as `linkage.features` reads them, with `of` as the label; made once and kept."""
    kept: Path = home() / f"indonesia-{families}-{seed}.parquet"
    if not kept.exists():
        people = list(corruption.humans(families, seed))
        twice = corruption.doubles(people, round(len(people) * corruption.SHARE), seed)
        tell(f"{len(people)} orang, {len(twice)} ditulis dua kali")
        kept.parent.mkdir(parents=True, exist_ok=True)
        frame_of([*people, *twice]).write_parquet(kept)
    return pl.read_parquet(kept)


def frame_of(people: list[Human]) -> pl.DataFrame:
    """Humans as columns."""
    return pl.DataFrame(
        {
            "id": [each.id for each in people],
            "name": [each.name for each in people],
            "nik": [int(each.nik) if each.nik else None for each in people],
            "kk": [int(each.kk) if each.kk else None for each in people],
            "sex": [each.sex for each in people],
            "birth_date": [each.birth_date for each in people],
            "mother_name": [each.mother_name for each in people],
            "area_code": [each.area_code for each in people],
            "of": [each.of for each in people],
        }
    )


def judged(
    people: pl.DataFrame, *, threshold: float, model: dict[str, Any] | None = None
) -> tuple[float, float, float, int]:
    """(precision, recall, F1, labelled pairs) of a model at a threshold; of the supplied weights without one."""
    from rangkul.registry.linkage import scoring
    from rangkul.registry.linkage.features import features

    pairs = scoring.score(features(people), model or scoring.supplied_model(), threshold=threshold).pairs
    place = {key: number for number, key in enumerate(people["id"].to_list())}
    true = {(place[of], number) for number, of in enumerate(people["of"].to_list()) if of}
    found = {(min(pair), max(pair)) for pair in pairs.select("left", "right").iter_rows()}
    right = len(true & found)
    precision, recall = right / max(len(found), 1), right / max(len(true), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9), len(true)


def run(scale: float) -> list[dict[str, Any]]:
    """The batch figure: F1, with precision and recall beside it."""
    from bench.figures import FAMILIES
    from rangkul.registry.actions.link_registry import THRESHOLD

    people = labelled(max(200, round(FAMILIES * scale)))
    precision, recall, f1, pairs = judged(people, threshold=THRESHOLD)
    return [
        {
            "name": "matching_indonesia",
            "value": round(f1, 4),
            "unit": "F1",
            "baseline": 0.97,
            "ratio": round(f1 / 0.97, 3),
            "n": people.height,
            "pairs": pairs,
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "threshold_bits": THRESHOLD,
            "baseline_is": "goal of issue 3",
        }
    ]


def one_vs_all(persons: int) -> list[dict[str, Any]]:
    """`CASES` people of the registry come to the desk, written down badly: how often they are found first, how fast."""
    from bench.people import AREA
    from rangkul.kernel.area_code import AreaCode
    from rangkul.platform.policy.actor import Actor
    from rangkul.platform.policy.walls import scoped
    from rangkul.registry import policies
    from rangkul.registry.queries import candidates_for, newcomer_from

    permissions = frozenset({policies.SEARCH, policies.VIEW_PERSON, policies.VIEW_FAMILY})
    actor = Actor(
        user_id=None, name="bench", role="DATA_OFFICER", permissions=permissions, areas=(AreaCode.parse(AREA),)
    )
    dice = Random(SEED)
    people = _sample(CASES + 200)
    first = among = 0
    taken = []
    missed: Counter[str] = Counter()
    cpu = cpu_seconds()
    for each in people[:CASES]:
        case = corruption.spoil(each, "", people, dice)
        newcomer = newcomer_from(
            name=case.name, nik=case.nik or "", kk=case.kk or "", birth_date=case.birth_date, sex=case.sex,
            area=case.area_code, mother_name=case.mother_name,
        )  # fmt: skip
        with scoped(actor):
            started = time.perf_counter()
            hits = [str(hit.id) for hit in candidates_for(actor, newcomer)]
            taken.append((time.perf_counter() - started) * 1000)
        first += hits[:1] == [each.id]
        among += each.id in hits
        if hits[:1] != [each.id]:
            missed[_what_is_left(case, each)] += 1
            tell(f"tidak pertama: {each} ditulis {case}")
    return [
        {
            "name": "matching_one_vs_all",
            "value": round(100 * first / CASES, 1),
            "unit": "% first",
            "baseline": 97,
            "ratio": None,
            "n": CASES,
            "persons": persons,
            "among_ten": round(100 * among / CASES, 1),
            "p50_ms": round(statistics.median(taken), 1),
            "p95_ms": round(statistics.quantiles(taken, n=20)[18], 1),
            "cpu_ms": round((cpu_seconds() - cpu) * 1000 / CASES, 1),
            "load": load(),
            "missed_though_equal": dict(missed.most_common()),
            "baseline_is": "goal of issue 3",
        }
    ]


def _what_is_left(case: Human, each: Human) -> str:
    """What the badly written record still has in common with the right one."""
    same = (("NIK", case.nik and case.nik == each.nik), ("KK", case.kk and case.kk == each.kk),
            ("born", case.birth_date and case.birth_date == each.birth_date), ("name", case.name == each.name),
            ("mother", case.mother_name and case.mother_name == each.mother_name),
            ("village", case.area_code == each.area_code))  # fmt: skip
    return ", ".join(name for name, is_same in same if is_same) or "nothing"


_SAMPLE = """
SELECT p.id, p.name, p.nik_cipher, f.kk_cipher, p.sex, p.birth_date, p.mother_name, p.area_code, coalesce(h.name, '')
FROM registry_person p
JOIN registry_membership m ON m.person_id = p.id AND upper_inf(m.period)
JOIN registry_family f ON f.id = m.family_id
LEFT JOIN LATERAL (
    SELECT o.name FROM registry_membership n JOIN registry_person o ON o.id = n.person_id
    WHERE n.family_id = f.id AND o.sex = 'L' AND n.relation IN ('HEAD', 'SPOUSE') LIMIT 1
) h ON p.sex = 'P' AND m.relation IN ('HEAD', 'SPOUSE')
ORDER BY md5(p.id::text) LIMIT %s
"""


def _sample(count: int) -> list[Human]:
    from rangkul.registry import numbers

    with connection.cursor() as cursor:
        cursor.execute(_SAMPLE, [count])
        rows = cursor.fetchall()
    return [
        Human(
            str(key), name, numbers.open_number(nik, numbers.NIK) or None, numbers.open_number(kk, numbers.KK) or None,
            sex, born, mother, area, husband,
        )
        for key, name, nik, kk, sex, born, mother, area, husband in rows
    ]  # fmt: skip
