"""Gateways on this machine for the tests of the outbox: real HTTP and SMTP servers that answer as they are told."""

import http.server
import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Asked:
    """One request as the gateway got it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


type Reply = tuple[int, dict[str, str], bytes]


@dataclass
class HttpGateway:
    """`script` answers the requests one after the other; when it is used up, `usual` does."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    script: list[Reply] = field(default_factory=list)
    usual: Reply = (200, {}, b'{"data": {"id": "G-1"}}')
    drips: bool = False
    release: threading.Event = field(default_factory=threading.Event)
    on_request: Callable[[Asked], None] | None = None


@contextmanager
def http_gateway() -> Iterator[HttpGateway]:
    """A real HTTP server on a free port of this machine."""
    gateway = HttpGateway()

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, self.path, headers, body)
            gateway.asked.append(asked)
            if gateway.on_request is not None:
                gateway.on_request(asked)
            if gateway.drips:
                self.drip()
                return
            status, more, content = gateway.script.pop(0) if gateway.script else gateway.usual
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **more}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = answer  # noqa: N815

        def drip(self) -> None:
            """An answer that never ends, a byte at a time: no single read runs into a timeout."""
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            try:
                while not gateway.release.wait(0.05):
                    self.wfile.write(b"X-Slow: 1\r\n"[:1])
            except OSError:
                return

        def log_message(self, *_args: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    gateway.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield gateway
    finally:
        gateway.release.set()
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class SmtpGateway:
    """`refusals` answers RCPT one after the other; `dies` hangs up after the letter instead of answering."""

    port: int = 0
    letters: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    dies: bool = False


@contextmanager
def smtp_gateway() -> Iterator[SmtpGateway]:
    """A real SMTP server on a free port of this machine."""
    gateway = SmtpGateway()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 contoh ESMTP")
            while line := self.rfile.readline().decode().strip():
                verb = line.upper().split()[0]
                if verb == "DATA":
                    self.say("354 go on")
                    gateway.letters.append(self.letter())
                    if gateway.dies:
                        return
                    self.say("250 taken")
                elif verb == "RCPT" and gateway.refusals:
                    self.say(gateway.refusals.pop(0))
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 fine")

        def letter(self) -> str:
            lines = iter(self.rfile.readline, b".\r\n")
            return b"".join(lines).decode()

        def say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    gateway.port = int(server.server_address[1])
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
