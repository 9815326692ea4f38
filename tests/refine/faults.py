"""Programs broken on purpose: each class of fault is what a person or a language model does wrong, done to a right one.

A fault takes a program's tree and a source of random choices and gives the broken text, or None where the program has
nothing to break in this way. What still checks is no fault and is drawn again.
"""

import dataclasses
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.grammar import corpora
from vprog.language import check, format_program, parse
from vprog.language.syntax import (
    Call,
    Comprehension,
    Literal,
    Name,
    Operation,
    Program,
    Statement,
    children,
)
from vprog.planner import load_examples
from vprog.refine.tree import Site, moved, renamed, replaced, sites, with_statement
from vprog.spec import Registry
from vprog.spec.declare import Choice
from vprog.types import KEYWORDS

REGISTRY = Registry.load()
Fault = Callable[[Program, random.Random], str | None]
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclasses.dataclass(frozen=True)
class Broken:
    """A right program, and what a fault made of it."""

    fault: str
    name: str
    right: str
    wrong: str


def sources() -> dict[str, str]:
    """Give the right programs by name: the examples, then the accepted corpus."""
    examples = {f"incontext/{e.name}": f"# Q: {e.question}\n{e.program}" for e in load_examples()}
    return examples | {f"accept/{p.stem}": corpora.read(p) for p in map(Path, corpora.programs("accept"))}


def broken(seed: int, of_each: int) -> Iterator[Broken]:
    """Draw so many broken programs of each class, from different right ones as far as there are any."""
    for fault, mutate in FAULTS.items():
        rng = random.Random(f"{seed} {fault}")
        names = list(sources().items())
        rng.shuffle(names)
        drawn = 0
        for name, right in names * 3:
            if drawn == of_each:
                break
            wrong = mutate(parse(right)[0], rng)
            if wrong is not None and not check(wrong, REGISTRY).ok:
                drawn += 1
                yield Broken(fault, name, right, wrong)


def typo(word: str, rng: random.Random) -> str:
    """Swap, drop, double or replace one letter."""
    position = rng.randrange(len(word) - 1)
    head, here, there, tail = word[:position], word[position], word[position + 1], word[position + 2 :]
    return rng.choice(
        (f"{head}{there}{here}{tail}", f"{head}{there}{tail}", f"{head}{here}{here}{there}{tail}")
        if len(word) > 2
        else (f"{word}{rng.choice(_LETTERS)}",)
    )


def _text(program: Program) -> str:
    return format_program(program, REGISTRY)


def _calls(program: Program, least: int = 0) -> list[tuple[Site, Call]]:
    return [(s, n) for s, n in sites(program) if isinstance(n, Call) and len(n.positional) >= least]


def _at_random(items, rng: random.Random):
    found = list(items)
    return rng.choice(found) if found else None


def _with_call(program: Program, rng: random.Random, least: int, change) -> str | None:
    drawn = _at_random(_calls(program, least), rng)
    if drawn is None:
        return None
    site, node = drawn
    new = change(node)
    return None if new is None else _text(replaced(program, site, new))


def _on_a_line(pattern: str, change: Callable[[re.Match[str]], str], *, first: bool = False) -> Fault:
    """Change one place of the text where a pattern stands, on lines that are no comments."""

    def fault(program: Program, rng: random.Random) -> str | None:
        text = _text(program)
        code = sum(len(line) for line in text.splitlines(keepends=True) if line.startswith("#"))
        places = [m for m in re.finditer(pattern, text, re.MULTILINE) if m.start() >= code]
        if not places:
            return None
        place = places[0] if first else rng.choice(places)
        return text[: place.start()] + change(place) + text[place.end() :]

    return fault


# Names.


def unknown_module(program: Program, rng: random.Random) -> str | None:
    return _with_call(program, rng, 0, lambda c: dataclasses.replace(c, function=typo(c.function, rng)))


def module_in_another_case(program: Program, rng: random.Random) -> str | None:
    def change(call: Call) -> Call:
        words = call.function.split("_")
        camel = words[0] + "".join(w.capitalize() for w in words[1:])
        return dataclasses.replace(
            call, function=rng.choice((call.function.capitalize(), call.function.upper(), camel))
        )

    return _with_call(program, rng, 0, change)


def module_by_another_name(program: Program, rng: random.Random) -> str | None:
    def change(call: Call) -> Call | None:
        module = REGISTRY.called(call.function)
        known = module.aliases if module else ()
        return dataclasses.replace(call, function=rng.choice(known)) if known else None

    calls = [(s, c) for s, c in _calls(program) if change(c)]
    drawn = _at_random(calls, rng)
    return _text(replaced(program, drawn[0], change(drawn[1]))) if drawn else None


