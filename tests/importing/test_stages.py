"""Progress in words: the stage, rows done, and how long it will still take."""

import pytest

from rangkul.platform.importing.stages import Stages, remaining_in_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (5, "kurang dari semenit lagi"),
        (89, "kira-kira 1 menit lagi"),
        (600, "kira-kira 10 menit lagi"),
        (3_600, "kira-kira 1 jam lagi"),
        (4_800, "kira-kira 1 jam 20 menit lagi"),
    ],
)
def test_the_time_left_in_words(seconds: float, words: str) -> None:
    assert remaining_in_words(seconds) == words


def test_a_stage_tells_rows_and_an_estimate_once_it_can() -> None:
    told: list[tuple[int, int | None, str]] = []
    now = [100.0]
    stages = Stages(lambda *each: told.append(each), of=3, clock=lambda: now[0])
    stages.begin("membaca berkas", unit="baris")
    stages.progress(50_000)
    stages.begin("memeriksa baris", unit="baris", total=311_662)
    now[0] += 1
    stages.progress(50_000, 311_662)
    now[0] += 59
    stages.progress(100_000, 311_662)
    assert [message for _, _, message in told] == [
        "Tahap 1 dari 3: membaca berkas",
        "Tahap 1 dari 3: membaca berkas, 50.000 baris",
        "Tahap 2 dari 3: memeriksa baris",
        "Tahap 2 dari 3: memeriksa baris, 50.000 dari 311.662 baris",
        "Tahap 2 dari 3: memeriksa baris, 100.000 dari 311.662 baris, kira-kira 2 menit lagi",
    ]
    assert told[-1][:2] == (100_000, 311_662)
