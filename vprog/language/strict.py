"""Generate the strict grammar from the registry: one non-terminal for each type, so that all it derives is well-typed.

One text serves lark (LALR), llguidance and xgrammar, hence: terminals that can meet are disjoint (a name is
`<type>_<word>`), nesting is bounded at three, spacing is that of the formatter, strings are given by explicit ranges,
and there are no priorities, look-arounds, imports or repetitions of keywords.

With the names in scope given, the grammar admits just these names and one more line: then names are right as well.
"""

import dataclasses
import functools
import re
import string
from collections.abc import Collection, Iterable, Mapping, Sequence

from vprog.language.limits import STRICT_LINES
from vprog.spec.declare import Attribute, Choice, DurationS, Flag, Template, Whole, Words
from vprog.spec.module import Module, Signature
from vprog.spec.registry import Registry
from vprog.types import ANSWERABLE, INPUTS, Type

_OUTER, _INNER, _LEAF = "", "_in", "_lit"
_BELOW = {_OUTER: _INNER, _INNER: _LEAF}
_EACH = "each"
_LARGEST_INT = 9999
"""What the terminal INT reaches: a whole number that must be smaller is written out as a choice."""
_MOST_LISTED = 100
_TERMINALS = """\
STRING: /"[ !#-\\[\\]-~\\u00a1-\\ud7ff]{1,80}"/
TEMPLATE: /"[ !#-\\[\\]-z|~\\u00a1-\\ud7ff]{0,60}\\{\\}[ !#-\\[\\]-z|~\\u00a1-\\ud7ff]{0,60}"/
INT: /0|[1-9][0-9]{0,3}/
DECIMAL: /(0|[1-9][0-9]{0,4})\\.[0-9][1-9]?/
_NL: /\\n/"""
LONGEST_WORD = 12
"""Characters of a name behind its type, at most."""
_WORD = f"[a-z][a-z0-9]{{0,{LONGEST_WORD - 1}}}"
_LETTERS, _DIGITS = string.ascii_lowercase, string.digits
_ITERABLE = tuple(t for t in Type if t.element)
_USED = re.compile(r'"(?:\\.|[^"\\])*"|([A-Za-z_][A-Za-z0-9_]*)')

Scope = Mapping[str, Type]


@dataclasses.dataclass(frozen=True)
class _Rule:
    name: str
    alternatives: tuple[str, ...]
    type: Type | None = None
    """Whose leaves stand before the alternatives; None for none."""


def strict_grammar(registry: Registry) -> str:
    """Give the static grammar of whole programs, in which any name of the right shape may be used."""
    rules = _rules(registry, None)
    names = [f"{_name_terminal(t)}: /{t.prefix}_{_WORD}/" for t in Type]
    statement = " | ".join(f'{_name_terminal(t)} " = " {t.prefix} _NL' for t in Type)
    head = [
        f"start: stmt~0..{STRICT_LINES} answer",
        f"stmt: {statement}",
        f'answer: "answer = " ({" | ".join(t.prefix for t in ANSWERABLE)}) _NL',
    ]
    lines = [*head, *map(_rule_text, rules), *names, _TERMINALS]
    return "// Generated from the module registry by `vprog grammar --strict`; do not edit.\n" + "\n".join(lines) + "\n"


def strict_line_grammar(registry: Registry, scope: Scope, *, last: bool | None) -> str:
    """Give the grammar of one more line, in which exactly the names of `scope` and the inputs may be used.

    last: the line must bind `answer`; False: it binds a name that is not in scope; None: it does either.
    """
    rules = _productive(_rules(registry, scope))
    known = {rule.name for rule in rules}
    lines: list[str] = []
    names: list[str] = []
    if last is not False:
        lines.append(f'"answer = " ({" | ".join(t.prefix for t in ANSWERABLE if t.prefix in known)}) _NL')
    if not last:
        typed = [t for t in Type if t.prefix in known]
        lines += [f'NEW_{t.name} " = " {t.prefix} _NL' for t in typed]
        names += [f"NEW_{t.name}: /{t.prefix}_{_new_word(t, scope)}/" for t in typed]
    start = "start: " + " | ".join(lines)
    return "\n".join([start, *map(_rule_text, rules), *names, _TERMINALS]) + "\n"


def strict_value_grammar(registry: Registry, scope: Scope, wanted: Collection[Type], *, depth: int = 0) -> str:
    """Give the grammar of one value of one of some types, and a line feed behind it.

    Exactly the names of `scope` and the inputs may be used. depth: in how many calls it stands; each leaves less room.
    """
    level = (_OUTER, _INNER, _LEAF)[min(depth, 2)]
    rules = _productive(_rules(registry, scope))
    known = {rule.name for rule in rules}
    start = " | ".join(f"{t.prefix}{level} _NL" for t in Type if t in wanted and t.prefix + level in known)
    return "\n".join([f"start: {start}", *map(_rule_text, rules), _TERMINALS]) + "\n" if start else ""


