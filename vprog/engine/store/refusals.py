"""What happens when the disk refuses: one warning, and no exception."""

import contextlib
import errno
import threading
from collections.abc import Callable, Iterator
from pathlib import Path


class Refusals:
    """Turns OSError into one warning for writing and one for reading; after the first, nothing more is written.

    Safe to share between threads, and over a fork: no lock is ever waited for.
    """

    def __init__(self, folder: Path, warn: Callable[[str], None]) -> None:
        """Warn about `folder` through `warn`."""
        self.writes = True
        self._folder = folder
        self._warn = warn
        # Used as flags that one thread alone can raise.
        self._said_unwritable = threading.Lock()
        self._said_unreadable = threading.Lock()

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Stop all further writing when the block raises OSError, which goes no further."""
        try:
            yield
        except OSError as error:
            self.writes = False
            if self._said_unwritable.acquire(blocking=False):
                self._warn(
                    f"the store {self._folder} cannot be written ({_reason(error)}): results are not kept from here on;"
                    " free some space there or choose another folder"
                )

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """End the block where it raises OSError; nothing is said of what is not there."""
        try:
            yield
        except (FileNotFoundError, NotADirectoryError):
            pass
        except OSError as error:
            # ESTALE: on a network, another machine has removed the file while it was being read.
            if error.errno != errno.ESTALE and self._said_unreadable.acquire(blocking=False):
                self._warn(
                    f"the store {self._folder} cannot be read everywhere ({_reason(error)}): what cannot be read is"
                    " computed again"
                )


def _reason(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__