def undefined_name(program: Program, rng: random.Random) -> str | None:
    drawn = _at_random(((s, n) for s, n in sites(program) if isinstance(n, Name)), rng)
    return _text(replaced(program, drawn[0], Name(typo(drawn[1].id, rng)))) if drawn else None


def misspelt_binding(program: Program, rng: random.Random) -> str | None:
    if len(program.statements) < 2:
        return None
    number = rng.randrange(len(program.statements) - 1)
    statement = program.statements[number]
    return _text(with_statement(program, number, dataclasses.replace(statement, name=typo(statement.name, rng))))


def name_announces_another_type(program: Program, rng: random.Random) -> str | None:
    if len(program.statements) < 2:
        return None
    number = rng.randrange(len(program.statements) - 1)
    prefix, _, word = program.statements[number].name.partition("_")
    other = prefix.removesuffix("s") if prefix.endswith("s") and prefix != "seconds" else f"{prefix}s"
    return _text(renamed(program, number, f"{other}_{word}"))


def reserved_name(program: Program, rng: random.Random) -> str | None:
    if len(program.statements) < 2:
        return None
    number = rng.randrange(len(program.statements) - 1)
    return _text(renamed(program, number, rng.choice((*REGISTRY.names, "choices", "question"))))


def lines_out_of_order(program: Program, rng: random.Random) -> str | None:
    count = len(program.statements)
    if count < 3:
        return None
    number = rng.randrange(count - 2)
    return _text(moved(program, number, number + 1))


# Arguments.


def swapped_arguments(program: Program, rng: random.Random) -> str | None:
    def change(call: Call) -> Call:
        given = list(call.positional)
        first, second = rng.sample(range(len(given)), 2)
        given[first], given[second] = given[second], given[first]
        return dataclasses.replace(call, positional=tuple(given))

    return _with_call(program, rng, 2, change)


def missing_argument(program: Program, rng: random.Random) -> str | None:
    def change(call: Call) -> Call:
        left_out = rng.randrange(len(call.positional))
        kept = tuple(v for p, v in enumerate(call.positional) if p != left_out)
        return dataclasses.replace(call, positional=kept)

    return _with_call(program, rng, 2, change)


def argument_too_many(program: Program, rng: random.Random) -> str | None:
    extra = rng.choice((Literal("all"), Literal(1), Name("video"), Literal(True)))
    return _with_call(program, rng, 1, lambda c: dataclasses.replace(c, positional=(*c.positional, extra)))


def unknown_argument(program: Program, rng: random.Random) -> str | None:
    extra = rng.choice((("mode", Literal("fast")), ("verbose", Literal(True)), ("limit", Literal(10))))
    return _with_call(program, rng, 1, lambda c: dataclasses.replace(c, keywords=(*c.keywords, extra)))


def knob_written(program: Program, rng: random.Random) -> str | None:
    with_knobs = [
        (s, c, m.knobs) for s, c in _calls(program) if (m := REGISTRY.called(c.function)) is not None and m.knobs
    ]
    drawn = _at_random(with_knobs, rng)
    if drawn is None:
        return None
    site, call, knobs = drawn
    knob = rng.choice(knobs)
    keywords = (*call.keywords, (knob.name, Literal(knob.default)))
    return _text(replaced(program, site, dataclasses.replace(call, keywords=keywords)))


def misspelt_argument(program: Program, rng: random.Random) -> str | None:
    drawn = _at_random(((s, c) for s, c in _calls(program) if c.keywords), rng)
    if drawn is None:
        return None
    site, call = drawn
    (name, value), *rest = call.keywords
    wrong = dataclasses.replace(call, keywords=((typo(name, rng), value), *rest))
    return _text(replaced(program, site, wrong))


def argument_by_position(program: Program, rng: random.Random) -> str | None:
    drawn = _at_random(((s, c) for s, c in _calls(program) if len(c.keywords) == 1), rng)
    if drawn is None:
        return None
    site, call = drawn
    wrong = dataclasses.replace(call, positional=(*call.positional, call.keywords[0][1]), keywords=())
    return _text(replaced(program, site, wrong))


def misspelt_value(program: Program, rng: random.Random) -> str | None:
    def choices_of(call: Call) -> list[int]:
        module = REGISTRY.called(call.function)
        kinds = {a.name: a.kind for a in module.attributes} if module else {}
        slots = [*module.positional[: len(call.positional)], *(k for k, _ in call.keywords)] if module else []
        return [p for p, name in enumerate(slots) if isinstance(kinds.get(name), Choice)]

    found = [(s, c, p) for s, c in _calls(program) for p in choices_of(c)]
    drawn = _at_random(found, rng)
    if drawn is None:
        return None
    site, call, position = drawn
    word = children(call)[position]
    below = Site(site.statement, (*site.path, position))
    assert isinstance(word, Literal)
    wrong = rng.choice((typo(str(word.value), rng), str(word.value).capitalize(), f"{word.value}wards"))
    return _text(replaced(program, below, Literal(wrong)))


