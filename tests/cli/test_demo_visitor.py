"""The plain browser of `rangkul demo --check`: keeps cookies, presses exactly the form it was told to."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from rangkul.cli.demo_check import Visitor

PAGE = """<form method="post" action="/a"><input type="hidden" name="key" value="1"></form>
<form method="post" action="/b"><input type="hidden" name="key" value="2"><input type="radio" name="r" value="x"></form>"""


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer(PAGE if self.path == "/" else f"di {self.path} dengan {self.headers['Cookie']}")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(f"{self.path} {body} {self.headers['Cookie']}")

    def _answer(self, text: str) -> None:
        self.send_response(200)
        self.send_header("Set-Cookie", "kue=manis")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_told: object) -> None:
        """Silence."""


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_visitor_sends_the_form_it_was_told_to(address: str) -> None:
    visitor = Visitor(address)
    page = visitor.get("/")
    assert visitor.press(page, "/b") == "/b key=2 kue=manis"
    assert visitor.press(page, "/nowhere") is None
    assert visitor.cookies == "kue=manis"
