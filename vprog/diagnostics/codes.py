"""The table of stable codes. A code never changes its meaning; a retired one is not used again."""

from typing import NewType

Code = NewType("Code", str)

CODES: dict[Code, str] = {
    # 01xx syntax
    Code("VP0101"): "unexpected word or sign",
    Code("VP0102"): "not part of the language",
    Code("VP0103"): "the line ends too early",
    Code("VP0104"): "program too long",
    Code("VP0105"): "text, number or list out of bounds",
    # 02xx names
    Code("VP0201"): "unknown module",
    Code("VP0202"): "undefined name",
    Code("VP0203"): "unknown argument",
    Code("VP0204"): "name bound twice",
    Code("VP0205"): "reserved name",
    Code("VP0206"): "the last line must bind `answer`",
    Code("VP0207"): "value never used",
    # 03xx types
    Code("VP0301"): "wrong type of argument",
    Code("VP0302"): "missing argument",
    Code("VP0303"): "too many arguments",
    Code("VP0304"): "argument must be a constant",
    Code("VP0305"): "constant not allowed here",
    Code("VP0306"): "operands do not go together",
    Code("VP0307"): "branches differ in type",
    Code("VP0308"): "cannot be iterated",
    Code("VP0309"): "name announces another type",
    Code("VP0310"): "not a type of answer",
    Code("VP0311"): "list of mixed or unlisted types",
    Code("VP0312"): "argument given twice",
    Code("VP0313"): "a knob is not written in programs",
    # 04xx graph
    Code("VP0401"): "graph breaks a rule",
    Code("VP0402"): "no backend in this profile",
    # 05xx run
    Code("VP0501"): "video cannot be read",
    Code("VP0502"): "module failed",
    Code("VP0503"): "limit exceeded",
    Code("VP0504"): "model or package missing",
    Code("VP0505"): "input unusable",
    Code("VP0506"): "nothing found where the question takes it for granted",
    # 06xx planner
    Code("VP0601"): "question not understood",
    Code("VP0602"): "planner wrote an invalid program",
    Code("VP0603"): "answer of another type than the question asks for",
    Code("VP0604"): "word of the question lost",
    Code("VP0605"): "direction turned round",
    Code("VP0611"): "language model out of reach",
    Code("VP0612"): "language model refused the request",
    Code("VP0613"): "reply of the language model unusable",
    Code("VP0614"): "tokens or money spent",
    Code("VP0615"): "call not in the recording",
    Code("VP0616"): "fallback to another planner",
}