def _new_word(type_: Type, scope: Scope) -> str:
    """Give the pattern of a name's word, less those that are in scope: no name is bound twice."""
    bound = frozenset(name.removeprefix(f"{type_.prefix}_") for name, t in scope.items() if t is type_)
    return (_other_than(bound, LONGEST_WORD, first=True) if bound else None) or _WORD


def _other_than(words: frozenset[str], left: int, *, first: bool = False) -> str | None:
    """Give a pattern of the words of at most so many characters, less those given; None for no word at all.

    It goes from letter to letter, since engines have no look-around.
    """
    may_end = not first and "" not in words
    if not left:
        return "" if may_end else None
    begun = sorted({word[0] for word in words if word})
    free = "".join(char for char in (_LETTERS if first else _LETTERS + _DIGITS) if char not in begun)
    ways = [f"[{free}]" + (f"[a-z0-9]{{0,{left - 1}}}" if left > 1 else "")]
    for char in begun:
        rest = _other_than(frozenset(word[1:] for word in words if word[:1] == char), left - 1)
        if rest is not None:
            ways.append(char + rest)
    return f"({'|'.join(ways)}){'?' if may_end else ''}"


def _rules(registry: Registry, scope: Scope | None) -> list[_Rule]:
    """Give all rules, with the names in scope, or in the static grammar any, as leaves."""
    leaves = {t: _leaves(t, scope) for t in Type}
    return [
        dataclasses.replace(rule, alternatives=(*leaves[rule.type], *rule.alternatives)) if rule.type else rule
        for rule in _rules_without_leaves(registry, free=scope is None)
    ]


@functools.lru_cache(maxsize=8)
def _rules_without_leaves(registry: Registry, *, free: bool) -> tuple[_Rule, ...]:
    """Give what is the same for every line, so that a decoder need not wait for it."""
    return _Writer(registry, free=free).rules()


def _leaves(type_: Type, scope: Scope | None) -> tuple[str, ...]:
    inputs = [f'"{name}"' for name, t in INPUTS.items() if t is type_]
    names = [_name_terminal(type_)] if scope is None else [f'"{name}"' for name, t in scope.items() if t is type_]
    literals = {Type.TEXT: ["STRING"], Type.NUMBER: ["INT"], Type.SECONDS: ["DECIMAL"]}
    return (*names, *inputs, *literals.get(type_, []))


