"""How far the reviews of a cycle have come: cities × stages × reviewers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from scoring.loading import Loaded
from scoring.model.review import Review, RulingState, Stage, Verdict, Verified
from scoring.model.scorecard import EligibilityState, Range
from scoring.review.wording import in_order, open_gate

__all__ = ["CityProgress", "FileProgress", "StageProgress", "city_progress", "without_city"]


class FileProgress(Struct, frozen=True, kw_only=True):
    """One review file.

    items: how many the pack has; done: on how many it has an opinion; asked: about how many it asks
    gates: of how many gates of eligibility it says anything
    refused: why it does not count ("" where it does); conflict: whether that is an interest declared
    """

    review: Review
    done: int
    items: int
    gates: int
    asked: int
    refused: str = ""
    conflict: bool = False


class StageProgress(Struct, frozen=True, kw_only=True):
    """One stage of one city: its files, and the items and gates that wait for the chair."""

    stage: Stage
    files: tuple[FileProgress, ...]
    due: tuple[str, ...]
    gates_due: tuple[str, ...] = ()


class CityProgress(Struct, frozen=True, kw_only=True):
    """One city.

    claimed, total, eligibility: None where its submission is not at hand
    asked, gates_asked: the items and gates of which an explanation is awaited
    gates_open: by gate, why it has no answer and who has to act
    unseen: the items of which nobody has said anything
    labels: the official labels of the items by their ids, for reading
    """

    city: str
    stages: tuple[StageProgress, ...]
    claimed: Range | None
    total: Range | None
    asked: tuple[str, ...]
    file: str = ""
    eligibility: EligibilityState | None = None
    gates_asked: tuple[str, ...] = ()
    gates_open: Mapping[str, str] = {}
    unseen: tuple[str, ...] = ()
    labels: Mapping[str, str] = {}

    @property
    def settled(self) -> bool:
        """Whether nothing waits and nothing is refused."""
        files = [one for stage in self.stages for one in stage.files]
        waits = any(stage.due or stage.gates_due for stage in self.stages)
        waits = waits or bool(self.asked or self.gates_asked or self.gates_open)
        return bool(files) and not (waits or any(one.refused for one in files))


def city_progress(loaded: Loaded, verified: Verified, file: str) -> CityProgress:
    """How far a city is whose submission is at hand."""
    refused = {one.review.digest: one for one in verified.refused}
    count = len(loaded.criteria.items_by_id)
    stages = []
    for stage in Stage:
        step = next(one for one in verified.steps if one.stage is stage)
        off = [one.review for one in verified.refused if one.review.stage is stage]
        files = tuple(
            _file(
                review,
                count,
                refused[review.digest].reason if review.digest in refused else "",
                conflict=review.digest in refused and refused[review.digest].conflict,
            )
            for review in sorted(
                (*step.reviews, *off), key=lambda one: (one.role.value, in_order(one.reviewer), one.digest)
            )
        )
        due = tuple(ruling.subject for ruling in step.on_items if ruling.state is RulingState.DUE)
        gates = tuple(ruling.subject for ruling in step.on_gates if ruling.state is RulingState.DUE)
        stages.append(StageProgress(stage=stage, files=files, due=due, gates_due=gates))
    return CityProgress(
        city=loaded.submission.city,
        stages=tuple(stages),
        claimed=verified.steps[0].card.total,
        total=verified.card.total,
        asked=verified.asked,
        file=file,
        eligibility=verified.card.eligibility.state,
        gates_asked=verified.gates_asked,
        gates_open={name: open_gate(verified, name) for name in verified.gates_open},
        unseen=verified.unseen,
        labels={id_: item.label for id_, item in loaded.criteria.items_by_id.items()},
    )


def without_city(city: str, reviews: Sequence[Review], items: int) -> CityProgress:
    """How far a city is of which only reviews are at hand: what is decided cannot be told."""
    stages = []
    for stage in Stage:
        mine = sorted(
            (one for one in reviews if one.stage is stage), key=lambda one: (one.role.value, in_order(one.reviewer))
        )
        files = tuple(_file(one, items, "没有找到所审核的自评文件", conflict=False) for one in mine)
        stages.append(StageProgress(stage=stage, files=files, due=()))
    return CityProgress(city=city, stages=tuple(stages), claimed=None, total=None, asked=())


def _file(review: Review, items: int, refused: str, *, conflict: bool) -> FileProgress:
    verdicts = [decision.verdict for decision in review.on_items]
    return FileProgress(
        review=review,
        done=sum(decision.opinion for decision in review.on_items),
        items=items,
        gates=sum(decision.verdict is not Verdict.NONE for decision in review.on_gates),
        asked=verdicts.count(Verdict.CLARIFY),
        refused=refused,
        conflict=conflict,
    )
