"""Searching the registry for people who are in it twice, as background work."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import polars as pl
from django.db import connection
from django.db.models import Max
from psycopg.types.json import Jsonb

from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.models import Job, JobState
from rangkul.platform.tasks.runner import enqueue
from rangkul.registry import policies
from rangkul.registry.enums import LinkageKind
from rangkul.registry.linkage.features import features
from rangkul.registry.linkage.reading import read_people
from rangkul.registry.linkage.reasons import codes_of
from rangkul.registry.models import LinkageModel, LinkageRun

LINK_JOB = "registry.linkage.run"
THRESHOLD = 0.0
"""Match weight in bits from which a pair counts as one person in the figures of docs/matching.md."""
WORTH_A_LOOK = -4.0
"""Pairs from this weight on come to the worklist: below it hardly one in ten is one person."""
FEWEST_TO_TRAIN = 20_000
Progress = Callable[[int, int, str], None]


@action("registry.linkage.request")
def request_linkage(*, area: str, by: Actor, at: datetime, batch_id: UUID | None = None, retrain: bool = False) -> Job:
    """Put a search for duplicates over an area into the queue; with `batch_id` only pairs with people of that import.

    `retrain` learns a new version of the weights from this area first. One search at a time. Raises Denied, Refused.
    """
    place = AreaCode.parse(area)
    policies.check_can_link(by, place)
    if Job.objects.filter(kind=LINK_JOB, state__in=[JobState.WAITING, JobState.RUNNING]).exists():
        raise Refused(
            field="Pencarian data ganda",
            value="sedang berjalan",
            expected="satu pencarian pada satu waktu",
            remedy="tunggu sampai selesai, lalu ulangi",
        )
    run = LinkageRun.objects.create(
        kind=LinkageKind.FILE if batch_id else LinkageKind.REGISTRY,
        area_code=place,
        batch_id=batch_id,
        requested_by_name=by.name,
        requested_at=at,
    )
    job = enqueue(LINK_JOB, title=f"Pencarian data ganda di {place}", by=by, run_id=str(run.pk), retrain=retrain)
    run.job_id = job.pk
    run.save(update_fields=["job_id"])
    record("registry.linkage.request", by=by, at=at, on=run, kind="linkage", area=place, data={"retrain": retrain})
    return job


@action("registry.linkage.run")
def run_linkage(
    *, run_id: UUID, by: Actor, at: datetime, retrain: bool = False, progress: Progress = lambda *_told: None
) -> LinkageRun:
    """Read everybody of the run's area, weigh the likely pairs, and put new ones on the worklist.

    Pairs decided before keep their decision; open ones get their new weight. Running it again finds nothing twice.
    """
    run = LinkageRun.objects.select_for_update(of=("self",)).get(pk=run_id)
    progress(0, 5, "membaca data warga")
    people = read_people(AreaCode.parse(run.area_code))
    progress(1, 5, "menyiapkan perbandingan")
    frame = features(people)
    model = _model_for(frame, run, retrain=retrain, by=by, at=at, progress=progress)
    progress(3, 5, "membandingkan pasangan")
    pairs, codes = _scored(people, frame, run, model.settings)
    progress(4, 5, "menyimpan pasangan")
    run.model, run.persons, run.pairs, run.finished_at = model, people.height, pairs.height, at
    run.pairs_new = _keep(people, pairs, codes, run, at)
    run.save(update_fields=["model", "persons", "pairs", "pairs_new", "finished_at"])
    record(
        "registry.linkage.run",
        by=by,
        at=at,
        on=run,
        kind="linkage",
        area=run.area_code,
        data={"persons": run.persons, "pairs": run.pairs, "new": run.pairs_new, "model": model.version},
    )
    return run


def _scored(
    people: pl.DataFrame, frame: pl.DataFrame, run: LinkageRun, model: dict[str, Any]
) -> tuple[pl.DataFrame, list[list[str]]]:
    """Pairs worth a look and the codes of their reasons."""
    from rangkul.registry.linkage import scoring  # Splink is slow to load: only the job pays for it

    mine, others = frame, None
    if run.batch_id is not None:
        own = (people["batch_id"] == str(run.batch_id)).fill_null(False)
        mine, others = frame.filter(own), frame.filter(~own)
    if frame.height < 2 or not mine.height or (others is not None and not others.height):
        return pl.DataFrame(schema={"left": pl.Int32, "right": pl.Int32, "weight": pl.Float64}), []
    found = scoring.score(mine, model, threshold=WORTH_A_LOOK, others=others)
    return found.pairs, codes_of(found.pairs, found.settings)


def _model_for(
    frame: pl.DataFrame, run: LinkageRun, *, retrain: bool, by: Actor, at: datetime, progress: Progress
) -> LinkageModel:
    """The newest weights; learnt now when asked for; those that come with the program until then."""
    from rangkul.registry.linkage import scoring  # Splink is slow to load: only the job pays for it

    newest = LinkageModel.objects.order_by("-version").first()
    if newest is not None and not retrain:
        return newest
    if retrain and frame.height < FEWEST_TO_TRAIN:
        raise Refused(
            field="Bobot baru",
            value=str(frame.height),
            expected=f"sedikitnya {FEWEST_TO_TRAIN} warga",
            remedy="pakai bobot yang ada; registri ini belum cukup besar untuk belajar darinya",
        )
    learnt = scoring.train(frame, progress=lambda said: progress(2, 5, said)) if retrain else scoring.supplied_model()
    version = (LinkageModel.objects.aggregate(last=Max("version"))["last"] or 0) + 1
    return LinkageModel.objects.create(
        version=version,
        settings=learnt,
        threshold=THRESHOLD,
        figures={"persons": frame.height} if retrain else {},
        trained_on=f"registri {run.area_code}, {frame.height} warga" if retrain else "bawaan: data contoh Tanggamus",
        trained_at=at,
        trained_by_name=by.name,
    )


_LAND = """
INSERT INTO registry_duplicatepair AS known
    (id, left_id, right_id, weight, reasons, area_code, run_id, state, note, decided_by_name, found_at)
