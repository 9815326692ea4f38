"""What hypothesis draws tests from: values of every type, well-typed programs in any layout, and junk."""

import dataclasses
import random

from hypothesis import strategies as st

from vprog.language.format import format_constant
from vprog.spec import PLACEHOLDER, Choice, DurationS, Flag, Module, Registry, Template, Whole, Words
from vprog.types import ANSWERABLE, INPUTS, Type
from vprog.values import (
    Box,
    Boxes,
    Interval,
    Look,
    Mask,
    Masks,
    Sampling,
    Source,
    Span,
    Spans,
    Track,
    Tracks,
    Video,
    span_order,
    union,
)

REGISTRY = Registry.load()

# --- Values. Times lie on a grid of 1/8 s, frames 1/4 s apart: all of it exact in binary. Only the frames of the
# sources UNEVEN do not: there a time and a step rarely sum up to the time of the next frame. ---

DURATION_S = 8.0
STEP_S = 0.25
FRAMES = int(DURATION_S / STEP_S)
SOURCES = (
    Source("aa" * 16, "one.mp4", DURATION_S, 64, 48, FRAMES),
    Source("bb" * 16, "two.mp4", DURATION_S, 64, 48, FRAMES),
)
SOURCE = SOURCES[0]
RATES = {"cc" * 16: (30.0, 4), "dd" * 16: (29.97, 4), "ee" * 16: (20.0, 4), "ff" * 16: (30.0, 1), "12" * 16: (25.0, 3)}
"""Frames a second and stride of the sources UNEVEN, by digest."""
UNEVEN = tuple(
    Source(digest, f"{fps:g}.mp4", 100 * stride / fps, 64, 48, 100 * stride) for digest, (fps, stride) in RATES.items()
)
LABELS = st.sampled_from(["", "person", "red car", "naïve “x”"])
SCORES = st.integers(0, 1024).map(lambda n: n / 1024)
sources = st.sampled_from(SOURCES)


def moments(step_s: float = STEP_S / 2, low_s: float = 0.0, high_s: float = DURATION_S) -> st.SearchStrategy[float]:
    return st.integers(round(low_s / step_s), round(high_s / step_s)).map(lambda n: n * step_s)


@st.composite
def intervals(draw: st.DrawFn, *, instants: bool = False) -> Interval:
    start_s, end_s = sorted((draw(moments()), draw(moments())))
    if start_s == end_s and not instants:  # within the video, on either side of the moment
        start_s, end_s = (start_s, start_s + STEP_S) if start_s + STEP_S <= DURATION_S else (start_s - STEP_S, start_s)
    return Interval(start_s, end_s)


@st.composite
def videos(draw: st.DrawFn, source: Source | None = None, *, whole: bool | None = None) -> Video:
    """Give a view with one or several cuts, sometimes all of its source."""
    source = source or draw(sources)
    if whole or (whole is None and draw(st.booleans())):
        return Video.whole(source)
    return Video.whole(source).keep(draw(st.lists(intervals(), min_size=1, max_size=3)))


@st.composite
def decorated_videos(draw: st.DrawFn) -> Video:
    view = draw(videos())
    region = draw(st.none() | st.just((1.0, 2.5, 60.0, 40.0625)))
    view = dataclasses.replace(view, region_px=region, mirrored=draw(st.booleans()))
    return view.blank(draw(st.lists(intervals(), max_size=2)))


def sampling_of(view: Video) -> Sampling:
    fps, stride = RATES.get(view.source.digest, (1 / STEP_S, 1))
    frames = range(0, view.source.frame_count, stride)
    return Sampling(tuple(frames), tuple(f / fps for f in frames), stride / fps).within(view.cuts)


@st.composite
def boxes_at(draw: st.DrawFn, frame: int, label: str, time_s: float | None = None) -> Box:
    x1, y1 = draw(st.integers(0, 55 * 16)) / 16, draw(st.integers(0, 39 * 16)) / 16
    width, height = draw(st.integers(1, 8 * 16)) / 16, draw(st.integers(1, 8 * 16)) / 16
    time_s = frame * STEP_S if time_s is None else time_s
    return Box(frame, time_s, x1, y1, x1 + width, y1 + height, draw(SCORES), label)


