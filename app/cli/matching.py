"""flask matching train | propose | promote | rollback | score | list: model versions."""

import click

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.cli.commands import Commands
from app.core.db import transaction
from app.decisions.lessons import lessons
from app.decisions.supply import supply
from app.matching import queries, registry
from app.matching.parallel import BACKENDS
from app.matching.services.begin import begin
from app.matching.services.promote import promote as promote_version
from app.matching.services.propose import propose as propose_version
from app.matching.services.roll_back import roll_back
from app.matching.services.score_all import score_all
from app.matching.services.train import network
from app.matching.services.train import train as train_version
from app.programmes import queries as programmes

group = Commands("matching", help="The matcher's model versions.")


def train_first() -> int | None:
    """A first model in service, if there is none and a call has an opening; its number."""
    if queries.champion() is not None:
        return None
    if not network():
        print("no call has an opening yet: the written rules serve, train again when one has")
        return None
    version = train_version(lessons=lessons(), note="first training", progress=_tell)
    with transaction():
        begin(number=version.number)
    return version.number


def _tell(step: str, share: float) -> None:
    print(f"  training: {step} {share:.0%}", flush=True)


@group.command("train")
@click.option("--note", default="", help="why")
@click.option("--if-missing", is_flag=True, help="only when no version is in service; put it into service")
def train(note: str, if_missing: bool) -> None:
    """Train a candidate from the published decisions."""
    if if_missing:
        if number := train_first():
            print(f"version {number} trained and in service")
        elif queries.champion() is not None:
            print("a version is in service")
        return
    version = train_version(lessons=lessons(), note=note, progress=_tell)
    if version.manifest["extra"]["few_labels"]:
        print("fewer than 30 labels: the written weights and the descriptions are kept, nothing was learned")
    print(f"version {version.number} trained; propose it with: flask matching propose {version.number} --by …")


def _person(email: str) -> Person:
    person = accounts.by_email(email)
    if person is None:
        raise click.ClickException(f"nobody has the address {email}")
    return person


@group.command("propose")
@click.argument("number", type=int)
@click.option("--by", "email", required=True, help="e-mail of an administrator")
@click.option("--note", required=True, help="why")
def propose(number: int, email: str, note: str) -> None:
    """Propose a version; a second administrator promotes it."""
    with transaction():
        propose_version(number=number, actor=_person(email), note=note)
    print(f"version {number} is proposed; another administrator runs: flask matching promote {number} --by … --note …")


@group.command("promote")
@click.argument("number", type=int)
@click.option("--by", "email", required=True, help="e-mail of another administrator than the one who proposed it")
@click.option("--note", required=True, help="why")
def promote(number: int, email: str, note: str) -> None:
    """Put a proposed version into service."""
    with transaction():
        promote_version(number=number, actor=_person(email), note=note)
    print(f"version {number} is in service")


@group.command("rollback")
@click.option("--by", "email", required=True, help="e-mail of an administrator")
def rollback(email: str) -> None:
    """Go back to the version that was in service before."""
    with transaction():
        number = roll_back(actor=_person(email))
    print(f"version {number} is in service again")


@group.command("score")
@click.option("--all", "everything", is_flag=True, help="every sent application")
@click.option("--call", "call_key", help="only those of this call")
@click.option("--backend", type=click.Choice(BACKENDS), default=BACKENDS[0], show_default=True)
@click.option("--workers", type=click.IntRange(1, 1024), default=1, show_default=True, help="processes that compute")
def score(everything: bool, call_key: str | None, backend: str, workers: int) -> None:
    """Score sent applications with the version in service."""
    if not everything and call_key is None:
        raise click.UsageError("say --all, or --call with the short name of a call")
    call = programmes.call_by_key(call_key) if call_key else None
    report = score_all(backend=backend, workers=workers, call_id=call.id if call else None, supply=supply, say=_counted)
    rate = report.pairs / report.seconds if report.seconds else 0.0
    print(f"version {report.model_number}: {report.files} applications, {report.pairs} pairs")
    print(f"{report.seconds:.1f} s in all, {report.computing:.1f} s of it computing, {rate:.0f} pairs a second")


def _counted(done: int, total: int) -> None:
    print(f"  scored: {done} / {total}", flush=True)


@group.command("list")
def listed() -> None:
    """Versions and their state."""
    for version in queries.versions():
        print(f"v{version.number}  {version.state:9}  {version.created_at:%Y-%m-%d}  {version.note}")
    service = registry.champion()
    if service.problem:
        print(f"problem: {service.problem}")
