"""A model of transformers in a local folder, decoded under the grammar."""

import functools
import threading
from os import PathLike
from pathlib import Path
from typing import Literal

from vprog.diagnostics import Code, Diagnostic, InputError
from vprog.planner.llm.client import ClientError, PromptStyle, Reply, Request
from vprog.planner.llm.decode import (
    DeadEndError,
    TooFewTokensError,
    Written,
    decode_line,
    decode_program,
    greedy,
    sampler,
)
from vprog.planner.llm.loaded import LoadedModel, ModelStream


class TransformersClient:
    """Writes programs with the model of a folder; what it writes always checks. Threads may share one."""

    def __init__(
        self,
        folder: str | PathLike[str],
        *,
        temperature: float = 0.0,
        seed: int = 0,
        device: str | None = None,
        prompt: PromptStyle = "full",
    ) -> None:
        """Name the folder; the model is loaded with the first request.

        temperature: 0 always takes the likeliest token; above, equal seeds draw equal programs. device: by default a
        GPU where there is one.
        Raises: InputError when there is no such folder.
        """
        self._folder = Path(folder)
        if not self._folder.is_dir():
            hint = "name the folder that holds config.json, the tokenizer and *.safetensors"
            message = f"there is no folder of a language model at {self._folder}"
            raise InputError(Diagnostic(Code("VP0505"), message, found=str(folder), hint=hint))
        self._temperature, self._seed, self._device = temperature, seed, device
        self._lock = threading.Lock()
        self.prompt = prompt

    @property
    def model(self) -> str:
        """Give the name of the folder."""
        return self._folder.resolve().name

    def complete(self, request: Request) -> Reply:
        """Write a program.

        Raises: ClientError when the model cannot be loaded, the prompt does not fit, or the bound is too low.
        """
        with self._lock:
            loaded = self._loaded
            prompt = loaded.encode(request.messages)
            if loaded.context is not None and len(prompt) + request.max_tokens > loaded.context:
                raise ClientError(self._too_long(len(prompt), request.max_tokens, loaded.context))
            try:
                written = self._written(loaded, prompt, request)
            except TooFewTokensError as error:
                raise ClientError(Diagnostic(Code("VP0614"), str(error), hint="raise max_tokens")) from error
            except (DeadEndError, RuntimeError) as error:
                cause = str(error).strip().split("\n", maxsplit=1)[0]
                message = f"{self.model} cannot write a program: {cause}"
                hint = "take another model, or a shorter prompt where memory is short"
                raise ClientError(Diagnostic(Code("VP0613"), message, hint=hint)) from error
        if written is None:
            return Reply("", len(prompt), request.max_tokens, "length", constrained=True)
        finish: Literal["ended", "stop"] = "ended" if written.ended else "stop"
        return Reply(written.text, len(prompt), written.tokens, finish, constrained=True)

    def _written(self, loaded: LoadedModel, prompt: list[int], request: Request) -> Written | None:
        seed = self._seed + request.sample
        pick = sampler(self._temperature, seed) if self._temperature > 0 else greedy
        stream, vocabulary = ModelStream(loaded.model, prompt), loaded.vocabulary
        if request.grammar is not None:
            return decode_line(stream, vocabulary, request.grammar, request.max_tokens, pick)
        return decode_program(stream, vocabulary, request.registry, request.max_tokens, pick)

    @functools.cached_property
    def _loaded(self) -> LoadedModel:
        return LoadedModel(self._folder, self._device)

    def _too_long(self, prompt: int, reply: int, context: int) -> Diagnostic:
        message = f"{self.model} reads {context} tokens; the prompt has {prompt}, and {reply} are kept for the program"
        hint = 'take fewer examples, prompt = "question", or a model with a longer context'
        return Diagnostic(Code("VP0614"), message, found=str(prompt + reply), expected=f"at most {context}", hint=hint)
