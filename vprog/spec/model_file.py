"""What a backend says of a model file that it needs and that no package brings."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Build:
    """One file that holds the model, known by its digest.

    file: its name in a folder of models. url: where it is fetched from. sha256: 64 hexadecimal digits.
    """

    file: str
    url: str
    sha256: str
    size_bytes: int

    def __post_init__(self) -> None:
        """Refuse what could not be checked."""
        if len(self.sha256) != 64 or set(self.sha256) - set("0123456789abcdef"):
            raise ValueError(f"{self.file}: {self.sha256!r} is no SHA-256 in 64 lower-case hexadecimal digits")


@dataclasses.dataclass(frozen=True)
class ModelFile:
    """A model by the name that people call it by, and every build of it that is accepted.

    builds: the first is the one that is fetched. Builds hold the same weights; what was found with one of them is still
    no result of another, since the digest is part of every key.
    """

    name: str
    licence: str
    builds: tuple[Build, ...]

    @property
    def offered(self) -> Build:
        """Give the build that is fetched."""
        return self.builds[0]
