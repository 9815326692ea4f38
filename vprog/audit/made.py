"""What a program answers in made worlds, and what that says of it."""

import contextlib
import itertools

import numpy as np

from vprog.api.graphs import build_graph
from vprog.audit.compare import Said
from vprog.audit.running import answer_on
from vprog.audit.worlds import MadePool, World, draw_world, film, marked, retimed
from vprog.engine import BackendPool
from vprog.graph import Graph
from vprog.language import check, parse
from vprog.language.syntax import Call, Literal, walk
from vprog.media import open_video
from vprog.report import Recorded, RecordedQuestion
from vprog.spec import Module, Registry
from vprog.spec.backend import FrameBackend
from vprog.types import Type

PLAIN, FULL, EMPTY = range(16), range(16, 24), range(24, 25)
"""Numbers of the worlds that are made for a question: with at most one thing of each kind, with several, with none."""
MORE = range(25, 65)
"""Further ones with several things: what is asked for may be rare."""


class Worlds:
    """Made worlds for a question of a run: they hold what its program, or another one, looks for."""

    def __init__(self, run: Recorded, question: RecordedQuestion, registry: Registry, pool: BackendPool) -> None:
        """Draw the worlds by lot; equal traces give equal worlds."""
        self.run, self.question, self.registry, self.pool = run, question, registry, pool
        self.requests: list[str] = []
        self._graphs: dict[str, Graph] = {}
        self._worlds: dict[tuple[int, bool], list[World]] = {}

    def look_for(self, *programs: str) -> None:
        """Put into the worlds what these programs look for, as far as the profile can see it."""
        texts = [text for program in programs for text in texts_of(program)]
        for text in dict.fromkeys((*texts, *self.question.choices)):
            if text not in self.requests and any(self._finds(module, text) for module in self.registry):
                self.requests.append(text)

    def _finds(self, module: Module, text: str) -> bool:
        if module.result is not Type.BOXES or module.request_position is None:
            return False
        backends = module.backends_of(self.run.profile)
        return any(issubclass(b, FrameBackend) and b.refuses(text) is None for b in backends)

    def answer(self, program: str, number: int, *, another_time: bool = False) -> Said:
        """Give what a program answers in a world. another_time: everything happens at another time there."""
        worlds = self._world(number, another_time)
        graph = self._graph(program)
        with contextlib.ExitStack() as stack:
            every = tuple(thing for world in worlds for thing in world)
            pixels = iter(marked(every))
            told = zip(worlds, self.run.videos, strict=True)
            films = [film(world, list(itertools.islice(pixels, len(world))), video.source) for world, video in told]
            files = [stack.enter_context(open_video(one)) for one in films]
            asked = (self.question.question, self.question.choices or None)
            pool = MadePool(self.pool, every)
            return answer_on(graph, files, asked, self.run, self.registry, pool)

    def _world(self, number: int, another_time: bool) -> list[World]:
        key = (number, another_time)
        if key not in self._worlds:
            rng = np.random.default_rng([2026, number])
            requests = [] if number in EMPTY else self.requests
            worlds = [draw_world(requests, rng, plain=number in PLAIN) for _ in self.run.videos]
            self._worlds[number, False] = worlds
            self._worlds[number, True] = [retimed(world, rng) for world in worlds]
        return self._worlds[key]

    def _graph(self, program: str) -> Graph:
        if program not in self._graphs:
            self._graphs[program] = graph_of(program, self.run, self.registry, self.pool)
        return self._graphs[program]


def graph_of(program: str, run: Recorded, registry: Registry, pool: BackendPool) -> Graph:
    """Give the graph of a program that checks, under the settings of a run."""
    typed = check(program, registry).typed
    assert typed is not None  # noqa: S101  # it ran, or the planner wrote it
    return build_graph([typed], registry, pool.choose, run.knobs)


def texts_of(program: str) -> tuple[str, ...]:
    """Give the texts that are written in a program."""
    found = (
        str(n.value)
        for s in parse(program)[0].statements
        for n in walk(s.value)
        if isinstance(n, Literal) and isinstance(n.value, str)
    )
    return tuple(dict.fromkeys(found))


def calls_of(program: str) -> frozenset[str]:
    """Give the names of what a program calls."""
    statements = parse(program)[0].statements
    return frozenset(n.function for s in statements for n in walk(s.value) if isinstance(n, Call))
