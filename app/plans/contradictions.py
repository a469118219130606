"""What the planner itself finds contradictory in a problem: said before a run is queued."""

import json
from typing import Any

from app.plans import planner_words, wording
from app.plans.names import Names


def contradictions(record: dict[str, Any], names: Names) -> list[str]:
    """Return a sentence for every fault that the planner would refuse a problem for."""
    import planner  # noqa: PLC0415 -- loads OR-Tools: only a web process that queues a run pays for it

    try:
        planner.problem_from_text(json.dumps(record))
    except planner.InvalidProblem as problem:
        return [
            planner_words.fault_words(fault.code, fault.parameters, names)
            or wording.with_names(fault.text, names)
            for fault in problem.faults
        ]
    return []
