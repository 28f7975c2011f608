"""The writer with real language models: the embedded one, and small random ones of the catalogue's other kinds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.fetching.weights import ModelStore
from models.language.decoding import Decoding
from models.language.runner import load
from models.language.writer import TransformersWriter, conversation
from recorder.config import load_config
from recorder.errors import ModelUnavailable

NAME = "smollm2-135m-instruct"
SPOKEN = "Worker A: How is school?\nParent A: Er, well, she was late on Tuesday because the bus was full."
CHAT = "{% for m in messages %}<{{ m['role'] }}> {{ m['content'] }} </s> {% endfor %}<assistant> "

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def store() -> ModelStore:
    return ModelStore(load_config().models_dir)


@pytest.fixture(scope="module")
def derived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models") / ".derived"


def writer(store: ModelStore, derived: Path) -> TransformersWriter:
    return TransformersWriter(store.path(NAME), fingerprint=store.fingerprint(NAME), derived=derived)


def test_the_embedded_model_runs_converted_and_its_own_folder_stays_as_it_was(store: ModelStore, derived: Path) -> None:
    first = writer(store, derived)
    sentence = first.propose(SPOKEN)
    assert sentence.startswith("Parent A said that ")
    assert "ctranslate2-int8.greedy" in first.model
    store.check(NAME)
    (copy,) = derived.iterdir()  # one copy, nothing half-made beside it
    assert {"model.bin", "tokenizer.json", "derived.lock.json"} <= {p.name for p in copy.iterdir()}
    made = (copy / "model.bin").stat().st_mtime_ns
    again = writer(store, derived)
    assert again.propose(SPOKEN) == sentence
    assert again.propose("Parent B: It is fine.") != sentence
    assert again.propose(SPOKEN) == sentence  # what was kept of earlier prompts changes nothing
    assert (copy / "model.bin").stat().st_mtime_ns == made


def test_where_no_copy_can_be_kept_transformers_runs_the_model(store: ModelStore, tmp_path: Path) -> None:
    blocked = tmp_path / "derived"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    slow = writer(store, blocked)
    assert slow.propose(SPOKEN).startswith("Parent A said that ")
    assert "transformers-float32.greedy" in slow.model


def tiny(folder: Path, config: Any, *, begin: str | None = "</s>") -> Path:
    """A random model of a few thousand weights with a tokeniser of whole words, as a hub's folder holds them."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast

    text = f"{CHAT} {conversation(SPOKEN)} <system> <user> <assistant> Parent A said that"
    words = ["</s>", "<unk>", *sorted({*text.split(), *(c for c in map(chr, range(33, 127)))})]
    inner = Tokenizer(models.WordLevel({w: i for i, w in enumerate(words)}, unk_token="<unk>"))
    inner.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    fast: Any = PreTrainedTokenizerFast
    tokeniser = fast(tokenizer_object=inner, eos_token="</s>", unk_token="<unk>", bos_token=begin, pad_token="</s>")
    tokeniser.chat_template = CHAT
    config.vocab_size = len(words)
    config.eos_token_id = config.bos_token_id = 0
    causal: Any = AutoModelForCausalLM
    causal.from_config(config).save_pretrained(folder)
    tokeniser.save_pretrained(folder)
    return folder


def sizes() -> dict[str, Any]:
    return {
        "hidden_size": 64,
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "num_key_value_heads": 1,
        "max_position_embeddings": 2048,
    }


@pytest.mark.parametrize(
    ("kind", "begin", "runner"),
    [
        ("Qwen2Config", None, "ctranslate2-int8"),  # these have no mark for the beginning
        ("Qwen3Config", None, "ctranslate2-int8"),
        ("LlamaConfig", "</s>", "ctranslate2-int8"),
        ("LlamaConfig", None, "transformers-float32"),  # converts, but cannot be read back
        ("OlmoConfig", "</s>", "transformers-float32"),  # CTranslate2 does not know it
    ],
)
def test_other_causal_models_run_converted_where_they_convert(
    tmp_path: Path, kind: str, begin: str | None, runner: str
) -> None:
    import transformers

    extra = {"head_dim": 32} if kind == "Qwen3Config" else {}
    folder = tiny(tmp_path / "model", getattr(transformers, kind)(**sizes(), **extra), begin=begin)
    before = sorted(p.name for p in folder.iterdir())
    loaded = load(folder, fingerprint="tiny sha256:0", derived=tmp_path / ".derived")
    assert loaded.runner.name == runner
    assert sorted(p.name for p in folder.iterdir()) == before
    prompt = loaded.tokeniser("<user> How is school? </s>", add_special_tokens=False)["input_ids"]
    made = loaded.runner.go_on(prompt, Decoding(5), fixed=1)
    assert len(made) <= 5
    assert loaded.runner.go_on(prompt, Decoding(5), fixed=1) == made


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="not on this computer"):
        TransformersWriter(tmp_path, fingerprint="none").write("Jo: a", "b")
    assert list(tmp_path.iterdir()) == []
