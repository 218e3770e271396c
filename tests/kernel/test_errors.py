"""Refusals: one sentence, safe to show, safe to log, safe to send between processes."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rangkul.kernel.errors import Denied, RangkulError, Refused


class UnableToClose(Refused):
    """Stands for the errors that rooms derive."""


def _refused(value: object) -> Refused:
    return Refused(field="NIK", value=value, expected="16 angka", remedy="cocokkan dengan KTP.")


def test_message_names_everything() -> None:
    assert _refused("73\x0012").message == "NIK berisi “73\\x0012”, seharusnya 16 angka; cocokkan dengan KTP."


@pytest.mark.parametrize("value", [None, "", " \n\t"])
def test_an_empty_value_is_called_empty(value: object) -> None:
    assert _refused(value).message.startswith("NIK kosong, ")


@given(st.text())
def test_message_is_one_printable_line_of_bounded_length(value: str) -> None:
    message = _refused(value).message
    assert message.isprintable()
    assert len(message) <= len(_refused("x").message) + 60


def test_the_value_is_shown_on_purpose_only() -> None:
    assert "7312" not in str(_refused("7312"))
    assert "7312" not in repr(_refused("7312"))


@pytest.mark.parametrize(
    "error",
    [
        _refused("7312"),
        UnableToClose(field="Kasus", value=1, expected="kasus terbuka", remedy="buka lagi kasusnya"),
        Denied(permission="desk.case.close", message="Anda tidak bertugas di desa ini."),
    ],
)
def test_errors_survive_pickling(error: RangkulError) -> None:
    copied = pickle.loads(pickle.dumps(error))
    assert type(copied) is type(error)
    assert vars(copied) == vars(error)
    assert str(copied) == str(error)


def test_denied_carries_permission_and_message() -> None:
    denied = Denied(permission="desk.case.close", message="Anda tidak bertugas di desa ini.")
    assert (denied.permission, denied.message) == ("desk.case.close", "Anda tidak bertugas di desa ini.")
