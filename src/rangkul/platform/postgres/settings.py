"""What the embedded server is told: durability, who may sign in and how, sizes that fit the machine."""

import os
from pathlib import Path

from rangkul.platform.postgres.connection import APP, OWNER, SUPERUSER
from rangkul.platform.postgres.places import SOCKET_PORT, Places

INCLUDED = "rangkul.conf"
MEGABYTE = 1024 * 1024

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
FOR_TESTS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


def write_settings(data: Path, places: Places, *, tcp_port: int | None, for_tests: bool) -> list[Path]:
    """Write rangkul.conf and pg_hba.conf into a data folder; returns what was written, for its owner to be set.

    postgresql.conf stays the operator's: it includes rangkul.conf first, so a line below the include wins.
    """
    values = {
        "listen_addresses": "127.0.0.1" if tcp_port else "",
        "port": str(tcp_port or SOCKET_PORT),
        "unix_socket_directories": str(places.sockets),
        "unix_socket_permissions": "0700",
        "password_encryption": "scram-sha-256",
        "max_connections": "120",
        "shared_buffers": f"{_shared_buffers_mb()}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "max_wal_size": "2GB",
        "random_page_cost": "1.1",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "logging_collector": "on",
        "log_directory": str(places.log),
        "log_filename": "postgres-%a.log",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_truncate_on_rotation": "on",
        "log_file_mode": "0600",
        "log_line_prefix": "%m [%p] %q%u@%d ",
        # A statement or the detail of a violated key could carry somebody's NIK into a log file.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length_on_error": "0",
        **(FOR_TESTS if for_tests else DURABLE),
    }
    written = [data / INCLUDED, data / "pg_hba.conf"]
    lines = ["# Written by Rangkul at every start; put your own values into postgresql.conf."]
    lines += [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in values.items()]
    written[0].write_text("\n".join(lines) + "\n", encoding="utf-8")
    written[1].write_text(_who_may_sign_in(), encoding="utf-8")
    main = data / "postgresql.conf"
    text = main.read_text(encoding="utf-8")
    if f"include = '{INCLUDED}'" not in text:
        main.write_text(f"include = '{INCLUDED}'\n{_without_initial_values(text)}", encoding="utf-8")
        written.append(main)
    return written


def _who_may_sign_in() -> str:
    rows = ["# TYPE DATABASE USER ADDRESS METHOD (written by Rangkul at every start; no trust, no superuser over TCP)"]
    rows += [f"local all {role} scram-sha-256" for role in (SUPERUSER, OWNER, APP)]
    rows += [f"host all {role} 127.0.0.1/32 scram-sha-256" for role in (OWNER, APP)]
    rows += ["local replication " + SUPERUSER + " scram-sha-256"]
    return "\n".join(rows) + "\n"


def _without_initial_values(text: str) -> str:
    """Turn initdb's own choices into comments where ours come first; later lines win in PostgreSQL."""
    ours = ("max_connections", "shared_buffers", "max_wal_size", "min_wal_size", "log_timezone", "timezone")
    lines = []
    for line in text.splitlines():
        is_ours = line.split("=")[0].strip() in ours
        lines.append(f"#{line}" if is_ours else line)
    return "\n".join(lines) + "\n"


def _shared_buffers_mb() -> int:
    """An eighth of the memory, from 64 MB to 2 GB."""
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return 128
    return max(64, min(2048, memory // 8 // MEGABYTE))
