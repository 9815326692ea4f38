"""A language model of a folder in memory, and what it reads."""

import functools
import inspect
import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vprog.diagnostics import Code, Diagnostic
from vprog.planner.llm.client import ClientError, Message
from vprog.planner.llm.decode import constraining
from vprog.planner.llm.lacking import import_extra


class LoadedModel:
    """A model, its tokenizer, and the vocabulary as the grammar's engine reads it, which takes a second to make."""

    def __init__(self, folder: Path, device: str | None) -> None:
        """Load a folder.

        Raises: OutsideError for a missing package, ClientError for a folder that holds no usable model.
        """
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
            self.vocabulary = constraining(self._tokenizer, size)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            cause = str(error).strip().split("\n", maxsplit=1)[0]
            message = f"the language model in {folder} cannot be loaded: {cause}"
            hint = "the folder needs config.json, a fast tokenizer and weights in *.safetensors"
            raise ClientError(Diagnostic(Code("VP0611"), message, found=str(folder), hint=hint)) from error
        self.context: int | None = getattr(self.model.config, "max_position_embeddings", None)

    def encode(self, messages: tuple[Message, ...]) -> list[int]:
        """Give the tokens of a conversation; without a template of the model's own, its texts one below the other."""
        if self._tokenizer.chat_template:
            return list(self._tokenizer(self._templated(messages), add_special_tokens=False)["input_ids"])
        text = "\n".join(message.content for message in messages)
        return list(self._tokenizer(text, split_special_tokens=True)["input_ids"])

    def _templated(self, messages: tuple[Message, ...]) -> str:
        turns = [{"role": message.role, "content": self._plain(message.content)} for message in messages]
        # The grammar admits no thoughts, so that a model that thinks aloud is asked not to.
        wanted = {"tokenize": False, "add_generation_prompt": True, "enable_thinking": False}
        jinja2 = import_extra("jinja2")
        try:
            return str(self._tokenizer.apply_chat_template(turns, **wanted))
        except jinja2.TemplateError:
            # Some templates know no system: what it says then stands before what the first user says.
            if len(turns) < 2 or turns[0]["role"] != "system":
                raise
            first = {"role": "user", "content": f"{turns[0]['content']}\n{turns[1]['content']}"}
            return str(self._tokenizer.apply_chat_template([first, *turns[2:]], **wanted))

    def _plain(self, text: str) -> str:
        """Part the letters of special tokens: what a person wrote is text, even where it spells one."""
        return self._special.sub(lambda found: f"{found[0][0]} {found[0][1:]}", text) if self._special else text

    @functools.cached_property
    def _special(self) -> re.Pattern[str] | None:
        added = {str(token) for token in self._tokenizer.added_tokens_decoder.values()}
        names = sorted(t for t in {*added, *self._tokenizer.all_special_tokens} if len(t) > 1)
        return re.compile("|".join(map(re.escape, reversed(names)))) if names else None


class ModelStream:
    """One conversation with a model, which keeps what it has read."""

    def __init__(self, model: Any, prompt: list[int]) -> None:
        """Begin with a prompt, which is read with the first scores."""
        self._model, self._prompt = model, prompt
        self._written: list[int] = []
        self._unread = list(prompt)
        self._cache: Any = None
        # Not every architecture can leave out the scores behind the other tokens of a prompt.
        spares = "logits_to_keep" in inspect.signature(model.forward).parameters
        self._sparing = {"logits_to_keep": 1} if spares else {}

    def scores(self) -> NDArray[np.float32]:
        """Give the score of each token to stand next."""
        import torch

        with torch.inference_mode():
            ids = torch.tensor([self._unread], device=self._model.device)
            given = self._model(input_ids=ids, past_key_values=self._cache, use_cache=True, **self._sparing)
        self._cache, self._unread = given.past_key_values, []
        found: NDArray[np.float32] = given.logits[0, -1].float().cpu().numpy()
        return found

    def push(self, token: int) -> None:
        """Read one token more."""
        self._written.append(token)
        self._unread.append(token)

    def cut(self, count: int) -> None:
        """Forget all but the first tokens of what was written."""
        # Read again from the start: not every architecture can forget the end of what it read.
        del self._written[count:]
        self._cache, self._unread = None, [*self._prompt, *self._written]
