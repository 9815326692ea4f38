"""`grammar`, `modules` and `doctor`: what is there."""

import dataclasses
from typing import Annotated, Any

import typer

from vprog.api.doctor import examine
from vprog.cli.options import Cache, Json, Models
from vprog.cli.reporting import OUTSIDE, print_json, print_program, reported, say
from vprog.diagnostics import Code, Diagnostic, InputError, near_match
from vprog.language import grammar_text, strict_grammar
from vprog.spec import Module, Registry


def grammar(
    strict: Annotated[bool, typer.Option("--strict", help="The generated one, in which all is well-typed.")] = False,
    json: Json = False,
) -> None:
    """Print the grammar of programs, in Lark's notation."""
    with reported(json_wanted=json):
        text = strict_grammar(Registry.load()) if strict else grammar_text("program.lark")
        if json:
            print_json({"strict": strict, "grammar": text})
        else:
            print_program(text)


def modules(
    name: Annotated[str | None, typer.Argument(help="One module, in full.")] = None, json: Json = False
) -> None:
    """List the modules, or describe one."""
    with reported(json_wanted=json):
        registry = Registry.load()
        chosen = list(registry) if name is None else [_named(name, registry)]
        if json:
            records = [_record(m) for m in chosen]
            print_json(records if name is None else records[0])
        elif name is None:
            width = max(len(m.name) for m in chosen)
            for module in chosen:
                say(f"{module.name:<{width}}  {module.doc}")
        else:
            say(_described(chosen[0]))


def _named(name: str, registry: Registry) -> Module:
    module = registry.called(name)
    if module is None:
        near = near_match(name, registry.names)
        hint = f"did you mean `{near}`?" if near else "`vprog modules` lists them"
        raise InputError(Diagnostic(Code("VP0201"), f"unknown module `{name}`", found=name, hint=hint))
    return module


def _record(module: Module) -> dict[str, Any]:
    return {
        "name": module.name,
        "usage": module.usage,
        "doc": module.doc,
        "details": module.details,
        "version": module.version,
        "traits": sorted(trait.value for trait in module.traits),
        "signatures": [
            {"operands": [t.value for t in s.operands], "result": s.result.value} for s in module.signatures
        ],
        "operands": [{"name": o.name, "doc": o.doc} for o in module.operands],
        "attributes": [
            {"name": a.name, "doc": a.doc, "wanted": a.kind.wanted, "default": a.default, "required": a.required}
            for a in module.attributes
        ],
        "knobs": [dataclasses.asdict(k) for k in module.knobs],
        "backends": [
            {"name": b.name, "profiles": b.profiles, "model": b.model, "vocabulary": b.vocabulary()}
            for b in module.backends
        ],
        "examples": module.examples,
        "origin": module.origin,
    }


def _described(module: Module) -> str:
    lines = [module.usage, "", module.doc, *module.details.splitlines()]
    lines += _section("operands", [(o.name, o.doc) for o in module.operands])
    lines += _section("attributes", [(a.name, f"{a.doc} ({a.kind.wanted})") for a in module.attributes])
    lines += _section(
        "knobs", [(k.name, f"{k.doc} ({k.low:g} to {k.high:g}, default {k.default:g})") for k in module.knobs]
    )
    backends = [
        (b.name, f"profile {', '.join(b.profiles)}; knows {', '.join(b.vocabulary()) or 'what it is given'}")
        for b in module.backends
    ]
    lines += _section("backends", backends)
    lines += _section("examples", [("", e) for e in module.examples])
    return "\n".join(lines)


def _section(title: str, rows: list[tuple[str, str]]) -> list[str]:
    width = max((len(name) for name, _ in rows), default=0)
    return ["", title, *(f"  {name:<{width}}  {text}".rstrip() for name, text in rows)] if rows else []


def doctor(cache: Cache = None, models: Models = None, json: Json = False) -> None:
    """Look at this machine: what is there, what is missing, and what mends it."""
    with reported(json_wanted=json):
        findings = examine(cache, models)
        healthy = all(f.ok for f in findings if f.needed)
        if json:
            print_json({"ok": healthy, "findings": [dataclasses.asdict(f) for f in findings]})
        else:
            for finding in findings:
                mark = "ok " if finding.ok else "NO " if finding.needed else "-  "
                hint = f"\n       {finding.hint}" if finding.hint and not finding.ok else ""
                say(f"{mark} {finding.name}: {finding.detail}{hint}")
        raise typer.Exit(0 if healthy else OUTSIDE)
