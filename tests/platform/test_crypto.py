"""Sealed values open only with the right key, version and context; blind indexes find equal values only."""

import copy
import hmac
import logging
import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rangkul.platform import crypto
from rangkul.platform.crypto.keyring import KeyRing

OLD = bytes(range(32))
NEW = bytes(range(1, 33))
INDEX = bytes(range(2, 34))
NIK = "7312" + "0" * 11 + "1"


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing({1: OLD, 2: NEW}, INDEX)


@given(plain=st.text(), context=st.sampled_from(["registry.nik", "registry.kk", "desk.note"]))
def test_every_text_comes_back(plain: str, context: str) -> None:
    ring = KeyRing({1: OLD, 7: NEW}, INDEX)
    sealed = ring.seal(plain, context=context)
    assert ring.unseal(sealed, context=context) == plain
    assert sealed[0] == 7
    assert len(sealed) == 1 + 12 + len(plain.encode()) + 16


@given(plain=st.text(min_size=1, max_size=40), data=st.data())
def test_a_single_changed_bit_is_noticed(plain: str, data: st.DataObject) -> None:
    ring = KeyRing({1: OLD}, INDEX)
    sealed = bytearray(ring.seal(plain, context="registry.nik"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(crypto.CryptoError):
        ring.unseal(bytes(sealed), context="registry.nik")


def test_two_seals_of_one_text_differ(ring: KeyRing) -> None:
    assert ring.seal(NIK, context="registry.nik") != ring.seal(NIK, context="registry.nik")


def test_a_value_copied_into_another_column_does_not_open(ring: KeyRing) -> None:
    with pytest.raises(crypto.SealBroken, match=r"registry\.kk"):
        ring.unseal(ring.seal(NIK, context="registry.nik"), context="registry.kk")


def test_an_old_key_still_opens_and_a_lost_one_is_named(ring: KeyRing) -> None:
    old = KeyRing({1: OLD}, INDEX).seal(NIK, context="registry.nik")
    assert ring.unseal(old, context="registry.nik") == NIK
    with pytest.raises(crypto.UnknownKeyVersion, match="key version 1, but RANGKUL_FIELD_KEYS holds only 2"):
        KeyRing({2: NEW}, INDEX).unseal(old, context="registry.nik")


def test_another_key_under_the_same_version_is_told_apart() -> None:
    sealed = KeyRing({1: OLD}, INDEX).seal(NIK, context="registry.nik")
    with pytest.raises(crypto.SealBroken, match="key version 1"):
        KeyRing({1: NEW}, INDEX).unseal(sealed, context="registry.nik")
    assert KeyRing({1: OLD}, INDEX).fingerprints != KeyRing({1: NEW}, INDEX).fingerprints


@pytest.mark.parametrize("cipher", [b"", b"\x01", b"\x02" + b"x" * 27])
def test_what_is_too_short_is_no_seal(ring: KeyRing, cipher: bytes) -> None:
    with pytest.raises(crypto.SealBroken):
        ring.unseal(cipher, context="registry.nik")


def test_resealing_brings_every_value_to_the_newest_key(ring: KeyRing) -> None:
    old = KeyRing({1: OLD}, INDEX).seal_many(["satu", "dua"], context="c")
    fresh = ring.seal("tiga", context="c")
    resealed = ring.reseal_many([*old, fresh], context="c")
    assert [each[0] for each in resealed] == [2, 2, 2]
    assert resealed[2] == fresh
    assert ring.unseal_many(resealed, context="c") == ["satu", "dua", "tiga"]


@given(values=st.lists(st.text(), max_size=8))
def test_the_forms_for_columns_agree_with_the_forms_for_one(values: list[str]) -> None:
    ring = KeyRing({1: OLD}, INDEX)
    assert ring.unseal_many(ring.seal_many(iter(values), context="c"), context="c") == values
    assert ring.blind_index_many(values, context="c") == [ring.blind_index(each, context="c") for each in values]


@given(value=st.text())
def test_the_blind_index_is_a_truncated_hmac(value: str) -> None:
    expected = hmac.digest(INDEX, b"registry.nik\0" + value.encode(), "sha256")[:16]
    assert KeyRing({1: OLD}, INDEX).blind_index(value, context="registry.nik") == expected


@given(first=st.text(), second=st.text())
def test_blind_indexes_are_equal_exactly_for_equal_values(first: str, second: str) -> None:
    ring = KeyRing({1: OLD}, INDEX)
    one, other = ring.blind_index(first, context="c"), ring.blind_index(second, context="c")
    assert len(one) == 16
    assert (one == other) == (first == second)


def test_a_blind_index_depends_on_context_and_key(ring: KeyRing) -> None:
    index = ring.blind_index(NIK, context="registry.nik")
    assert index != ring.blind_index(NIK, context="registry.kk")
    assert index != KeyRing({1: OLD}, NEW).blind_index(NIK, context="registry.nik")
    assert index == KeyRing({9: OLD}, INDEX).blind_index(NIK, context="registry.nik")


@pytest.mark.parametrize(
    ("field_keys", "index_key"),
    [({}, INDEX), ({0: OLD}, INDEX), ({256: OLD}, INDEX), ({1: OLD[:-1]}, INDEX), ({1: OLD}, b""), ({1: OLD}, OLD)],
)
def test_unfit_keys_are_refused(field_keys: dict[int, bytes], index_key: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        KeyRing(field_keys, index_key)


@pytest.mark.parametrize("context", ["", "a\0b"])
def test_a_context_is_needed(ring: KeyRing, context: str) -> None:
    with pytest.raises(ValueError, match="context"):
        ring.seal("x", context=context)


def test_keys_and_values_stay_out_of_words(ring: KeyRing, caplog: pytest.LogCaptureFixture) -> None:
    sealed = ring.seal(NIK, context="registry.nik")
    with caplog.at_level(logging.DEBUG), pytest.raises(crypto.SealBroken) as broken:
        ring.unseal(sealed[:-1] + b"x", context="registry.nik")
    words = repr(ring) + str(ring) + str(broken.value) + caplog.text + str(ring.fingerprints)
    assert OLD.hex() not in words
    assert str(OLD) not in words
    assert NIK not in words
    for leave in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError, match="does not leave"):
            leave(ring)


def test_the_installation_has_working_keys(settings: pytest.FixtureRequest) -> None:
    sealed = crypto.seal(NIK, context="registry.nik")
    assert crypto.unseal(memoryview(sealed), context="registry.nik") == NIK
    assert crypto.check_keys([("registry.nik", sealed)]) == []


def test_the_doctor_sees_that_keys_do_not_belong_to_the_data(settings) -> None:  # type: ignore[no-untyped-def]
    sealed = crypto.seal(NIK, context="registry.nik")
    settings.ENV = replace(settings.ENV, field_keys={1: NEW}, index_key=INDEX)
    problems = crypto.check_keys([("registry.nik", sealed)])
    assert len(problems) == 1
    assert "registry.nik" in problems[0]
    assert NIK not in problems[0]
