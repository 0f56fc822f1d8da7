"""python -m tests.bench [--quick] [--only pages|matcher]: tables, JSON files, and exit 1 when worse than stored."""

import argparse
import json
import logging
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench import matcher
from tests.web_client import put_session

ROOT = Path(__file__).resolve().parents[2]
STORED = Path(__file__).with_name("ratios.json")
OUT = ROOT / "bench-out"
TOLERANCE = 1.25
LARGE = 100_000
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
BARE = """<!doctype html><html lang="fr"><head><title>Bare</title></head><body><table>
{% for id, name, note, at in rows %}<tr><th>{{ id }}</th><td>{{ name }}</td><td>{{ note }}</td><td>{{ at }}</td></tr>
{% endfor %}</table>{{ fill }}</body></html>"""


def measure(call: Callable[[], Any], repeats: int) -> tuple[float, float]:
    """(median CPU ms, 95th percentile wall ms) of a call in this process."""
    cpu, wall = [], []
    call()
    for _ in range(repeats):
        started, clock = time.process_time(), time.perf_counter()
        call()
        cpu.append((time.process_time() - started) * 1000)
        wall.append((time.perf_counter() - clock) * 1000)
    return statistics.median(cpu), sorted(wall)[int(len(wall) * 0.95)]


def bare_page(app: Any) -> None:
    """One keyset select over 100,000 rows, 50 rows through Jinja, about 20 kB."""
    import sqlalchemy as sa
    from flask import render_template_string

    from app.core.db import db

    def bare() -> str:
        rows = db.session.execute(
            sa.text("SELECT id, name, note, at FROM bare WHERE id > 60000 ORDER BY id LIMIT 50")
        ).all()
        return render_template_string(BARE, rows=rows, fill="x" * 4000)

    app.view_functions["bench.bare"] = bare
    from werkzeug.routing import Rule

    app.url_map.add(Rule("/bench/bare", endpoint="bench.bare"))


