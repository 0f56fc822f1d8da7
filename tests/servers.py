"""A running Wijha as in production: gunicorn and a worker on a folder and a database of their own, and who visits it."""

import fcntl
import hashlib
import http.cookiejar
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from html import unescape
from pathlib import Path
from typing import Any

from app.cli.demo.accounts import PASSWORD
from app.core.clock import today
from tests.surroundings import Surroundings
from tests.web_client import TOKEN

ROOT = Path(__file__).resolve().parents[1]


WEB = "gunicorn wsgi:app --worker-class gthread --workers {processes} --threads 8 --preload --bind {address}"
"""The command of docs/operations.md, word for word (tests/architecture/test_docs.py)."""


def _edition() -> str:
    """A name for what the demonstration is made of: the program and the day."""
    digest = hashlib.sha256(str(today()).encode())
    for folder in ("app", "ml", "migrations"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".yaml", ".json", ".csv", ".txt"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class Server:
    """gunicorn and the worker; can be killed and started again.

    `folder` is its WIJHA_VAR, `database` an address of PostgreSQL or “” for SQLite in the folder, `settings` more
    environment variables.
    """

    def __init__(self, folder: Path, *, database: str = "", processes: int = 1, **settings: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.web_processes = processes
        self.environment = os.environ | {
            "WIJHA_VAR": str(folder), "WIJHA_ENV": "development", "EXTERNAL_URL": self.address,
            "OMP_NUM_THREADS": "1", "LOG_LEVEL": "ERROR", "RATELIMIT": "false", "PYTHONWARNINGS": "ignore",
        } | settings  # fmt: skip
        for name in ("TEST_DATABASE_URL", "DATABASE_URL"):
            self.environment.pop(name, None)
        if database:
            self.environment["DATABASE_URL"] = database
        self.around: Surroundings | None = None
        self.processes: list[subprocess.Popen[bytes]] = []

    def flask(self, *command: str, **settings: str) -> None:
        """A command of the product, with other settings if need be; RuntimeError with what it said when it fails."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *command],
            cwd=ROOT,
            env=self.environment | settings,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"flask {' '.join(command)}: {done.stderr[-3000:]}")

    def seed(self) -> None:
        """The demonstration world. On SQLite it is built once a day for all, and copied."""
        if "DATABASE_URL" in self.environment:
            self.flask("db", "upgrade")
            self.flask("demo", "seed", WIJHA_ENV="development", DEMO="true")  # production has no demonstration
            return
        built = Path(tempfile.gettempdir()) / f"wijha-seeded-{_edition()}"
        with built.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (built / "ready").exists():
                self.flask("db", "upgrade", WIJHA_VAR=str(built))
                self.flask("demo", "seed", WIJHA_VAR=str(built))
                (built / "ready").touch()
        shutil.copytree(built, self.folder, dirs_exist_ok=True)

    def start(self, *, worker: bool = True) -> None:
        """Returns when the server answers; RuntimeError after two minutes."""
        command = WEB.format(processes=self.web_processes, address=f"127.0.0.1:{self.port}").split()
        web = [sys.executable, "-m", *command, "--log-level", "error", "--no-control-socket"]
        work = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work"]
        self.processes = [
            subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)
            for command in ([web, work] if worker else [web])
        ]
        for _ in range(1200):
            try:
                urllib.request.urlopen(f"{self.address}/readyz", timeout=1).close()  # noqa: S310  our own server
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def kill(self) -> None:
        """kill -9 of everything, as a power cut would."""
        for process in self.processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.processes = []

    def stop(self) -> None:
        for process in self.processes:
            os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            process.wait(timeout=20)
        self.processes = []


@dataclass(frozen=True)
class Answer:
    """What came back over the wire, whole."""

    status: int
    headers: Message
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode("utf-8")


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any) -> None:
        return None


class Visitor:
    """A browser without scripts: cookies, forms with their token, no redirect followed."""

    def __init__(self, server: Server, email: str = "") -> None:
        self.address = server.address
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies, _Stay)
        if email:
            answer = self.send("/en/login", {"email": email, "password": PASSWORD})
            if answer.status not in (302, 303):
                raise RuntimeError(f"{email} was not let in: {answer.status}")

    def get(self, path: str, *, timeout: float = 30) -> Answer:
        return self._open(urllib.request.Request(self.address + path), timeout)  # noqa: S310

    def post(self, path: str, body: bytes, media_type: str, *, timeout: float = 30) -> Answer:
        headers = {"Content-Type": media_type}
        return self._open(urllib.request.Request(self.address + path, body, headers), timeout)  # noqa: S310

    def send(
        self, path: str, values: Mapping[str, str], *, page: str = "", files: Mapping[str, tuple[str, bytes]] = {}
    ) -> Answer:
        """A form of `page` (the same address by default); `files` are name → (file name, content)."""
        values = {"csrf_token": self.token(page or path), **values}
        if not files:
            return self.post(path, urllib.parse.urlencode(values).encode(), "application/x-www-form-urlencoded")
        boundary = b"wijha-boundary"
        parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in values.items()]
        parts += [
            f'name="{name}"; filename="{title}"\r\nContent-Type: application/pdf\r\n\r\n'.encode() + content
            for name, (title, content) in files.items()
        ]
        lines = b"".join(b"--%s\r\nContent-Disposition: form-data; %s\r\n" % (boundary, part) for part in parts)
        return self.post(
            path, lines + b"--" + boundary + b"--\r\n", f"multipart/form-data; boundary={boundary.decode()}"
        )

    def token(self, page: str) -> str:
        found = TOKEN.search(self.get(page).text)
        if found is None:
            raise RuntimeError(f"no token on {page}")
        return found[1]

    @staticmethod
    def links_in(answer: Answer) -> list[str]:
        """Addresses that a page leads to, in its order."""
        return [unescape(link) for link in re.findall(r'<a\b[^>]*\shref="([^"]+)"', answer.text)]

    def _open(self, asked: urllib.request.Request, timeout: float) -> Answer:
        try:
            with self._opener.open(asked, timeout=timeout) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())