class _Writer:
    """Writes the rules of every type at every level of nesting, without the leaves."""

    def __init__(self, registry: Registry, *, free: bool) -> None:
        self._free = free
        self._calls: dict[Type, list[tuple[Module, Signature]]] = {t: [] for t in Type}
        self._choices: dict[tuple[str, ...], str] = {}
        for module in (*registry, *registry.signs):
            for signature in module.signatures:
                self._calls[signature.result].append((module, signature))

    def rules(self) -> tuple[_Rule, ...]:
        found = [_Rule(t.prefix + level, self._alternatives(t, level), t) for level in _BELOW for t in Type]
        found += [_Rule(t.prefix + _LEAF, (), t) for t in Type]
        if not self._free:
            found += self._element_rules()
        found += [_Rule(name, tuple(f'"\\"{w}\\""' for w in words)) for words, name in self._choices.items()]
        return tuple(found)

    def _element_rules(self) -> list[_Rule]:
        """Give, for each type gone through, its members as a leaf, and the bodies that may use them."""
        found = []
        for element in dict.fromkeys(t.element for t in _ITERABLE if t.element):
            each = f"{element.prefix}_{_EACH}"
            found.append(_Rule(_leaf(element, element), (f'"{each}"', f"{element.prefix}{_LEAF}")))
            bodies = [*(t.element for t in _ITERABLE if t.element), Type.BOOL]
            for body in bodies:
                alternatives = (_leaf(body, element), *self._alternatives(body, _INNER, element))
                found.append(_Rule(_body(body, element), alternatives))
        return found

    def _alternatives(self, type_: Type, level: str, element: Type | None = None) -> tuple[str, ...]:
        texts: list[str] = []
        for module, signature in self._calls[type_]:
            operands = [_leaf(t, element) if element else t.prefix + _BELOW[level] for t in signature.operands]
            texts.append(self._sign(module, operands) if module.notation else self._call(module, operands))
        if level == _OUTER and type_.element:
            texts += self._plurals(type_, type_.element)
        return tuple(dict.fromkeys(texts))

    def _plurals(self, plural: Type, element: Type) -> list[str]:
        """Give lists written out and comprehensions; only the outermost level has them, which bounds nesting."""
        item = element.prefix + _INNER
        texts = [f'"[" {item} "]"', f'"[" {item} ", " {item} "]"', f'"[" {item} ", " {item} ", " {item} "]"']
        for iterable in _ITERABLE:
            inner = iterable.element
            assert inner is not None  # noqa: S101  # _ITERABLE holds those that have one
            each = f'" for {inner.prefix}_{_EACH} in "'
            body = item if self._free else _body(element, inner)
            condition = Type.BOOL.prefix + _INNER if self._free else _body(Type.BOOL, inner)
            texts.append(f'"[" {body} {each} {iterable.prefix}{_LEAF} [" if " {condition}] "]"')
        return texts

    def _call(self, module: Module, operands: Sequence[str]) -> str:
        written = {o.name: rule for o, rule in zip(module.operands, operands, strict=True)}
        written |= {a.name: self._constant(a) for a in module.required_attributes}
        fixed = [written[name] for name in module.positional]
        text = f'"{module.name}(" ' + ' ", " '.join(fixed)
        for position, attribute in enumerate(module.optional_attributes):
            comma = ", " if fixed or position else ""
            text += f' ["{comma}{attribute.name}=" {self._constant(attribute)}]'
        return text + ' ")"'

    def _sign(self, module: Module, operands: Sequence[str]) -> str:
        match module.notation:
            case "if":
                condition, value, otherwise = operands
                return f'"(" {value} " if " {condition} " else " {otherwise} ")"'
            case "not":
                # In two terminals: llguidance would take "(n" for the start of "(not " and never come back to a name.
                return f'"(" "not " {operands[0]} ")"'
            case "[]":
                # A leaf only: `first(…)` and `nth(…)` serve what is computed.
                plural = operands[0].removesuffix(_INNER).removesuffix(_LEAF)
                return f'{plural}{_LEAF} "[" INT "]"' if _EACH not in operands[0] else f'{operands[0]} "[" INT "]"'
            case sign:
                return f'"(" {operands[0]} " {sign} " {operands[1]} ")"'

    def _constant(self, attribute: Attribute) -> str:
        match attribute.kind:
            case Choice(words=words):
                return self._choices.setdefault(words, "e_" + "_".join(re.sub(r"\W", "", w) for w in words))
            case Whole(low=low, high=high) if low <= 0 and high >= _LARGEST_INT:
                return "INT"
            case Whole(low=low, high=high) if low >= 0 and high - low < _MOST_LISTED:
                return "(" + " | ".join(f'"{n}"' for n in range(low, high + 1)) + ")"
            case DurationS():
                return "DECIMAL"
            case Words():
                return "STRING"
            case Template():
                return "TEMPLATE"
            case Flag():
                return '("True" | "False")'
            case kind:
                raise TypeError(f"the strict grammar has no terminal for {kind!r} of `{attribute.name}`")


def _name_terminal(type_: Type) -> str:
    return f"{type_.name}_NAME"


def _leaf(type_: Type, element: Type | None) -> str:
    """Give the leaf rule of a type inside a comprehension over `element`."""
    return f"{type_.prefix}_{_EACH}{_LEAF}" if type_ is element else type_.prefix + _LEAF


def _body(type_: Type, element: Type) -> str:
    return f"{type_.prefix}_of_{element.prefix}"


def _rule_text(rule: _Rule) -> str:
    return f"{rule.name}: {' | '.join(rule.alternatives)}"


def _productive(rules: Iterable[_Rule]) -> list[_Rule]:
    """Drop alternatives that can never end because a type they need has no name in scope, and rules left empty."""
    kept = [rule for rule in rules if rule.alternatives]
    while True:
        known = {rule.name for rule in kept}
        pruned = [_Rule(r.name, tuple(a for a in r.alternatives if _refers(a) <= known)) for r in kept]
        pruned = [rule for rule in pruned if rule.alternatives]
        if pruned == kept:
            # Levels only refer downwards, so a rule whose references all exist can always end.
            return kept
        kept = pruned


@functools.lru_cache(maxsize=20_000)  # most alternatives are the same on every line
def _refers(alternative: str) -> frozenset[str]:
    """Give the rules that an alternative needs; terminals are written in capitals and always exist."""
    words = {match[1] for match in _USED.finditer(alternative) if match[1]}
    return frozenset(word for word in words if not word.isupper() and not word.startswith("_"))
