"""A model of transformers in a local folder, decoded under the grammar."""

import functools
import threading
from os import PathLike
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from vprog.diagnostics import Code, Diagnostic, InputError
from vprog.planner.llm.client import ClientError, Message, PromptStyle, Reply, Request
from vprog.planner.llm.decode import TooFewTokensError, constraining, decode_program, greedy, sampler
from vprog.planner.llm.lacking import import_extra


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
            seed = self._seed + request.sample
            pick = sampler(self._temperature, seed) if self._temperature > 0 else greedy
            try:
                written = decode_program(
                    _Stream(loaded.model, prompt), loaded.constraining, request.registry, request.max_tokens, pick
                )
            except TooFewTokensError as error:
                raise ClientError(Diagnostic(Code("VP0614"), str(error), hint="raise max_tokens")) from error
        finish: Literal["ended", "stop"] = "ended" if written.ended else "stop"
        return Reply(written.text, len(prompt), written.tokens, finish, constrained=True)

    @functools.cached_property
    def _loaded(self) -> "_Loaded":
        return _Loaded(self._folder, self._device)

    def _too_long(self, prompt: int, reply: int, context: int) -> Diagnostic:
        message = f"{self.model} reads {context} tokens; the prompt has {prompt}, and {reply} are kept for the program"
        hint = 'take fewer examples, prompt = "question", or a model with a longer context'
        return Diagnostic(Code("VP0614"), message, found=str(prompt + reply), expected=f"at most {context}", hint=hint)


class _Loaded:
    """A model, its tokenizer, and the vocabulary as the grammar's engine reads it, which takes a second to make."""

    def __init__(self, folder: Path, device: str | None) -> None:
        torch = import_extra("torch")
        transformers = import_extra("transformers")
        import_extra("llguidance")
        transformers.utils.logging.disable_progress_bar()
        chosen = device or ("cuda" if torch.cuda.is_available() else "cpu")
        try:
            # No code and no pickle of the folder is ever run.
            self._tokenizer = transformers.AutoTokenizer.from_pretrained(
                folder, local_files_only=True, trust_remote_code=False
            )
            self.model = (
                transformers.AutoModelForCausalLM.from_pretrained(
                    folder, local_files_only=True, trust_remote_code=False, use_safetensors=True, dtype="auto"
                )
                .to(chosen)
                .eval()
            )
            size = self.model.get_output_embeddings().weight.shape[0]
            self.constraining = constraining(self._tokenizer, size)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            cause = str(error).strip().split("\n", maxsplit=1)[0]
            message = f"the language model in {folder} cannot be loaded: {cause}"
            hint = "the folder needs config.json, a fast tokenizer and weights in *.safetensors"
            raise ClientError(Diagnostic(Code("VP0611"), message, found=str(folder), hint=hint)) from error
        self.context: int | None = getattr(self.model.config, "max_position_embeddings", None)

    def encode(self, messages: tuple[Message, ...]) -> list[int]:
        """Give the tokens of a conversation; without a template of the model's own, its texts one below the other."""
        if self._tokenizer.chat_template:
            turns = [{"role": message.role, "content": message.content} for message in messages]
            text = self._tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)
            return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])
        text = "\n".join(message.content for message in messages)
        # What a question holds is text, even where it spells the name of a special token.
        return list(self._tokenizer(text, split_special_tokens=True)["input_ids"])


class _Stream:
    """One conversation with a model, which keeps what it has read."""

    def __init__(self, model: Any, prompt: list[int]) -> None:
        self._model, self._prompt = model, prompt
        self._written: list[int] = []
        self._unread = list(prompt)
        self._cache: Any = None

    def scores(self) -> NDArray[np.float32]:
        import torch

        with torch.inference_mode():
            ids = torch.tensor([self._unread], device=self._model.device)
            given = self._model(input_ids=ids, past_key_values=self._cache, use_cache=True, logits_to_keep=1)
        self._cache, self._unread = given.past_key_values, []
        found: NDArray[np.float32] = given.logits[0, -1].float().cpu().numpy()
        return found

    def push(self, token: int) -> None:
        self._written.append(token)
        self._unread.append(token)

    def cut(self, count: int) -> None:
        # Read again from the start: not every architecture can forget the end of what it read.
        del self._written[count:]
        self._cache, self._unread = None, [*self._prompt, *self._written]
