"""Audits that change what can be seen of the video, and compute again what depends on it."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from vprog.api.graphs import result_of
from vprog.api.rerun import RecordedFiles, Rerunner
from vprog.audit.compare import Said, said
from vprog.audit.made import graph_of
from vprog.audit.running import answer_on
from vprog.graph import INPUT
from vprog.media import Change, Changed, VideoFile
from vprog.report import RecordedQuestion
from vprog.trace import NoTrace
from vprog.types import Type
from vprog.values import Evidence, Interval, Outcome, Video, subtract, total_s, union

_MARGIN_S = 1.0
"""So much on either side of what is cited stays visible: a thing that is there for an instant only is no find."""
ALL_CITED = 0.9
"""Where evidence covers that share of what was visible, all was cited."""


@dataclasses.dataclass(frozen=True)
class Pictures:
    """A question of a run whose video can be looked at again."""

    rerunner: Rerunner
    files: RecordedFiles
    question: RecordedQuestion

    @property
    def original(self) -> Said:
        """Give what the run answered."""
        outcome = self.question.outcome
        return said(outcome) if outcome else Said(False, None, None)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Give what the answer cites."""
        return self.question.outcome.evidence if self.question.outcome else ()

    def views(self) -> dict[str, Outcome]:
        """Give the inputs that are videos, by the keys of their nodes."""
        nodes = self.rerunner.run.nodes
        inputs = {key for key, node in self.rerunner.graph.nodes.items() if node.op == INPUT}
        return {k: nodes[k].outcome for k in inputs if k in nodes and nodes[k].type in (Type.VIDEO, Type.VIDEOS)}

    def answer(self, shown: Callable[[Video], Video], files: Mapping[str, VideoFile] | None = None) -> tuple[Said, int]:
        """Give the answer when every input view is changed, and how many nodes were computed for it."""
        replaced = {key: _shown(outcome, shown) for key, outcome in self.views().items()}
        again = self.rerunner.compute(replaced, files or self.files, NoTrace(), keep=False)
        outcome, _ = result_of(self.rerunner.graph, again.known, self.rerunner.running.index(self.question))
        return said(outcome), len(again.ran)

    def blanked(self, stretches: Mapping[str, Sequence[Interval]] | None = None) -> tuple[Said, int]:
        """Give the answer when stretches of the sources, by digest, are black; None for all of them."""

        def dark(view: Video) -> Video:
            return view.blank(view.cuts if stretches is None else stretches.get(view.source.digest, ()))

        return self.answer(dark)

    def changed(self, change: Change) -> tuple[Said, int]:
        """Give the answer on changed videos."""
        made = {digest: Changed(self.files[digest], change) for digest in self.files}
        files = {file.source.digest: file for file in made.values()}

        def moved(view: Video) -> Video:
            return Video.whole(made[view.source.digest].source)

        return self.answer(moved, files)

    def swapped(self, program: str, choices: Sequence[str], change: Change) -> tuple[Said, int]:
        """Give the answer of another program, with other choices, on changed videos, and how many nodes it has."""
        run, registry, pool = self.rerunner.run, self.rerunner.registry, self.rerunner.pool
        graph = graph_of(program, run, registry, pool)
        files = [Changed(self.files[video.source.digest], change) for video in run.videos]
        asked = (self.question.question, choices or None)
        return answer_on(graph, files, asked, run, registry, pool, self.rerunner.store), len(graph.nodes)

    def cited(self, margin_s: float = 0.0) -> dict[str, tuple[Interval, ...]]:
        """Give the stretches that the answer cites, by digest of the source."""
        found: dict[str, list[Interval]] = {}
        for piece in self.evidence:
            stretch = Interval(max(0.0, piece.start_s - margin_s), piece.end_s + margin_s)
            found.setdefault(piece.source, []).append(stretch)
        return {digest: union(stretches) for digest, stretches in found.items()}

    def uncited(self) -> dict[str, tuple[Interval, ...]]:
        """Give what is visible and not cited, but for a margin, by digest of the source."""
        cited = self.cited(_MARGIN_S)
        return {
            view.source.digest: subtract(view.cuts, cited.get(view.source.digest, ())) for view in self._all_views()
        }

    @property
    def cited_share(self) -> float:
        """Give the share of the visible time that is cited."""
        views = self._all_views()
        visible = sum(view.length_s for view in views)
        cited = self.cited()
        left = sum(total_s(subtract(view.cuts, cited.get(view.source.digest, ()))) for view in views)
        return 1.0 - left / visible if visible else 0.0

    def _all_views(self) -> list[Video]:
        found: list[Video] = []
        for outcome in self.views().values():
            payload: Any = outcome.payload
            found += [payload] if isinstance(payload, Video) else list(payload)
        return list(dict.fromkeys(found))


def _shown(outcome: Outcome, shown: Callable[[Video], Video]) -> Outcome:
    payload: Any = outcome.payload
    changed = shown(payload) if isinstance(payload, Video) else tuple(shown(view) for view in payload)
    return dataclasses.replace(outcome, payload=changed)
