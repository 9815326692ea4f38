"""The things in a trace, once each: which node gave them, under which name."""

import dataclasses
from collections.abc import Iterator, Sequence

from vprog.diagnostics import Code, Diagnostic, InputError, near_match
from vprog.report.recorded import Recorded
from vprog.types import Type
from vprog.values import Boxes, Source, Span, Spans, Track, Tracks

Things = Boxes | Tracks | Track | Spans | Span


@dataclasses.dataclass(frozen=True)
class Kept:
    """A value of a trace. name: what a program calls it, else its node."""

    run: str
    """The name of the trace folder."""
    name: str
    node: str
    digest: str
    payload: Things

    @property
    def tracks(self) -> tuple[Track, ...]:
        """Give the tracks in it; none for boxes and spans."""
        match self.payload:
            case Track():
                return (self.payload,)
            case Tracks():
                return self.payload.items
            case _:
                return ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """Give the spans in it; none for boxes and tracks."""
        match self.payload:
            case Span():
                return (self.payload,)
            case Spans():
                return self.payload.items
            case _:
                return ()


def things(run: Recorded, types: Sequence[Type], name: str | None = None) -> Iterator[Kept]:
    """Go through the values of some types in a run, in the order they were computed, equal ones once.

    They are those that a program names, and all where it names none. Those inside comprehensions are left out: the
    plural that was made of them holds them. name: only this one.
    Raises: InputError for a name that no program binds.
    """
    known = dict.fromkeys(n for question in run.questions for n in question.names)
    if name is not None and name not in known:
        near = near_match(name, known)
        hint = f"did you mean `{near}`?" if near else f"names are {', '.join(known) or 'none'}"
        raise InputError(Diagnostic(Code("VP0505"), f"the programs of {run.folder} bind no name `{name}`", hint=hint))
    # The last of equal values is the one that a name stands for: what comes before its filter has none.
    last = {n.value: n for n in run.nodes.values() if n.type in types and n.value and not n.is_inner}
    named = [n for n in last.values() if n.names and name in (None, *n.names)]
    for node in named if named or name else last.values():
        payload = node.outcome.payload
        assert isinstance(payload, Things)  # noqa: S101  # of one of the types
        yield Kept(run.folder.name, node.names[0] if node.names else node.key, node.key, node.value or "", payload)


def one_video(runs: Sequence[Recorded], what: str) -> Source:
    """Give the one video of some runs, for files with a single time axis.

    Raises: InputError when there are several, or none.
    """
    sources = dict.fromkeys(video.source for run in runs for video in run.videos)
    if len(sources) != 1:
        message = f"{what} have one time axis; the traces are of {len(sources)} videos"
        raise InputError(Diagnostic(Code("VP0505"), message, hint="export one trace of one video at a time"))
    return next(iter(sources))
