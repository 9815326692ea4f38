"""The oracle: answers about one clip, read off its truth, and whether they are clear-cut.

What is not clear-cut has no answer here. A margin stands around every threshold, so that whoever sees rightly answers
rightly: things are counted that are seen whole at some time and for 0.8 s; events lie half a second away from the
clip's ends and from each other where their order matters; a relation holds plainly or plainly never.
"""

import dataclasses
import itertools

import numpy as np
import numpy.typing as npt

from vprog.benchmarks.synth.happenings import Event, events_of, gap_px, moving, runs_of
from vprog.benchmarks.synth.outlines import SHAPES
from vprog.benchmarks.synth.truth import Truth, whole_px

LEAST_SEEN_S = 0.8
LEAST_SIGHT_S = 0.5
APART_S = 0.8
"""Events closer in time have no plain order."""
SLOWEST_ENTRY_S = 1.6
"""What takes longer to come in or go out is in between for too long to say when."""
SHORT_HIDE_S = 0.75
"""Out of sight for longer, and it is not plain that it is the same thing."""


@dataclasses.dataclass(frozen=True)
class Request:
    """A kind of thing that is asked about: by colour, by shape or by both."""

    colour: str | None
    shape: str | None

    @property
    def text(self) -> str:
        """Give the words for one of them."""
        return f"{self.colour or ''} {self.shape or 'thing'}".strip()

    @property
    def noun(self) -> str:
        """Give what it is without its colour."""
        return self.shape or "thing"

    @property
    def plural(self) -> str:
        """Give the words for several."""
        return f"{self.text}s"

    @property
    def one(self) -> str:
        """Give the words with an indefinite article."""
        return f"{'an' if self.text[0] in 'aeiou' else 'a'} {self.text}"

    @property
    def the(self) -> str:
        """Give the words with a definite article."""
        return f"the {self.text}"


