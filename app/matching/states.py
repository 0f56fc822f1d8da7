"""The lives of a model version and of a run of the matcher."""

import enum

from app.core.transitions import StateMachine, Transition


class ModelState(enum.StrEnum):
    CANDIDATE = "candidate"
    PROPOSED = "proposed"
    CHAMPION = "champion"
    RETIRED = "retired"


class RunKind(enum.StrEnum):
    """What a run computes: the effect of settings, two versions side by side, a past call again, stored scores."""

    TRIAL = "trial"
    COMPARISON = "comparison"
    BACKTEST = "backtest"
    SCORING = "scoring"
    DRIFT = "drift"
    PLACEMENT = "placement"


class RunState(enum.StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


S = ModelState
LIFECYCLE: StateMachine[ModelState] = StateMachine(
    [
        Transition("propose", frozenset({S.CANDIDATE, S.RETIRED}), S.PROPOSED, "admin", "waits for a second person"),
        Transition("take_back", frozenset({S.PROPOSED}), S.CANDIDATE, "admin", "a candidate again"),
        Transition("put_back", frozenset({S.PROPOSED}), S.RETIRED, "admin", "retired again: it had served before"),
        Transition("promote", frozenset({S.PROPOSED}), S.CHAMPION, "another admin", "in service"),
        Transition("begin", frozenset({S.CANDIDATE}), S.CHAMPION, "the system", "the first version, in service"),
        Transition("roll_back", frozenset({S.RETIRED}), S.CHAMPION, "admin", "in service again"),
        Transition("retire", frozenset({S.CHAMPION, S.CANDIDATE}), S.RETIRED, "admin", "kept, can come back"),
    ]
)

R = RunState
RUN_LIFECYCLE: StateMachine[RunState] = StateMachine(
    [
        Transition("start", frozenset({R.WAITING}), R.RUNNING, "the system", "computing"),
        Transition("finish", frozenset({R.RUNNING}), R.DONE, "the system", "the result is there"),
        Transition("fail", frozenset({R.WAITING, R.RUNNING}), R.FAILED, "the system", "why is said"),
        Transition("cancel", frozenset({R.WAITING, R.RUNNING}), R.CANCELLED, "admin", "stopped"),
        Transition("resume", frozenset({R.FAILED, R.CANCELLED}), R.WAITING, "admin", "goes on where it stopped"),
    ]
)
