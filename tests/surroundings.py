"""What a production server leans on, each behind a gate that can be shut: database, Redis, S3 and the mail server."""

import contextlib
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from aiosmtpd.controller import Controller

Target = tuple[str, int] | str
"""A host and a port, or the path of a socket."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Gate:
    """A port that passes everything on to a server, until it is shut: then nobody gets in, and who is in is put out."""

    def __init__(self, target: Target) -> None:
        self.target, self.port, self.inside = target, free_port(), set[socket.socket]()
        self.listener: socket.socket | None = None
        self.open()

    def open(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._let_in, args=(self.listener,), daemon=True).start()

    def shut(self) -> None:
        if self.listener is not None:
            self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
            self.listener = None
        for one in list(self.inside):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _let_in(self, listener: socket.socket) -> None:
        while True:
            try:
                guest, _ = listener.accept()
            except OSError:  # shut
                return
            family = socket.AF_UNIX if isinstance(self.target, str) else socket.AF_INET
            host = socket.socket(family)
            try:
                host.connect(self.target)
            except OSError:
                guest.close()
                continue
            self.inside |= {guest, host}
            for source, sink in ((guest, host), (host, guest)):
                threading.Thread(target=self._pass, args=(source, sink), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                sink.sendall(data)
        for one in (source, sink):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
            self.inside.discard(one)


class _Bucket(BaseHTTPRequestHandler):
    """PUT, GET, HEAD and the deletion of objects, as S3 answers them; nobody signs in."""

    protocol_version = "HTTP/1.1"
    objects: dict[str, bytes]

    def do_PUT(self) -> None:
        self.objects[urlsplit(self.path).path] = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer(200)

    def do_GET(self) -> None:
        found = self.objects.get(urlsplit(self.path).path)
        self._answer(200 if found is not None else 404, found or b"")

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """The list of keys to delete, which is the only POST that the storage library makes for small files."""
        listed = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        keys = re.findall(r"<Key>([^<]+)</Key>", listed)
        for key in keys:
            self.objects.pop(f"{urlsplit(self.path).path}/{key}", None)
        gone = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        self._answer(200, f"<DeleteResult>{gone}</DeleteResult>".encode())

    def _answer(self, status: int, content: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Last-Modified", self.date_time_string())
        self.send_header("ETag", f'"{len(content)}"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_args: Any) -> None:
        return None


class _Mailbox:
    """Keeps what the mail server took."""

    def __init__(self) -> None:
        self.taken: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.taken.append(envelope)
        return "250 taken"


class Surroundings:
    """Every dependency behind its gate; `settings` are the environment of a server that uses them all."""

    def __init__(self, folder: Path, database: str) -> None:
        self.mailbox = _Mailbox()
        self._mail = Controller(self.mailbox, hostname="127.0.0.1", port=free_port())
        self._mail.start()
        bucket = type("Bucket", (_Bucket,), {"objects": {}})
        self._store = ThreadingHTTPServer(("127.0.0.1", 0), bucket)
        threading.Thread(target=self._store.serve_forever, daemon=True).start()
        self._redis = _start_redis(folder)
        given = sa.make_url(database)
        self.gates = {
            "database": Gate(f"{given.query['host']}/.s.PGSQL.5432"),
            "store": Gate(("127.0.0.1", self._store.server_port)),
            "mail": Gate(("127.0.0.1", self._mail.port)),
        }
        if self._redis is not None:
            self.gates["redis"] = Gate(("127.0.0.1", self._redis[1]))
        self.database = f"postgresql://postgres@127.0.0.1:{self.gates['database'].port}/{given.database}"

    @property
    def settings(self) -> dict[str, str]:
        found = {
            "STORAGE_URL": "s3://wijha", "AWS_ENDPOINT": f"http://127.0.0.1:{self.gates['store'].port}",
            "AWS_ALLOW_HTTP": "true", "AWS_REGION": "x", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x",
            "MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(self.gates["mail"].port), "MAIL_USE_TLS": "false",
            "RATELIMIT": "true",
        }  # fmt: skip
        if redis := self.gates.get("redis"):
            found |= dict.fromkeys(("RATELIMIT_URL", "QUEUE_URL"), f"redis://127.0.0.1:{redis.port}/0")
        return found

    @contextlib.contextmanager
    def without(self, name: str) -> Iterator[None]:
        """A dependency is away inside the block, and back after it."""
        self.gates[name].shut()
        try:
            yield
        finally:
            self.gates[name].open()

    def stop(self) -> None:
        for gate in self.gates.values():
            gate.shut()
        self._mail.stop()
        self._store.shutdown()
        self._store.server_close()
        if self._redis is not None:
            self._redis[0].terminate()
            self._redis[0].wait(timeout=10)


def _start_redis(folder: Path) -> tuple["subprocess.Popen[bytes]", int] | None:
    """A server of its own, if the program is there."""
    program = shutil.which("redis-server")
    if program is None:
        return None
    port = free_port()
    command = [program, "--port", str(port), "--save", "", "--dir", str(folder), "--bind", "127.0.0.1"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    for _ in range(100):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return process, port
        time.sleep(0.05)
    raise RuntimeError("redis-server did not start")