class Bench:
    """An application with a filled database, and who asks for pages."""

    def __init__(self, count: int, folder: Path, repeats: int) -> None:
        import flask_migrate
        import sqlalchemy as sa

        import config
        from app import create_app
        from app.core.db import db
        from tests.bench import data

        self.count, self.repeats = count, repeats
        settings = config.load("testing") | {
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / f'{count}.db'}",
            "TESTING": True, "RATELIMIT_ENABLED": False,
        }  # fmt: skip
        self.app = create_app(settings)
        logging.disable(logging.WARNING)
        bare_page(self.app)
        self.statements: list[str] = []
        with self.app.app_context():
            flask_migrate.upgrade()
            sa.event.listen(db.engine, "before_cursor_execute", lambda _c, _k, s, *_r: self.statements.append(s))
            data.bare_rows()
            self.call = data.catalogue()
            from app.cli.matching import train_first

            train_first()
            data.fill(self.call, count)
            self.people = data.team()
            data.after_the_yes(self.people["staff"], count)
            self.key = self.call.key
            db.session.remove()

    def client(self, role: str) -> Any:
        client = self.app.test_client()
        with self.app.app_context():
            put_session(client, self.people[role])
        return client

    def get(self, client: Any, path: str) -> Callable[[], Any]:
        def call() -> None:
            response = client.get(path)
            assert response.status_code == 200, (path, response.status_code)

        return call

    def row(self, name: str, call: Callable[[], Any], unit: float, *, repeats: int | None = None) -> dict[str, Any]:
        self.statements.clear()
        call()
        count = len([s for s in self.statements if not s.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA"))])
        cpu, wall = measure(call, repeats or self.repeats)
        return {
            "page": name, "applications": self.count, "cpu_ms": round(cpu, 2), "p95_ms": round(wall, 2),
            "ratio": round(cpu / unit, 2), "statements": count,
        }  # fmt: skip

    def run(self) -> list[dict[str, Any]]:
        import sqlalchemy as sa

        from app.applications.models import Application
        from app.core.db import db

        staff, founder = self.client("staff"), self.client("applicant")
        unit, _ = measure(self.get(self.app.test_client(), "/bench/bare"), self.repeats * 2)
        listing = f"/fr/team/calls/{self.key}/applications"
        with self.app.app_context():
            some = db.session.scalars(
                sa.select(Application.id).where(Application.submitted_at.is_not(None)).limit(1)
            ).one()
            db.session.remove()
        rows = [
            {
                "page": "bare page (B)",
                "applications": self.count,
                "cpu_ms": round(unit, 2),
                "p95_ms": 0,
                "ratio": 1.0,
                "statements": 1,
            },
            self.row("public home, cold", self.get(self.app.test_client(), "/fr/"), unit),
            self.row("staff list, 50 rows", self.get(staff, listing), unit),
            self.row("staff list, by fit", self.get(staff, f"{listing}?sort=fit"), unit),
            self.row("staff search", self.get(staff, f"{listing}?q=irrigation+argan"), unit),
            self.row("application page", self.get(staff, f"/fr/team/applications/{some}"), unit),
        ]
        return rows + self._applicant(founder, unit) + self._board(unit)

    def run_board(self) -> list[dict[str, Any]]:
        """The bare page, and what is made for the board, alone."""
        unit, _ = measure(self.get(self.app.test_client(), "/bench/bare"), self.repeats * 2)
        bare = {
            "page": "bare page (B)",
            "applications": self.count,
            "cpu_ms": round(unit, 2),
            "p95_ms": 0,
            "ratio": 1.0,
        }
        return [bare | {"statements": 1}, *self._board(unit)]

    def _board(self, unit: float) -> list[dict[str, Any]]:
        """The dashboard and what is made for the board; the last three in whole runs, not pages."""
        from app.core.db import db, transaction
        from app.reports import review, review_pdf
        from app.reports.indicators.model import year
        from app.reports.indicators.registry import REGISTRY
        from app.reports.services.freeze_figures import freeze_missing
        from app.reports.services.take_snapshot import take_snapshot

        def in_context(work: Callable[[], Any]) -> Callable[[], None]:
            def call() -> None:
                with self.app.app_context():
                    work()
                    db.session.remove()

            return call

        def freeze() -> None:
            with transaction():
                freeze_missing(period=year(2025), actor=self.people["director"])

        count = in_context(lambda: take_snapshot(progress=lambda share, note: None))
        run = in_context(lambda: [one.figure(year(2025)) for one in REGISTRY])
        count()
        in_context(freeze)()
        made = in_context(
            lambda: review_pdf.render(review.build(2025, {}), operator="Technopark", language="ar", status="x")
        )
        return [
            self.row("dashboard", self.get(self.client("director"), "/fr/dashboard"), unit),
            self.row("count the dashboard (run)", count, unit, repeats=1),
            self.row("all indicators of a year (run)", run, unit, repeats=2),
            self.row("review as PDF (run)", made, unit, repeats=5),
        ]

    def _applicant(self, founder: Any, unit: float) -> list[dict[str, Any]]:
        from app.core.db import db
        from tests.factories import make_draft

        with self.app.app_context():
            drafts = [make_draft(actor=self.people["applicant"], call=self.call) for _ in range(12)]
            ids = [draft.id for draft in drafts]
            db.session.remove()
        page = f"/fr/applications/{ids[0]}/form/problem_and_solution"
        token = TOKEN.search(founder.get(page).text)[1]
        turn = iter(range(10**6))

        def autosave() -> None:
            body = {"csrf_token": token, "problem": f"Le pompage coûte cher {next(turn)}."}
            response = founder.post(f"/fr/applications/{ids[0]}/autosave/problem_and_solution", data=body)
            assert response.status_code == 200, response.status_code

        queue = iter(ids[1:])

        def submit() -> None:
            path = f"/fr/applications/{next(queue)}/check"
            version = re.search(r'name="row_version" value="(\d+)"', founder.get(path).text)[1]
            body = {"csrf_token": token, "row_version": version, "declared": "y", "consented": "y"}
            response = founder.post(path, data=body)
            assert response.status_code == 303, response.status_code

        return [
            self.row("question page", self.get(founder, page), unit),
            self.row("autosave", autosave, unit),
            self.row("recommendation, live", self.get(founder, f"/fr/applications/{ids[0]}/fit"), unit),
            self.row("check page and submit", submit, unit, repeats=8),
        ]


def process_figures(folder: Path) -> dict[str, Any]:
    """Start-up seconds and memory (PSS) of a web process, before and after pages and recommendations."""
    import psutil

    environment = os.environ | {
        "WIJHA_VAR": str(folder / "var"),
        "WIJHA_ENV": "development",
        "OMP_NUM_THREADS": "1",
        "LOG_LEVEL": "ERROR",
    }
    environment.pop("TEST_DATABASE_URL", None)
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    for command in (["db", "upgrade"], ["demo", "seed"]):
        subprocess.run([*flask, *command], cwd=ROOT, env=environment, check=True, capture_output=True)
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", "127.0.0.1:8977", "--worker-class", "gthread", "--threads", "4", "--preload", "--log-level", "error", "--no-control-socket"],
        cwd=ROOT, env=environment,
    )  # fmt: skip
    worker = subprocess.Popen([*flask, "jobs", "work"], cwd=ROOT, env=environment)
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen("http://127.0.0.1:8977/readyz", timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        seconds = time.perf_counter() - started
        for path in ("/fr/", "/ar/programmes", "/fr/sites", "/fr/calls") * 10:
            urllib.request.urlopen(f"http://127.0.0.1:8977{path}", timeout=5).close()
        web_memory = psutil.Process(server.pid).children()[0].memory_full_info().pss / 2**20
        worker_memory = psutil.Process(worker.pid).memory_full_info().pss / 2**20
    finally:
        for process in (server, worker):
            process.terminate()
            process.wait(timeout=20)
    figures = {"start_seconds": seconds, "web_pss_mb": web_memory, "worker_pss_mb": worker_memory}
    return {name: round(value, 1) for name, value in figures.items()}


def judge(rows: list[dict[str, Any]]) -> list[str]:
    """Ratios above 1.25 × the stored ones."""
    stored = json.loads(STORED.read_text(encoding="utf-8")) if STORED.exists() else {}
    slow = []
    for row in rows:
        before = stored.get(f"{row['page']} @ {row['applications']}")
        if before and row["ratio"] > before * TOLERANCE:
            slow.append(f"{row['page']} at {row['applications']}: {row['ratio']} B, stored {before} B")
    return slow


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--quick", action="store_true", help="1,000 applications only")
    parser.add_argument("--large", action="store_true", help="the board at 100,000 applications too (ten minutes more)")
    parser.add_argument("--store", action="store_true", help="keep these ratios as the ones to compare with")
    parser.add_argument("--only", choices=("pages", "matcher"), help="measure one part")
    options = parser.parse_args()
    failed = 0
    if options.only != "matcher":
        failed = pages(options)
    if options.only != "pages":
        failed |= matcher.main(quick=options.quick, store=options.store, out=OUT)
    return failed


def pages(options: argparse.Namespace) -> int:
    """Speed and memory of pages."""
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name:
        os.environ["WIJHA_VAR"] = str(Path(name) / "bench-var")
        for count in (1000,) if options.quick else (1000, 20_000):
            print(f"preparing {count} applications …", flush=True)
            rows += Bench(count, Path(name), 15 if options.quick else 40).run()
        if options.large:
            print(f"preparing {LARGE} applications …", flush=True)
            rows += Bench(LARGE, Path(name), 40).run_board()
        figures = process_figures(Path(name))
    print(f"\n{'page':28} {'N':>6} {'CPU ms':>8} {'p95 ms':>8} {'ratio':>7} {'SQL':>4}")
    for row in rows:
        print(
            f"{row['page']:28} {row['applications']:6} {row['cpu_ms']:8} {row['p95_ms']:8} {row['ratio']:6}B {row['statements']:4}"
        )
    print(
        f"\nstart-up {figures['start_seconds']} s; memory (PSS): web {figures['web_pss_mb']} MB, "
        f"worker {figures['worker_pss_mb']} MB"
    )
    OUT.mkdir(exist_ok=True)
    (OUT / "bench.json").write_text(json.dumps({"rows": rows, "process": figures}, indent=1), encoding="utf-8")
    if options.store:
        ratios = {f"{row['page']} @ {row['applications']}": row["ratio"] for row in rows}
        STORED.write_text(json.dumps(ratios, indent=1) + "\n", encoding="utf-8")
    slow = judge(rows)
    for line in slow:
        print(f"slower than stored: {line}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