@st.composite
def tracks_in(draw: st.DrawFn, view: Video, number: int = 1) -> Track | None:
    """Give a track with gaps, or None where the view shows no frame."""
    sampling = sampling_of(view)
    if not sampling.indices:
        return None
    label = draw(LABELS)
    times = dict(zip(sampling.indices, sampling.times_s, strict=True))
    frames = sorted(draw(st.sets(st.sampled_from(sampling.indices), min_size=1, max_size=6)))
    boxes = tuple(draw(boxes_at(f, label, times[f])) for f in frames)
    return Track(view.source, number, label, boxes, sampling.step_s)


@st.composite
def track_sets(draw: st.DrawFn, view: Video | None = None, *, max_size: int = 4) -> Tracks:
    view = view or draw(videos() | st.sampled_from(UNEVEN).flatmap(videos))
    found = [draw(tracks_in(view)) for _ in range(draw(st.integers(0, max_size)))]
    ordered = sorted((t for t in found if t), key=lambda t: (t.boxes[0].frame, t.boxes[0].x1))
    numbered = tuple(dataclasses.replace(t, id=n) for n, t in enumerate(ordered, start=1))
    return Tracks(view, sampling_of(view), numbered, draw(LABELS))


@st.composite
def spans_of(draw: st.DrawFn, source: Source | None = None, *, instants: bool = False) -> Span:
    source = source or draw(sources)
    stretch = draw(intervals(instants=instants))
    subject = draw(tracks_in(Video.whole(source)))
    subjects = (subject,) if subject and draw(st.booleans()) else ()
    return Span(source, stretch.start_s, stretch.end_s, subjects, draw(SCORES), draw(LABELS))


@st.composite
def span_sets(
    draw: st.DrawFn, source: Source | None = None, *, max_size: int = 4, several_sources: bool = False
) -> Spans:
    """Give spans of one source, or of both."""
    looked = SOURCES if several_sources else (source or draw(sources),)
    found = [draw(spans_of(draw(st.sampled_from(looked)))) for _ in range(draw(st.integers(0, max_size)))]
    views = tuple(map(Video.whole, looked))
    followed = tuple(Look(v, sampling_of(v)) for v in views) if draw(st.booleans()) else ()
    return Spans(views, tuple(sorted(found, key=span_order)), draw(LABELS), followed)


@st.composite
def box_sets(draw: st.DrawFn) -> Boxes:
    view = draw(videos())
    seen = sampling_of(view)
    frames = draw(st.lists(st.sampled_from(seen.indices), max_size=5)) if seen.indices else []
    items = sorted((draw(boxes_at(f, draw(LABELS))) for f in frames), key=lambda b: (b.frame, b.x1))
    return Boxes(view, seen, tuple(items), draw(LABELS))


@st.composite
def mask_sets(draw: st.DrawFn) -> Masks:
    view = draw(videos())
    seen = sampling_of(view)
    frames = sorted(draw(st.sets(st.sampled_from(seen.indices), max_size=3))) if seen.indices else []
    items = tuple(Mask(f, f * STEP_S, 1, 4, 3, (5, 2, 5), draw(SCORES), draw(LABELS)) for f in frames)
    return Masks(view, seen, items, draw(LABELS))


NUMBERS = st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9)
SECONDS = st.floats(-1e9, 1e9)
VALUES: dict[Type, st.SearchStrategy] = {
    Type.VIDEO: decorated_videos(),
    Type.VIDEOS: st.lists(decorated_videos(), max_size=3).map(tuple),
    Type.SPANS: span_sets() | span_sets(several_sources=True),
    Type.SPAN: spans_of(instants=True),
    Type.BOXES: box_sets(),
    Type.TRACKS: track_sets(),
    Type.TRACK: tracks_in(Video.whole(SOURCE)),
    Type.MASKS: mask_sets(),
    Type.TEXT: st.text(max_size=12),
    Type.TEXTS: st.lists(st.text(max_size=5), max_size=4).map(tuple),
    Type.NUMBER: NUMBERS,
    Type.NUMBERS: st.lists(NUMBERS, max_size=4).map(tuple),
    Type.SECONDS: SECONDS,
    Type.BOOL: st.booleans(),
}