# Types.


def missing_conversion(program: Program, rng: random.Random) -> str | None:
    return _with_call(program, rng, 1, lambda c: c.positional[0] if not isinstance(c.positional[0], Literal) else None)


def needless_conversion(program: Program, rng: random.Random) -> str | None:
    drawn = _at_random(_calls(program, 1), rng)
    if drawn is None:
        return None
    site, call = drawn
    around = rng.choice(("first", "track", "count", "who", "longest", call.function))
    return _text(replaced(program, site, Call(around, (call,), ())))


def number_as_a_text(program: Program, rng: random.Random) -> str | None:
    numbers = (
        (s, n)
        for s, n in sites(program)
        if isinstance(n, Literal) and isinstance(n.value, int | float) and not isinstance(n.value, bool)
    )
    drawn = _at_random(numbers, rng)
    return _text(replaced(program, drawn[0], Literal(str(drawn[1].value)))) if drawn else None


# The answer.


def answer_by_another_name(program: Program, rng: random.Random) -> str | None:
    last = len(program.statements) - 1
    name = rng.choice(("result", "Answer", "anwser", "final", "output", "number_all", "res"))
    return _text(with_statement(program, last, dataclasses.replace(program.statements[last], name=name)))


def answer_left_out(program: Program, rng: random.Random) -> str | None:
    """The last line is missing: only what it did beyond naming a value is lost."""
    return _text(Program(program.statements[:-1])) if len(program.statements) > 1 else None


def answer_not_last(program: Program, rng: random.Random) -> str | None:
    extra = Statement("tracks_rest", Call("track", (Call("detect", (Name("video"), Literal("cup")), ()),), ()))
    return _text(Program((*program.statements, extra)))


# Syntax.


def _without_a_bracket(program: Program, rng: random.Random) -> str | None:
    return _on_a_line(r"[)\]](?=[)\]]*$)", lambda _: "")(program, rng)


def _joined(program: Program, rng: random.Random) -> str | None:
    """As a chat writes it: prose around, and a fence."""
    return f"Here is the program you asked for:\n\n```python\n{_text(program)}```\nLet me know if it works.\n"


def _and_or(match: re.Match[str]) -> str:
    return {" and ": " && ", " or ": " || ", "(not ": "(!"}[match[0]]


def prose_around(program: Program, rng: random.Random) -> str | None:
    return f"Sure, this answers the question.\n{_text(program)}"


def method_call(program: Program, rng: random.Random) -> str | None:
    text = r"(\w+)\((\w+)(?:, )?([^()]*)\)"
    keep = KEYWORDS | {"fill"}
    fault = _on_a_line(text, lambda m: f"{m[2]}.{m[1]}({m[3]})" if m[1] not in keep else m[0])
    return fault(program, rng)


def attribute_access(program: Program, rng: random.Random) -> str | None:
    return _on_a_line(r"(?<=[ (])(\w+)\((\w+)\)", lambda m: f"{m[2]}.{m[1]}")(program, rng)


def comprehension_without_brackets(program: Program, rng: random.Random) -> str | None:
    if not any(isinstance(s.value, Comprehension) for s in program.statements):
        return None
    return _on_a_line(r"= \[(.* for .*)\]$", lambda m: f"= {m[1]}")(program, rng)


def infix_with_a_single_sign(program: Program, rng: random.Random) -> str | None:
    if not any(isinstance(n, Operation) and n.sign == "==" for _, n in sites(program)):
        return None
    return _on_a_line(r" == ", lambda _: " = ")(program, rng)


