"""Near-ties at the top put in order by lot for a share of the files: recorded, and repeated by anybody."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from ml.assign.lottery import draw, ticket
from ml.contracts import Match

NEAR = 3
"""Points of fit from the first place up to which places count as equal."""


def drawn(
    application_id: uuid.UUID, matches: Sequence[Match], *, share: float, seed: str
) -> tuple[Sequence[Match], dict[str, Any] | None]:
    """The matches in the order shown, and what was drawn: None where no lot was cast.

    Whether a file takes part follows from the seed and its id alone.
    """
    if not share or ticket(seed, str(application_id)) >= share:
        return matches, None
    top = [match for match in matches if matches[0].fit - match.fit <= NEAR]
    if len(top) < 2:
        return matches, None
    by_key = {match.opening: match for match in top}
    order = draw(f"{seed}|{application_id}", by_key)
    rest = [match for match in matches if match.opening not in by_key]
    record = {"seed": seed, "share": share, "drawn_from": list(by_key), "order": order}
    return [*(by_key[key] for key in order), *rest], record


def replay(application_id: uuid.UUID, lottery: Mapping[str, Any]) -> list[str]:
    """The order that a recorded lottery gives when it is drawn again."""
    return draw(f"{lottery['seed']}|{application_id}", lottery["drawn_from"])
