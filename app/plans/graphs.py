"""A search as a picture: its objective and bound over time, in a box that a template draws."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.plans.models import ProgressPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Objective and bound over seconds, as steps in a box of 1000 by 300."""

    objective: str
    bound: str
    seconds: float
    top: float
    bottom: float


def graph(points: Sequence[ProgressPoint], seconds: float) -> Graph | None:
    """Return the graph of a search; None as long as there is nothing to draw.

    `seconds` is the time allowed while the search goes on, 0 when it is over.
    """
    found = [point for point in points if point.objective is not None]
    if not found:
        return None
    known = [value for point in found for value in (point.objective, point.bound) if value]
    top, bottom = max(known, default=1.0), min(known, default=0.0)
    if top == bottom:
        top, bottom = top + 1, bottom - 1
    width = max(seconds, found[-1].seconds, 0.1)
    end = 1000 * found[-1].seconds / width if seconds else 1000.0

    def steps(values: Sequence[tuple[float, float | None]]) -> str:
        path: list[str] = []
        height = 0.0
        for when, value in values:
            if value is None:
                continue
            x = 1000 * when / width
            if path:
                path.append(f"{x:.1f},{height:.1f}")
            height = 290 - 280 * (value - bottom) / (top - bottom)
            path.append(f"{x:.1f},{height:.1f}")
        return " ".join([*path, f"{end:.1f},{height:.1f}"]) if path else ""

    return Graph(
        objective=steps([(point.seconds, point.objective) for point in found]),
        bound=steps([(point.seconds, point.bound) for point in found]),
        seconds=width,
        top=top,
        bottom=bottom,
    )
