"""What is wrong with a problem or plan that was handed in, fault by fault."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where (a JSON path), a code with parameters to translate, a sentence."""

    path: str
    code: str
    text: str
    parameters: Mapping[str, str | int | float] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


class InvalidProblem(ValueError):
    """Raised with every fault of a problem or plan, before any search."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)
