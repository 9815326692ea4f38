"""The program in what a model wrote: it may think aloud first, talk around the program, or put it in a fence."""

import re
import textwrap

_THOUGHT = re.compile(r".*</think(?:ing)?>", re.DOTALL)
_FENCED = re.compile(r"^[ \t]*(?:```|~~~)[^\n]*\n(.*?)(?:^[ \t]*(?:```|~~~)[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
_BINDING = re.compile(r"[a-z_]\w*[ \t]*=(?!=)")
_ANSWER = re.compile(r"answer[ \t]*=(?!=)")


def program_in(text: str) -> str | None:
    """Give the program of a reply, from its first binding or comment to that of `answer`, or None where there is none.

    Of several fences the last one that binds `answer` counts.
    """
    said = _THOUGHT.sub("", text.replace("\r\n", "\n"))
    for candidate in (*reversed(_FENCED.findall(said)), said):
        program = _statements(textwrap.dedent(candidate))
        if program is not None:
            return program
    return None


def _statements(text: str) -> str | None:
    lines = text.split("\n")
    first = next((i for i, line in enumerate(lines) if _BINDING.match(line)), None)
    last = next((i for i in range(len(lines) - 1, -1, -1) if _ANSWER.match(lines[i])), None)
    if first is None or last is None:
        return None
    # The last statement goes on while a bracket is open.
    depth, end = 0, last
    for end in range(last, len(lines)):
        line = re.sub(r'"[^"\n]*"', "", lines[end])
        depth += sum(map(line.count, "([")) - sum(map(line.count, ")]"))
        if depth <= 0:
            break
    return "\n".join(lines[first : end + 1]).rstrip() + "\n"
