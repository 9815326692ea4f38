"""Training data from traces, one JSON object on each line, in the layouts that trainers of language models read."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from vprog.report.recorded import Recorded, RecordedQuestion
from vprog.values import describe

Line = dict[str, Any]


def training_lines(runs: Sequence[Recorded], layout: str) -> Iterator[str]:
    """Give the lines of a layout: one for each question that has what it takes.

    `pairs`: `prompt`, `completion` (question and program). `messages`: the same as a conversation. `tools`: the
    conversation with a call of a tool for each step, and what it gave. `preferences`: `prompt`, `chosen`, `rejected`,
    one for each attempt that failed before one that answered. `steps`: `prompt`, `completions`, `labels`, the lines of
    a program and whether each gave a value.
    Source: huggingface.co/docs/trl, Dataset formats and types.
    """
    for run in runs:
        for question in run.questions:
            for line in LAYOUTS[layout](run, question):
                yield json.dumps(line, ensure_ascii=False)


def _answered(question: RecordedQuestion) -> bool:
    return bool(question.answer) and question.answer is not None and question.answer["status"] == "answered"


def prompt_of(question: RecordedQuestion) -> str:
    """Give what was asked, with its choices."""
    choices = "".join(f"\n- {choice}" for choice in question.choices)
    return f"{question.question}{choices}"


def _pairs(_run: Recorded, question: RecordedQuestion) -> Iterator[Line]:
    if question.question and question.program and _answered(question):
        yield {"prompt": prompt_of(question), "completion": question.program}


def _messages(run: Recorded, question: RecordedQuestion) -> Iterator[Line]:
    for pair in _pairs(run, question):
        asked = {"role": "user", "content": pair["prompt"]}
        yield {"messages": [asked, {"role": "assistant", "content": pair["completion"]}]}


def _tools(run: Recorded, question: RecordedQuestion) -> Iterator[Line]:
    """Give the steps that the answer needed as calls, in the order they were computed; values go by their keys."""
    outcome = question.outcome
    if not question.question or not _answered(question) or outcome is None:
        return
    messages: list[Line] = [{"role": "user", "content": prompt_of(question)}]
    tools: dict[str, Line] = {}
    for node in _needed(run, question):
        arguments = {"operands": list(node.operands), **node.settings}
        tools.setdefault(node.op, _tool(node.op, arguments))
        called = {"id": node.key, "type": "function", "function": {"name": node.op, "arguments": json.dumps(arguments)}}
        messages.append({"role": "assistant", "content": "", "tool_calls": [called]})
        told = describe(node.outcome)
        messages.append({"role": "tool", "tool_call_id": node.key, "name": node.op, "content": told})
    messages.append({"role": "assistant", "content": describe(outcome)})
    yield {"messages": messages, "tools": list(tools.values())}


def _needed(run: Recorded, question: RecordedQuestion) -> list[Any]:
    """Give the computed nodes that the answer rests on."""
    root = question.names["answer"].key
    wanted, stack = set(), [root] if root else []
    while stack:
        key = stack.pop()
        if key not in wanted and key in run.nodes:
            wanted.add(key)
            stack.extend(run.nodes[key].operands)
    return [node for key, node in run.nodes.items() if key in wanted]


def _tool(name: str, arguments: Line) -> Line:
    kinds = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array"}
    properties: dict[str, Line] = {key: {"type": kinds.get(type(value), "string")} for key, value in arguments.items()}
    properties["operands"] = {"type": "array", "items": {"type": "string"}}
    parameters = {"type": "object", "properties": properties, "required": list(properties)}
    return {"type": "function", "function": {"name": name, "description": name, "parameters": parameters}}


def _preferences(_run: Recorded, question: RecordedQuestion) -> Iterator[Line]:
    if not question.question or not _answered(question):
        return
    *earlier, last = question.attempts
    for attempt in earlier:
        rejected = attempt["program"]
        if rejected and attempt["status"] != "answered" and rejected != last["program"]:
            yield {"prompt": prompt_of(question), "chosen": last["program"], "rejected": rejected}


def _steps(_run: Recorded, question: RecordedQuestion) -> Iterator[Line]:
    if not question.question or not question.program:
        return
    lines = question.program.split("\n")
    said = [(bound, bound.outcome) for bound in question.names.values()]
    steps = ["\n".join(lines[bound.line - 1 : bound.end_line]) for bound, outcome in said if outcome]
    labels = [outcome.has_value for _, outcome in said if outcome]
    if steps:
        yield {"prompt": prompt_of(question), "completions": steps, "labels": labels}


LAYOUTS: dict[str, Callable[[Recorded, RecordedQuestion], Iterator[Line]]] = {
    "pairs": _pairs,
    "messages": _messages,
    "tools": _tools,
    "preferences": _preferences,
    "steps": _steps,
}