class Facts:
    """What the truth says about one clip."""

    def __init__(self, truth: Truth, video: str) -> None:
        """Read the events once."""
        self.truth, self.video = truth, video
        self.scene = truth.scene
        self.things = truth.scene.things
        self.events = events_of(truth)
        self.duration_s = truth.scene.duration_s
        self._times: dict[tuple[str, int], tuple[float, ...] | None] = {}
        self.still_camera = truth.scene.backdrop.pan_px_s == 0.0

    def rows(self, request: Request) -> tuple[int, ...]:
        """Give the things that a request names."""
        return tuple(
            k
            for k, t in enumerate(self.things)
            if t.kind in SHAPES and request.colour in (None, t.colour) and request.shape in (None, t.kind)
        )

    def requests(self) -> list[Request]:
        """Give all requests, by both, by shape and by colour, that name something in the clip and are clear-cut."""
        shapes = [t for t in self.things if t.kind in SHAPES]
        wanted = [Request(t.colour, t.kind) for t in shapes]
        wanted += [Request(None, t.kind) for t in shapes] + [Request(t.colour, None) for t in shapes]
        return [r for r in dict.fromkeys(wanted) if self.is_clear(r)]

    def is_clear(self, request: Request) -> bool:
        """Say whether it is plain which things a request names, and that each of them is seen."""
        others = [t for t in self.things if t.kind not in SHAPES]
        if request.shape is None and any(t.colour == request.colour for t in others):
            return False
        squares = any(t.kind == "square" and request.colour in (None, t.colour) for t in self.things)
        signs = any(t.kind == "sign" and request.colour in (None, t.colour) for t in others)
        # A square is a rectangle to some, and a sign to most.
        if request.shape == "rectangle" and (squares or signs):
            return False
        rows = self.rows(request)
        return all(self.is_plain(row) for row in rows) and not self._merge(rows)

    def is_plain(self, row: int) -> bool:
        """Say whether a thing is seen whole at some time, long enough, and never for a moment only."""
        step_s, seen = self.truth.step_s, self.truth.seen[row]
        whole = self.truth.seen_px[row] >= 0.96 * whole_px(self.things[row])
        long_enough = seen.sum() * step_s >= LEAST_SEEN_S and whole.sum() * step_s >= LEAST_SIGHT_S
        sights = all((end - first) * step_s >= LEAST_SIGHT_S for first, end in runs_of(seen))
        return bool(long_enough and sights and not self._lingers_at_edge(row))

    def _lingers_at_edge(self, row: int) -> bool:
        """Say whether a thing is cut off by the picture's edge for longer than it takes to come in or go out."""
        boxes, scene = self.truth.boxes[row], self.scene
        with np.errstate(invalid="ignore"):
            cut = (boxes[:, 0] <= 1) | (boxes[:, 1] <= 1)
            cut |= (boxes[:, 2] >= scene.width_px - 1) | (boxes[:, 3] >= scene.height_px - 1)
        return any((end - first) * self.truth.step_s > SLOWEST_ENTRY_S for first, end in runs_of(cut))

    def _merge(self, rows: tuple[int, ...]) -> bool:
        """Say whether two of the things touch each other in one colour: they look like one then."""
        return any(
            flags.any() and {i, j} <= set(rows) and self.things[i].colour == self.things[j].colour
            for (i, j), flags in self.truth.contacts.items()
        )

    def hidden_s(self, row: int) -> float:
        """Give the longest time that a thing is out of sight between two sights; 0.0 when it never is."""
        sights = runs_of(self.truth.seen[row])
        gaps = [b[0] - a[1] for a, b in itertools.pairwise(sights)]
        return max(gaps, default=0) * self.truth.step_s

    def is_one(self, row: int) -> bool:
        """Say whether a thing is plainly one: never long out of sight."""
        return self.hidden_s(row) <= SHORT_HIDE_S

    def seen_s(self, row: int) -> float:
        """Give how long a thing is seen."""
        return float(self.truth.seen[row].sum() * self.truth.step_s)

    def sights(self, row: int) -> list[tuple[float, float]]:
        """Give the stretches in which a thing is seen, in seconds."""
        return [(a * self.truth.step_s, b * self.truth.step_s) for a, b in runs_of(self.truth.seen[row])]

    def times(self, kind: str, row: int) -> tuple[float, ...] | None:
        """Give when something happens to a thing: kinds `enter leave stop set_off`; None when that is not plain."""
        if (kind, row) not in self._times:
            self._times[kind, row] = self._times_of(kind, row)
        return self._times[kind, row]

    def _times_of(self, kind: str, row: int) -> tuple[float, ...] | None:
        found = [e for e in self.events if e.row == row and e.kind == kind]
        if not self.is_plain(row):
            return None
        if kind in ("stop", "set_off"):
            plain = self.still_camera and all(self._rest_is_plain(e) for e in self.events if e.row == row)
        else:
            plain = all(self._passage_is_plain(e) for e in self.events if e.row == row)
        return tuple(e.start_s for e in found) if plain else None

    def _rest_is_plain(self, event: Event) -> bool:
        """Say whether there is movement of 0.6 s on one side of an event and rest of 0.9 s on the other, in sight."""
        if event.kind not in ("stop", "set_off"):
            return True
        moves, known = moving(self.truth, event.row)
        frame, step_s = round(event.start_s / self.truth.step_s), self.truth.step_s
        past, next_ = slice(max(0, frame - round(0.6 / step_s)), frame), slice(frame, frame + round(0.9 / step_s))
        if event.kind == "set_off":
            past, next_ = slice(max(0, frame - round(0.9 / step_s)), frame), slice(frame, frame + round(0.6 / step_s))
        steady = bool((moves[past] == (event.kind == "stop")).all() and (moves[next_] != (event.kind == "stop")).all())
        window = slice(past.start, next_.stop)
        in_sight = bool(known[window].all() and (self.truth.hidden_share[event.row, window] < 0.15).all())
        return steady and in_sight and 0.9 <= event.start_s <= self.duration_s - 0.9

    def _passage_is_plain(self, event: Event) -> bool:
        """Say whether it is plain that a thing crosses the picture's edge, or plain that it does not."""
        if event.kind in ("appear", "disappear"):
            frame = round(event.start_s / self.truth.step_s)
            box, scene = self.truth.boxes[event.row, frame], self.scene
            x_px, y_px = 0.09 * scene.width_px, 0.09 * scene.height_px
            inside = box[0] > x_px and box[1] > y_px and box[2] < scene.width_px - x_px
            return bool(inside and box[3] < scene.height_px - y_px)
        return event.kind not in ("enter", "leave") or 0.5 <= event.start_s <= self.duration_s - 0.5

    def happen(self, kind: str, rows: tuple[int, ...]) -> list[tuple[float, int]] | None:
        """Give when something happens to any of the things, and to which, in order; None when that is not plain."""
        each = [(self.times(kind, row), row) for row in rows]
        if any(times is None for times, _ in each):
            return None
        return sorted((time, row) for times, row in each for time in times or ())

    def meetings(self, row: int, other: int) -> list[tuple[float, float]] | None:
        """Give the stretches in which two things touch; None when it is not plain whether they do."""
        found = [e for e in self.events if e.kind == "meet" and {e.row, e.other} == {row, other}]
        gap = gap_px(self.truth, row, other)
        if not found:
            # Boxes of round things overlap before the things touch: "no" needs room between them.
            far = np.isnan(gap).all() or np.nanmin(gap) > 0.05 * self.scene.width_px
            return [] if far else None
        apart = all(b.start_s - a.end_s >= APART_S for a, b in itertools.pairwise(found))
        plain = all(e.end_s - e.start_s >= 0.6 and self._boxes_touch(e, gap) for e in found)
        return [(e.start_s, e.end_s) for e in found] if apart and plain else None

    def _boxes_touch(self, event: Event, gap: npt.NDArray[np.float64]) -> bool:
        """Say whether the boxes come together about when the things do."""
        near = [a * self.truth.step_s for a, b in runs_of(gap <= 0.5) if b * self.truth.step_s > event.start_s]
        return bool(near) and abs(near[0] - event.start_s) < 0.4

    def direction(self, row: int) -> str | None:
        """Give `left right up down` for what plainly goes that way, `still` for what never moves; None otherwise."""
        known = np.flatnonzero(self.truth.seen[row])
        centres = self.truth.centres_px[row][known]
        if not len(centres) or not self.is_one(row) or not self.is_plain(row):
            return None
        x, y = centres[-1] - centres[0]
        far, near = max(abs(x), abs(y)), min(abs(x), abs(y))
        reach = float(np.nanmax(np.linalg.norm(centres - centres[0], axis=1)))
        radius = self.things[row].radius_px
        if not self.still_camera and far < 5 * radius:
            return None
        if reach < 1.0:
            return "still"
        if far < 2.6 * radius or near > 0.6 * far or reach > 1.15 * float(np.hypot(x, y)):
            return None
        if abs(x) > abs(y):
            return "right" if x > 0 else "left"
        return "down" if y > 0 else "up"

    def moves_s(self, row: int) -> list[tuple[float, float]]:
        """Give the stretches in which a thing moves."""
        return [(a * self.truth.step_s, b * self.truth.step_s) for a, b in runs_of(moving(self.truth, row)[0])]

    def rests_s(self, row: int) -> list[tuple[float, float]]:
        """Give the stretches in which a thing is in sight and at rest."""
        moves, known = moving(self.truth, row)
        return [(a * self.truth.step_s, b * self.truth.step_s) for a, b in runs_of(known & ~moves)]

    def never_moves(self, row: int) -> bool:
        """Say whether a thing stands still all the time, before a camera that does."""
        return self.still_camera and not moving(self.truth, row)[0].any()

    def plainly_moves(self, row: int) -> bool:
        """Say whether a thing goes a way of more than its own size, before a camera that stands still."""
        centres = self.truth.centres_px[row]
        known = centres[~np.isnan(centres[:, 0])]
        reach = np.linalg.norm(known - known[0], axis=1).max() if len(known) else 0.0
        return self.still_camera and bool(reach > 2.2 * self.things[row].radius_px)

    def size_px(self, row: int) -> float:
        """Give how many pixels all of a thing covers."""
        return whole_px(self.things[row])

    def box_size_px(self, row: int) -> float:
        """Give how many pixels the box around all of a thing covers."""
        boxes = self.truth.boxes[row][self.truth.seen[row]]
        return float(((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])).max())

    def evidence(self, *stretches: tuple[float, float]) -> list[dict[str, object]]:
        """Give stretches as records; without any, the whole clip."""
        told = sorted(set(stretches)) or [(0.0, self.duration_s)]
        return [{"video": self.video, "start_s": round(a, 3), "end_s": round(b, 3)} for a, b in told]

    def seen_evidence(self, *rows: int) -> list[dict[str, object]]:
        """Give the stretches in which things are seen."""
        return self.evidence(*(sight for row in rows for sight in self.sights(row)))
