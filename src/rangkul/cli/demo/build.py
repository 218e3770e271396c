"""Building a demo district from nothing: reference data, office, people, life."""

from collections.abc import Callable
from time import perf_counter

from django.db import transaction

from rangkul.cli.demo import (
    cases,
    citizen,
    complaints,
    deliveries,
    homes,
    letters,
    life,
    notices,
    office,
    outlets,
    posts,
    queues,
    together,
    upkeep,
    verivali,
)
from rangkul.cli.demo.population import SEED, Generator
from rangkul.cli.demo.shapes import Shape
from rangkul.insight.everybody.actions import take_snapshot
from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor
from rangkul.reference.loading import load_reference
from rangkul.registry.bulk import fill_registry, tidy_up

Progress = Callable[[str, int, int], None]


def build_district(
    shape: Shape,
    *,
    families: int,
    progress: Progress,
    seed: int = SEED,
    say: Callable[[str, float], None] | None = None,
) -> None:
    """Fill an empty database with a district of `families` families; the accounts come last.

    `say(step, seconds)` is told how long each step took. Interrupted in the middle, the database has no accounts yet and
    has to be made anew with --fresh.
    """
    started = perf_counter()

    def lap(step: str) -> None:
        nonlocal started
        if say:
            say(step, perf_counter() - started)
        started = perf_counter()

    now = clock.now()
    progress("wilayah Indonesia", 0, 0)
    load_reference()
    lap("wilayah")
    people(shape, families=families, progress=progress, by=office.MAKER, seed=seed)
    lap("penduduk")
    with transaction.atomic():
        cast = office.found(shape, now)
        fill_registry(rows=citizen.rows(cast.home, shape.city), area=cast.home, by=office.MAKER, at=now)
        lap("kantor")
        story = life.live(cast, now=now, progress=progress)
        lap("usulan")
        deliveries.deliver(story, progress)
        outlets.open_outlets(story, progress)
        lap("penyaluran")
        cases.hear(story, progress)
        notices.tell(story)
        queues.line_up(story, progress)
        lap("kasus")
        complaints.complain(story, progress)
        lap("pengaduan")
        letters.write(story, progress)
        lap("surat")
        together.work(story, progress)
        lap("kerja bersama")
        homes.settle(story, progress)
        lap("lembaga")
        verivali.verify(story, progress)
        lap("verivali")
        upkeep.keep_up(story, progress)
        lap("pemutakhiran registri")
        posts.spread(story, progress)
        lap("Puskesos dan SLRT")
    tidy_up()
    lap("statistik tabel")
    take_snapshot(as_of=clock.local_date(now, shape.time_zone), by=office.MAKER, at=clock.now())
    lap("salinan data")


def people(shape: Shape, *, families: int, progress: Progress, by: Actor, seed: int = SEED) -> None:
    """The families of a district into an empty registry, some thousands a transaction."""
    done = 0
    progress("keluarga", 0, families)
    for number, rows in Generator(shape, families=families, seed=seed).chunks():
        fill_registry(rows=rows, area=shape.area, by=by, at=clock.now())
        done += number
        progress("keluarga", done, families)
    tidy_up()
