"""flask serve: the web server and the worker together, until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import click
from flask import current_app
from flask_migrate import upgrade

from app.cli.catalogue import seed_catalogue
from app.cli.demo import seed_demo
from app.cli.demo.accounts import sign_ins
from app.cli.matching import train_first
from app.core.db import db

BIN = Path(sys.executable).parent


def _free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _prepare() -> None:
    """Everything a first start needs; on later starts a second's look."""
    upgrade()
    seed_catalogue()
    if current_app.config["DEMO"]:
        seed_demo()
    train_first()
    db.session.remove()


def _start(command: list[str]) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    return subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603  our own commands


def _ready(address: str, processes: list["subprocess.Popen[bytes]"]) -> bool:
    for _ in range(300):
        if any(process.poll() is not None for process in processes):
            return False
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2):  # noqa: S310  our own address
                return True
        except OSError:
            time.sleep(0.1)
    return False


def _stop(processes: list["subprocess.Popen[bytes]"]) -> None:
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGINT if process is not processes[0] else signal.SIGTERM)
    for process in processes:
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()


@click.command("serve")
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
@click.option("--port", envvar="PORT", default=8000, show_default=True, type=int)
@click.option("--prepare", is_flag=True, help="first migrate, add what is missing of catalogue, demo and model")
def group(host: str, port: int, prepare: bool) -> None:
    """Start web server and worker; print the address and the demo sign-ins."""
    if not _free(host, port):
        raise click.ClickException(f"Port {port} is taken. Choose another one, for example: PORT={port + 1} make run")
    if prepare:
        _prepare()
    shown = f"[{host}]" if ":" in host else ("127.0.0.1" if host == "0.0.0.0" else host)  # noqa: S104  compared only
    address = f"http://{shown}:{port}"
    os.environ.setdefault("EXTERNAL_URL", address)
    web = [
        str(BIN / "gunicorn"), "wsgi:app", "--bind", f"{shown if ':' in host else host}:{port}", "--worker-class",
        "gthread", "--workers", "1", "--threads", "8", "--preload", "--timeout", "60", "--graceful-timeout", "10",
        "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip
    processes = [_start(web), _start([str(BIN / "flask"), "--app", "wsgi", "jobs", "work"])]
    stopping: list[int] = []
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda number, _frame: stopping.append(number))
    try:
        if not _ready(address, processes):
            raise click.ClickException("The server did not start; the lines above say why.")
        print(f"\nWijha is ready: {address}/fr/")
        if current_app.config["DEMO"]:
            print(sign_ins(address))
        print("Stop with Ctrl-C.", flush=True)
        while not stopping and all(process.poll() is None for process in processes):
            time.sleep(0.2)
        if not stopping:
            raise click.ClickException("A process ended by itself; everything was stopped. Run again.")
        print("\nStopping…", flush=True)
    finally:
        _stop(processes)
