"""A language model of a few kilobytes that says one text, and a real server to speak through."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port
from tests.serving import answers
from tests.waiting import until

_SPECIAL = ("<pad>", "<unk>", "<eos>", "<assistant>")
_TEMPLATE = (
    "{% for message in messages %}{{ message['content'] }}{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}"
)


def speaker(folder: Path, text: str, *, again: bool = False) -> str:
    """Write a Llama that says `text`, once or again and again; the name that a server knows it by.

    Its layers do nothing, and its last matrix holds which character follows which; so no
    character may come twice in `text`.
    """
    import torch
    from tokenizers import Tokenizer
    from tokenizers.decoders import Fuse
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Split
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    tokens = (*_SPECIAL, *text)
    made = Tokenizer(WordLevel({token: i for i, token in enumerate(tokens)}, unk_token="<unk>"))
    made.pre_tokenizer, made.decoder = Split("", "isolated"), Fuse()
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=made,
        pad_token="<pad>",
        unk_token="<unk>",
        eos_token="<eos>",
        additional_special_tokens=["<assistant>"],
        chat_template=_TEMPLATE,
    ).save_pretrained(folder)
    size = len(tokens)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=size,
            hidden_size=size + size % 2,
            intermediate_size=8,
            num_hidden_layers=1,
            num_attention_heads=1,
            max_position_embeddings=32_768,
            pad_token_id=0,
            bos_token_id=None,
            eos_token_id=2,
            tie_word_embeddings=False,
        )
    )
    said = [*range(len(_SPECIAL), size), len(_SPECIAL) if again else 2]
    with torch.no_grad():
        for layer in model.model.layers:
            for matrix in (layer.self_attn.o_proj, layer.mlp.down_proj):
                matrix.weight.zero_()
        model.model.embed_tokens.weight.copy_(torch.eye(size, size + size % 2))
        model.lm_head.weight.zero_()
        for before, after in zip([3, *said], said, strict=False):
            model.lm_head.weight[after, before] = 1
    model.save_pretrained(folder)
    return str(folder)


@contextmanager
def transformers_server() -> Iterator[str]:
    """The base URL of `transformers serve`, another process, while the block runs."""
    port = free_port()
    program = Path(sys.executable).with_name("transformers")
    command = [str(program), "serve", "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    with subprocess.Popen(command, env=environment) as process:
        try:
            until(lambda: _is_well(f"http://127.0.0.1:{port}/health", process))
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.kill()


def _is_well(address: str, process: subprocess.Popen[bytes]) -> bool:
    assert process.poll() is None, f"the server ended with {process.returncode}"
    return answers(address)
