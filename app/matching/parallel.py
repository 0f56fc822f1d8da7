"""The scorer on several processes of this machine, or on a Dask cluster; the database stays with the caller."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from app.core.errors import Conflict
from app.core.i18n import N_
from app.matching.scores import Fits, Task
from ml import scoring

LOCAL, DASK = "local", "dask"
BACKENDS = (LOCAL, DASK)


class Pool:
    """Workers that read the bundle of one folder once each."""

    def __init__(self, run: Any, folder: Path, sha256: str) -> None:
        self._run, self._folder, self._sha256 = run, str(folder), sha256

    def fits(self, tasks: Sequence[Task]) -> Sequence[Sequence[Fits]]:
        """The answer to each task, in their order."""
        from joblib import delayed

        call = delayed(scoring.fits_from)
        found: Any = self._run(call(self._folder, self._sha256, task.profiles, task.openings) for task in tasks)
        return list(found)


@contextmanager
def pool(folder: Path, sha256: str, *, backend: str, workers: int) -> Iterator[Pool]:
    """Raises Conflict when the backend is not installed. The numbers do not depend on backend or workers."""
    from joblib import Parallel, parallel_config  # the web process never needs it

    with ExitStack() as stack:
        if backend == DASK:
            stack.enter_context(_cluster(workers))
            stack.enter_context(parallel_config("dask"))
        yield Pool(stack.enter_context(Parallel(n_jobs=workers)), folder, sha256)


@contextmanager
def _cluster(workers: int) -> Iterator[Any]:
    """The cluster named in Dask's settings (DASK_SCHEDULER_ADDRESS), else one of this machine."""
    try:
        dask: Any = import_module("dask")
        distributed: Any = import_module("dask.distributed")
    except ImportError as error:
        raise Conflict(N_("Dask is not installed: pip install -r requirements-scale.txt")) from error
    if address := dask.config.get("scheduler-address", None):
        with distributed.Client(address) as client:
            yield client
        return
    options = {"threads_per_worker": 1, "dashboard_address": None, "processes": True}
    with distributed.LocalCluster(n_workers=workers, **options) as cluster, distributed.Client(cluster) as client:
        yield client