SELECT id, left_id, right_id, weight, reasons, area_code, %(run)s, 'OPEN', '', '', %(at)s FROM found_pair
ON CONFLICT (left_id, right_id) DO UPDATE SET weight = EXCLUDED.weight, reasons = EXCLUDED.reasons
    WHERE known.state IN ('OPEN', 'UNSURE')
RETURNING xmax = 0
"""


def _keep(people: pl.DataFrame, pairs: pl.DataFrame, codes: list[list[str]], run: LinkageRun, at: datetime) -> int:
    """Write pairs; returns how many are new."""
    if not pairs.height:
        return 0
    ids, areas = people["id"].to_list(), people["area_code"].to_list()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE found_pair (id uuid, left_id uuid, right_id uuid, weight float8, reasons jsonb,"
            " area_code text) ON COMMIT DROP"
        )
        with cursor.copy("COPY found_pair FROM STDIN") as copy:
            for (one, other, weight), reasons in zip(
                pairs.select("left", "right", "weight").iter_rows(), codes, strict=True
            ):
                left, right = sorted((ids[one], ids[other]))
                area = common_area(areas[one], areas[other])
                copy.write_row((new_id(), left, right, weight, Jsonb(reasons), area))
        cursor.execute(_LAND, {"run": run.pk, "at": at})
        new = sum(1 for (is_new,) in cursor.fetchall() if is_new)
        cursor.execute("DROP TABLE found_pair")
    return new


def common_area(one: str, other: str) -> str:
    """The smallest area that holds both."""
    shared: list[str] = []
    for mine, theirs in zip(one.split("."), other.split("."), strict=False):
        if mine != theirs:
            break
        shared.append(mine)
    return ".".join(shared)
