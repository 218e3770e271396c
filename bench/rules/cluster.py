"""A Spark standalone cluster on this host: one master and some workers, each a process of its own, gone at the end."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_START_SECONDS = 300


@dataclass
class Cluster:
    """A running cluster; its processes are known by their sessions, so executors count as well."""

    url: str
    sessions: list[int] = field(default_factory=list)

    def cpu(self) -> float:
        """CPU seconds of master, workers and executors so far."""
        spent = 0
        for pid in self._pids():
            try:
                fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            spent += sum(int(each) for each in fields[11:15])
        return spent / _TICKS

    def _pids(self) -> Iterator[int]:
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    if os.getsid(int(entry.name)) in self.sessions:
                        yield int(entry.name)
                except ProcessLookupError:
                    continue


def home() -> Path | None:
    """Where PySpark is installed, with Java on the machine; None when either is missing."""
    found = importlib.util.find_spec("pyspark")
    if found is None or found.origin is None or not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        return None
    return Path(found.origin).parent


@contextmanager
def running(*, workers: int = 2, cores: int = 1, memory: str = "2g") -> Iterator[Cluster]:
    """A master and its workers on 127.0.0.1, with one executor's worth of cores and memory each."""
    spark = home()
    if spark is None:
        raise RuntimeError("PySpark or Java is missing")
    port = _free_port()
    started: list[subprocess.Popen[bytes]] = []
    with tempfile.TemporaryDirectory(prefix="spark-") as place:
        try:
            where = ["--host", "127.0.0.1", "--webui-port", str(_free_port())]
            started.append(_start(spark, place, "master.Master", *where, "--port", str(port)))
            _wait_for(port)
            url = f"spark://127.0.0.1:{port}"
            for number in range(workers):
                where = ["--host", "127.0.0.1", "--webui-port", str(_free_port())]
                own = ["-c", str(cores), "-m", memory, "-d", f"{place}/worker{number}"]
                started.append(_start(spark, place, "worker.Worker", *where, *own, url))
            _wait_for_workers(Path(place), workers)
            yield Cluster(url, [process.pid for process in started])
        finally:
            for process in reversed(started):
                os.killpg(process.pid, signal.SIGTERM)
            for process in started:
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)


def _start(spark: Path, place: str, kind: str, *arguments: str) -> subprocess.Popen[bytes]:
    environ = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environ |= {"SPARK_HOME": str(spark), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": place}
    environ |= {"SPARK_WORKER_DIR": place, "SPARK_NO_DAEMONIZE": "1"}
    log = (Path(place) / f"{kind}-{time.monotonic_ns()}.log").open("wb")
    command = [str(spark / "bin" / "spark-class"), f"org.apache.spark.deploy.{kind}", *arguments]
    with log:
        return subprocess.Popen(command, env=environ, stdout=log, stderr=log, start_new_session=True)


def _free_port() -> int:
    with socket.socket() as given:
        given.bind(("127.0.0.1", 0))
        return int(given.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.3)
    raise RuntimeError(f"the Spark master did not answer on port {port} within {_START_SECONDS} s")


def _wait_for_workers(place: Path, workers: int) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        told = "".join(log.read_text(encoding="utf-8", errors="replace") for log in place.glob("worker.*.log"))
        if told.count("Successfully registered with master") >= workers:
            return
        time.sleep(0.3)
    raise RuntimeError(f"{workers} Spark workers did not register within {_START_SECONDS} s")
