"""The one error of this room: a video that cannot be read."""

from vprog.diagnostics import Code, Diagnostic, InputError

_CANNOT_READ = Code("VP0501")


class VideoError(InputError):
    """A video cannot be read; one line says which, why and what to do. The library's own error is `__cause__`."""

    @classmethod
    def of(cls, name: str, cause: str, todo: str) -> "VideoError":
        """Make the error of one file.

        name: what the user called it. cause: what is wrong with it. todo: what the user can do about it.
        """
        # A file name may hold line breaks; the promise of one line must survive it.
        shown = "".join(char if char.isprintable() else "?" for char in name)
        return cls(Diagnostic(_CANNOT_READ, f"cannot read video {shown!r}: {cause}", found=cause, hint=todo))
