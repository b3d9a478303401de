"""A small server that speaks the protocol of chat completions on a real loopback socket."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Handler", dict[str, Any]], None]


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the next reply of the script; the last one is used again and again."""

    server: "ModelServer"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, dict(self.headers), body))
        script = self.server.script
        reply = script.pop(0) if len(script) > 1 else script[0]
        reply(self, body)

    def send(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


class ModelServer(ThreadingHTTPServer):
    """The server, what it will answer, and what it was asked."""

    daemon_threads = True

    def __init__(self, *script: Reply) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = list(script)
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.ended = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def serving(*script: Reply) -> Iterator[ModelServer]:
    with ModelServer(*script) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.ended.set()
            server.shutdown()
            thread.join()


def marks(*points: tuple[bool, str]) -> Reply:
    """A good reply: whether each point was said, with a quotation."""
    rows = [{"number": n, "said": s, "quotation": q} for n, (s, q) in enumerate(points, start=1)]
    return content(json.dumps({"points": rows}))


def content(text: str) -> Reply:
    """A completion with this text."""
    completion = {"choices": [{"message": {"role": "assistant", "content": text}}]}
    return lambda handler, body: handler.send(200, json.dumps(completion).encode())


def status(code: int, **headers: str) -> Reply:
    """An error."""
    return lambda handler, body: handler.send(code, b'{"error": "no"}', **headers)


def raw(text: bytes) -> Reply:
    """A body that is no completion."""
    return lambda handler, body: handler.send(200, text)


def silent(handler: Handler, body: dict[str, Any]) -> None:
    """No reply at all until the test is over."""
    handler.server.ended.wait(30)
    handler.close_connection = True


def cut(handler: Handler, body: dict[str, Any]) -> None:
    """A reply that ends before it is whole."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"choices"')
    handler.close_connection = True


def obedient(handler: Handler, body: dict[str, Any]) -> None:
    """A model that does what the answer orders: every point is said, as the orders say."""
    asked = body["messages"][1]["content"]
    answer = asked.split("---")[2].strip()
    points = asked.split("Points:\n")[1].split("\n\n")[0].splitlines()
    marks(*[(True, answer) for _ in points])(handler, body)