def times_of(value: object) -> list[Interval]:
    """Give every stretch of time that a cuttable value still shows or names."""
    match value:
        case Video():
            return list(value.cuts)
        case Spans():
            return [s.interval for s in value.items]
        case Tracks():
            return [Interval(b.time_s, b.time_s) for t in value.items for b in t.boxes]
        case _:
            return []


def visible_s(value: Video) -> tuple[Interval, ...]:
    return union(value.cuts)


# --- Programs, drawn line by line from the registry and the types. ---

_WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=6)
_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8) | st.sampled_from(
    ["red car", "it's", 'say "hi"', "a\\b", "two\nlines", "tab\there", "# no comment", "(", ""]
)
templates = st.tuples(_TEXTS, _TEXTS).map(PLACEHOLDER.join).filter(Template().accepts)
_NOTES = st.sampled_from(["", "", "", "  # note", " #", "#x  y", '\t# "quoted (bracket'])
_SPACES = st.sampled_from(["", "", " ", "  ", "\t"])


@dataclasses.dataclass
class Writer:
    """Writes one program; the names bound so far, with their types, are what later lines may use."""

    draw: st.DrawFn
    registry: Registry
    scope: dict[str, Type]

    def choose(self, options):
        return self.draw(st.sampled_from(list(options)))

    def constant(self, value) -> str:
        if isinstance(value, str) and "'" not in value and self.draw(st.booleans()):
            return "'" + format_constant(value)[1:-1].replace('\\"', '"') + "'"
        return format_constant(value)

    def leaf(self, type_: Type) -> str | None:
        names = [name for name, t in self.scope.items() if t is type_]
        if names and self.draw(st.booleans()):
            return self.choose(names)
        match type_:
            case Type.TEXT:
                return self.constant(self.draw(_TEXTS))
            case Type.NUMBER | Type.SECONDS:
                return self.constant(self.draw(st.integers(0, 999) | st.integers(0, 9999).map(lambda n: n / 8)))
            case Type.BOOL:
                return self.choose(["True", "False"])
            case _:
                return self.choose(names) if names else None

    def attribute(self, kind) -> str:
        match kind:
            case Choice(words=words):
                return self.constant(self.choose(words))
            case Whole(low=low, high=high):
                return str(self.draw(st.integers(low, high)))
            case DurationS():
                return self.constant(self.draw(st.integers(0, 99) | st.floats(0, 99).map(lambda x: round(x, 3))))
            case Words():
                return self.constant(self.draw(_TEXTS))
            case Template():
                return self.constant(self.draw(templates))
            case Flag():
                return self.choose(["True", "False"])
            case _:
                raise TypeError(f"no strategy for {kind!r}")

    def expression(self, type_: Type, depth: int) -> str | None:
        """Give an expression that can have the type, or None when nothing in reach has it."""
        ways = self.ways(type_) if depth else []
        for _ in range(3 if ways else 0):
            text = self.choose(ways)(depth - 1)
            if text is not None:
                return f"({self.space()}{text}{self.space()})" if self.draw(st.integers(0, 5)) == 0 else text
        return self.leaf(type_)

    def ways(self, type_: Type):
        calls = [
            (lambda depth, m=module, s=signature: self.apply(m, s.operands, depth))
            for module in (*self.registry, *self.registry.signs)
            for signature in module.signatures
            if signature.result is type_
        ]
        element = type_.element
        if element is None:
            return calls
        return [*calls, lambda depth: self.items(element, depth), lambda depth: self.comprehension(element, depth)]

    def apply(self, module: Module, operands: tuple[Type, ...], depth: int) -> str | None:
        written = [self.expression(t, depth) for t in operands]
        parts = [w for w in written if w is not None]
        if len(parts) < len(written):
            return None
        if module.notation:
            return self.signed(module, parts)
        written = {o.name: w for o, w in zip(module.operands, parts, strict=True)}
        written |= {a.name: self.attribute(a.kind) for a in module.required_attributes}
        named = [(name, written[name]) for name in module.positional]
        by_position = self.draw(st.integers(0, len(named))) if self.draw(st.integers(0, 3)) == 0 else len(named)
        optional = [(a.name, self.attribute(a.kind)) for a in module.optional_attributes if self.draw(st.booleans())]
        keywords = self.draw(st.permutations([*named[by_position:], *optional]))
        texts = [w for _, w in named[:by_position]]
        texts += [f"{n}{self.space()}={self.space()}{w}" for n, w in keywords]
        comma = "," if texts and self.draw(st.integers(0, 5)) == 0 else ""
        return f"{module.name}({self.space()}{f',{self.space()}'.join(texts)}{comma})"

    def signed(self, module: Module, parts: list[str]) -> str:
        match module.notation:
            case "if":
                return f"({parts[1]} if {parts[0]} else {parts[2]})"
            case "not":
                return f"(not {parts[0]})"
            case "[]":
                return f"({parts[0]})[{self.space()}{self.draw(st.integers(-9, 9))}]"
            case sign:
                # A minus written close to a number would be its sign.
                return f"({parts[0]} {sign} {parts[1]})"

    def items(self, element: Type, depth: int) -> str | None:
        items = [self.expression(element, depth) for _ in range(self.draw(st.integers(1, 3)))]
        known = [i for i in items if i is not None]
        return f"[{self.space()}{', '.join(known)}]" if len(known) == len(items) else None

    def comprehension(self, element: Type, depth: int) -> str | None:
        plural = self.choose(t for t in Type if t.element)
        iterable = self.expression(plural, min(depth, 1))
        inside = plural.element
        if iterable is None or inside is None:
            return None
        variable = self.choose(["each", "x", f"{inside.prefix}_each"])
        outer, self.scope = self.scope, {**self.scope, variable: inside}
        body = self.expression(element, depth)
        condition = self.expression(Type.BOOL, min(depth, 1)) if self.draw(st.booleans()) else None
        self.scope = outer
        if body is None:
            return None
        filtered = f" if {condition}" if condition else ""
        return f"[{body} for {variable} in {iterable}{filtered}]"

    def space(self) -> str:
        return self.draw(_SPACES)


