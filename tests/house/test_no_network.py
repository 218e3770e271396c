"""The suite talks to nobody: a socket to another machine is refused, one to this machine works."""

import socket

import pytest
from pytest_socket import SocketConnectBlockedError


def test_other_machines_are_out_of_reach() -> None:
    outside = socket.socket()
    outside.settimeout(0.2)
    with outside, pytest.raises((SocketConnectBlockedError, UserWarning), match=r"192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 80))


def test_this_machine_is_within_reach() -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(1)
        with socket.create_connection(door.getsockname(), timeout=2) as caller:
            assert caller.getpeername() == door.getsockname()