FAULTS: dict[str, Fault] = {
    "unknown module": unknown_module,
    "module in another case": module_in_another_case,
    "module by another name": module_by_another_name,
    "undefined name": undefined_name,
    "misspelt binding": misspelt_binding,
    "name announces another type": name_announces_another_type,
    "reserved name": reserved_name,
    "lines out of order": lines_out_of_order,
    "swapped arguments": swapped_arguments,
    "missing argument": missing_argument,
    "argument too many": argument_too_many,
    "unknown argument": unknown_argument,
    "knob written": knob_written,
    "misspelt argument": misspelt_argument,
    "argument by position": argument_by_position,
    "misspelt value": misspelt_value,
    "missing conversion": missing_conversion,
    "needless conversion": needless_conversion,
    "number as a text": number_as_a_text,
    "answer by another name": answer_by_another_name,
    "answer left out": answer_left_out,
    "answer not last": answer_not_last,
    "bracket left open": _without_a_bracket,
    "bracket too many": _on_a_line(r"\)$", lambda _: "))"),
    "bracket of another kind": _on_a_line(r"\)$", lambda _: "]"),
    "comma left out": _on_a_line(r", ", lambda _: " "),
    "comma twice": _on_a_line(r", ", lambda _: ",, "),
    "quote left out": _on_a_line(r'(?<=\w)"', lambda _: ""),
    "text without quotes": _on_a_line(r'"(\w[\w ]*)"', lambda m: m[1]),
    "curly quotes": _on_a_line(r'"([^"\n]*)"', lambda m: f"“{m[1]}”"),
    "text formatted": _on_a_line(r'(?<=[ (])"', lambda _: 'f"'),
    "single equals sign": infix_with_a_single_sign,
    "sign of a binding": _on_a_line(r"(?<=\w) = ", lambda _: " := "),
    "type of a binding": _on_a_line(r"^(\w+) = ", lambda m: f"{m[1]}: object = "),
    "signs of another language": _on_a_line(r" and | or |\(not ", _and_or),
    "number of Python": _on_a_line(r"(?<=[ (])\d+\.\d+", lambda m: f"{m[0].rstrip('0')}s"),
    "method": method_call,
    "attribute": attribute_access,
    "list without brackets": comprehension_without_brackets,
    "return": _on_a_line(r"^answer = ", lambda _: "return "),
    "print": _on_a_line(r"^answer = (.*)$", lambda m: f"print({m[1]})"),
    "bare last value": _on_a_line(r"^answer = ", lambda _: ""),
    "fence": _joined,
    "prose around": prose_around,
}


# Programs that check and answer another question.


@dataclasses.dataclass(frozen=True)
class Doubtful:
    """A question with the program that answers it, and one that checks and does not."""

    fault: str
    name: str
    question: str
    choices: tuple[str, ...]
    right: str
    wrong: str


def doubtful() -> Iterator[Doubtful]:
    """Go through what can be turned into another answer in the examples, one fault at a time."""
    for example in load_examples():
        question, _, offered = example.question.partition(" Choices: ")
        choices = tuple(offered.split(", ")) if offered else ()
        for fault, mutate in DOUBTS.items():
            wrong = mutate(parse(example.program)[0])
            if wrong is not None and wrong != example.program and check(wrong, REGISTRY).ok:
                yield Doubtful(fault, example.name, question, choices, example.program, wrong)


_TURNED = {"before": "after", "first": "last", "enters": "leaves", "left_of": "right_of", "above": "below"}
_TURNED |= {"appears": "disappears", "argmax": "argmin", "left": "right", "up": "down", "start": "end"}
_TURNED |= {there: here for here, there in _TURNED.items()}


def _turned(program: Program) -> str | None:
    """Turn the first direction round, in operators and in constants."""
    for site, node in sites(program):
        match node:
            case Call(function=name) if name in _TURNED:
                return _text(replaced(program, site, dataclasses.replace(node, function=_TURNED[name])))
            case Literal(value=str(text)) if text in _TURNED:
                return _text(replaced(program, site, Literal(_TURNED[text])))
            case _:
                pass
    return None


def _last_step_lost(program: Program) -> str | None:
    last = program.statements[-1].value
    if not isinstance(last, Call) or not last.positional:
        return None
    return _text(replaced(program, Site(len(program.statements) - 1), last.positional[0]))


def _color_lost(program: Program) -> str | None:
    for site, node in sites(program):
        if isinstance(node, Literal) and str(node.value).startswith(("red ", "blue ", "green ")):
            return _text(replaced(program, site, Literal(str(node.value).partition(" ")[2])))
    return None


def _number_changed(program: Program) -> str | None:
    for site, node in sites(program):
        if isinstance(node, Literal) and isinstance(node.value, float) and node.value:
            return _text(replaced(program, site, Literal(node.value * 3 + 1)))
    return None


def _choices_lost(program: Program) -> str | None:
    last = program.statements[-1].value
    chosen = isinstance(last, Call) and last.function == "choose" and Name("choices") in last.positional
    return _last_step_lost(program) if chosen else None


DOUBTS: dict[str, Callable[[Program], str | None]] = {
    "direction turned round": _turned,
    "last step lost": _last_step_lost,
    "colour lost": _color_lost,
    "number changed": _number_changed,
    "choices lost": _choices_lost,
}