@st.composite
def programs(draw: st.DrawFn, registry: Registry = REGISTRY, *, plain: bool = False) -> str:
    """Give the text of a well-typed program, laid out as people write; plain: without comments and blank lines."""
    writer = Writer(draw, registry, dict(INPUTS))
    lines: list[str] = []
    for _ in range(draw(st.integers(0, 4))):
        type_ = draw(st.sampled_from(list(Type)))
        text = writer.expression(type_, draw(st.integers(1, 3)))
        if text is None:
            continue
        name = f"{type_.prefix}_{draw(_WORDS)}"
        lines.append(f"{name}{writer.space()}={writer.space()}{text}")
        writer.scope[name] = type_
    answer = draw(st.sampled_from(list(ANSWERABLE)))
    text = writer.expression(answer, draw(st.integers(1, 3))) or "1"
    lines.append(f"answer{writer.space()}={writer.space()}{text}")
    if plain:
        return "\n".join(lines) + "\n"
    noted = [line + draw(_NOTES) for line in lines]
    gaps = [draw(st.sampled_from(["", "", "\n", "# above\n", "\n\n#\n"])) for _ in noted]
    end = draw(st.sampled_from(["\n", "", "\n\n", "\n# end", "\n\n# end\n\n"]))
    return "\n".join(gap + line for gap, line in zip(gaps, noted, strict=True)) + end


_PIECES = [
    *("answer", "video", "count", "(", ")", "[", "]", "=", "==", ",", "\n", " ", "if", "else", "for", "in", "not"),
    *("and", "or", "+", "-", "*", "/", "<", '"', "'", "\\", "#", "1", "2.5", "True", ".", ":", "{", "}", "\t", "\r"),
    *("def", "import", "lambda", "x", "é", "\x00", "\u2028", "best(", "where(", "within=", "direction=", "😀", ";"),
]
junk = st.text(max_size=60) | st.lists(st.sampled_from(_PIECES), max_size=30).map("".join)


@st.composite
def mutated_programs(draw: st.DrawFn) -> str:
    """Give a program in which a few pieces are cut out, doubled, exchanged or put in."""
    text = draw(programs())
    rng = random.Random(draw(st.integers(0, 2**32)))
    for _ in range(draw(st.integers(1, 3))):
        start = rng.randrange(len(text) + 1)
        end = min(len(text), start + rng.randrange(8))
        put = rng.choice(["", text[start:end] * 2, rng.choice(_PIECES), text[start:end][::-1]])
        text = text[:start] + put + text[end:]
    return text
