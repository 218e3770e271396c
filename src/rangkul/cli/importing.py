"""Bringing a file in from the command line: the same actions as the page, in the name of an account."""

import hashlib
import sys
import threading
import time
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.urls import reverse

from rangkul.accounts import queries as accounts
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.importing import actions, pieces, queries, sheets
from rangkul.platform.importing.errors import SameFileTwice
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks import queries as jobs
from rangkul.platform.tasks.runner import run_job

_BLOCK = 1 << 20
_LOOK_EVERY_SECONDS = 1.0


class UnableToImport(RuntimeError):
    """The file was not taken or not read; the text says why and what to do."""


def bring(
    path: Path,
    *,
    area: str,
    as_of: date,
    username: str,
    format_code: str,
    unit: str,
    waits: bool,
    base_url: str,
    sheet: str = "",
) -> None:
    """Upload, read, and say where the page is. Raises `UnableToImport` with the reason."""
    actor = _actor(username, area)
    try:
        batch_id = _sent(path, actor, area=area, as_of=as_of, format_code=format_code, unit=unit)
    except SameFileTwice as again:
        if again.first_id is None:
            raise UnableToImport(again.message) from None
        _say(again.message)
        batch_id = again.first_id
    except Refused as error:
        raise UnableToImport(error.message) from None
    except Denied as error:
        raise UnableToImport(error.message) from None
    _say(f"Halaman impor: {base_url}{reverse('web:imports:batch', args=[batch_id])}")
    if waits or sheet:
        _wait(batch_id, actor)
    if sheet:
        try:
            child = actions.read_sheet(batch_id=batch_id, sheet=sheet, by=actor, at=clock.now())
        except (Denied, Refused) as error:
            raise UnableToImport(error.message) from None
        _say(f"Halaman impor lembar {sheet}: {base_url}{reverse('web:imports:batch', args=[child.pk])}")
        _wait(child.pk, actor)


def _actor(username: str, area: str) -> Actor:
    user = accounts.find_user_named(username)
    if user is None:
        raise UnableToImport(f"Akun {username} tidak ada.")
    actors = [
        accounts.actor_for(duty)
        for duty in accounts.list_duties(user, on=clock.local_date(clock.now(), settings.TIME_ZONE))
    ]
    fitting = [each for each in actors if each.may("registry.import.upload") and each.covers(area)]
    if not fitting:
        raise UnableToImport(f"Akun {username} tidak berwenang mengunggah impor untuk wilayah {area}.")
    return fitting[0]


def _sent(path: Path, actor: Actor, *, area: str, as_of: date, format_code: str, unit: str) -> UUID:
    session = actions.start_upload(
        file_name=path.name,
        size=path.stat().st_size,
        client_key=_hash_of(path),
        area=area,
        as_of=as_of,
        format_code=format_code,
        unit=unit,
        by=actor,
        at=clock.now(),
    )
    if session.received:
        _say(f"Diteruskan dari {_percent(session.received, session.size)}.")
    with path.open("rb") as file:
        file.seek(session.received)
        while session.received < session.size:
            content = file.read(_BLOCK)
            if not content:
                raise UnableToImport("Berkas berubah ketika dibaca; ulangi perintah ini.")
            # Each piece is committed by itself: what has arrived stays when this process ends.
            session = pieces.receive(session_id=session.pk, start=session.received, content=content, by=actor)
            _show(f"mengunggah {_percent(session.received, session.size)}")
    _end_of_line()
    try:
        return actions.finish_upload(session_id=session.pk, by=actor, at=clock.now()).pk
    except Refused:
        actions.drop_upload(session_id=session.pk, by=actor, at=clock.now())
        raise


def _wait(batch_id: UUID, actor: Actor) -> None:
    """Read in this process unless a worker does already, and tell how far it is."""
    batch = queries.get_batch(actor, batch_id)
    if batch.job_id is not None and batch.state == "UPLOADED":
        job_id = batch.job_id
        reader = threading.Thread(target=_read, args=[job_id], daemon=True)
        reader.start()
        while True:
            reader.join(_LOOK_EVERY_SECONDS)
            job = jobs.find_job(job_id)
            if job is None or job.state in ("DONE", "FAILED", "CANCELLED"):
                break
            _show(job.message or "menunggu pekerja latar")
            if not reader.is_alive():
                time.sleep(_LOOK_EVERY_SECONDS)
        reader.join()
        _end_of_line()
        batch = queries.get_batch(actor, batch_id)
    if batch.state in ("FAILED", "CANCELLED"):
        raise UnableToImport(batch.error or "Berkas tidak dapat dibaca.")
    if batch.state == "MAPPING":
        _say("Judul kolomnya belum dikenal: padankan kolomnya di halaman itu.")
        return
    _say(
        f"{batch.rows_total} baris: {batch.rows_new} baru, {batch.rows_changed} berubah, {batch.rows_same} sama, "
        f"{batch.rows_doubtful} meragukan, {batch.rows_refused} ditolak. Status: {batch.get_state_display()}."
    )
    if batch.layout.get("unread_columns"):
        _say(f"Kolom yang tidak dibaca: {', '.join(batch.layout['unread_columns'])}.")
    if left := sheets.in_words(sheets.list_left(batch)):
        _say(f"{left} Untuk membacanya ulangi perintah ini dengan --sheet dan nama lembarnya.")


def _read(job_id: UUID) -> None:
    try:
        run_job(job_id, is_last_attempt=True)
    except Exception:  # noqa: BLE001 - the job and the batch hold the reason, which is told from there
        return
    finally:
        connections.close_all()


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _percent(part: int, whole: int) -> str:
    return f"{100 * part // max(whole, 1)} %"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


_shown = [""]


def _show(text: str) -> None:
    """How far it is: one line that is written over on a terminal, a line for each change elsewhere."""
    if text == _shown[0]:
        return
    _shown[0] = text
    sys.stdout.write(f"\r\x1b[K{text}" if sys.stdout.isatty() else f"{text}\n")
    sys.stdout.flush()


def _end_of_line() -> None:
    if _shown[0] and sys.stdout.isatty():
        sys.stdout.write("\n")
    _shown[0] = ""
