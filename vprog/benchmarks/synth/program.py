"""Write a gold program line by line, in the strict form of the language."""

_FOUND = {"Number": "number_found", "Text": "text_found", "Bool": "bool_found", "Seconds": "seconds_found"}


class Program:
    """The lines of a program; the same expression is bound once."""

    def __init__(self) -> None:
        """Begin without a line."""
        self._names: dict[str, str] = {}
        self._final = ""
        self._type = ""

    def bind(self, type_: str, word: str, expression: str) -> str:
        """Bind an expression to `<type>_<word>` and give the name; a word that is taken gets a number."""
        known = self._names.get(expression)
        if known:
            return known
        word = word.replace("_", "")
        name, number = f"{type_}_{word}", 1
        while name in self._names.values():
            number += 1
            name = f"{type_}_{word}{number}"
        self._names[expression] = name
        return name

    def tracks(self, request: str, video: str = "video") -> str:
        """Bind the things that a request names, followed."""
        return self.bind("tracks", request.rsplit(maxsplit=1)[-1], f'track(detect({video}, "{request}"))')

    def answer(self, type_: str, expression: str) -> "Program":
        """Say what the answer is."""
        self._type, self._final = type_, expression
        return self

    def text(self, *, chosen: bool = False) -> str:
        """Give the program; with `chosen` the answer is the one of the given choices that says it."""
        lines = [f"{name} = {expression}" for expression, name in self._names.items()]
        final = self._final
        if chosen:
            lines.append(f"{_FOUND[self._type]} = {final}")
            final = f"choose({_FOUND[self._type]}, choices)"
        return "\n".join([*lines, f"answer = {final}"]) + "\n"
