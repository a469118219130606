"""How a mobility stands: its grant with reasons, and what blocks departure."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.grants import rules, sentences
from app.mobilities import bridge, cover, entering, pipeline
from app.mobilities.cover import Gap
from app.mobilities.emergency import reference_folder
from app.mobilities.models import Adult, Mobility
from app.mobilities.pipeline import Blocker
from app.mobilities.travel_papers import Needed, needed, rules_in


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that is worked out about a mobility and stored nowhere."""

    answer: rules.Estimate
    adults: tuple[tuple[Adult, rules.Estimate], ...]
    blockers: tuple[Blocker, ...]
    gaps: tuple[Gap, ...]
    papers: tuple[Needed, ...]

    @property
    def project(self) -> rules.Amount:
        """What the project earns for the group and the adults who travel with it."""
        return rules.Amount.sum([self.answer.project, *(one.project for _a, one in self.adults)])

    @property
    def sentences(self) -> list[str]:
        return sentences.sentences(self.answer)


def standing(session: Session, row: Mobility) -> Standing:
    """Return how a mobility stands today."""
    first, *others = entering.answers_of(session, row)
    adults = [adult for adult, _case in bridge.relay_cases(row)]
    return Standing(
        answer=first,
        adults=tuple(zip(adults, others, strict=True)),
        blockers=tuple(pipeline.blockers(row, is_eligible=first.verdict is rules.Verdict.YES)),
        gaps=tuple(cover.gaps(row)),
        papers=tuple(needed(row, rules_in(reference_folder()))),
    )
