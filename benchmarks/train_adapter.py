"""Train a small adapter (LoRA) for the embedded language model, and try it on the visits, none of which it saw.

    nice -n 15 python -m benchmarks.train_adapter train --out DIR [--minutes 20] [--threads 1]
    python -m benchmarks.train_adapter try --out DIR

Shipped is none: after 20 minutes on one busy core (368 pairs, 29,000 tokens, rank 8, 4.9 MB) one sentence of 61 was won on
the visits where the model as it comes won none, the notes' length stayed what it was, and of the eight sentences that kept
every word of weight half joined them wrongly ("Organisation A is two times a day behind the knees").

LoRA (Hu et al. 2021): beside each frozen linear layer, two thin matrices whose product is added. Written out here because
it is forty lines, and `peft` would be one more dependency for them. Only the answer's tokens are learnt.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from benchmarks.adapter_pairs import Pair, clinical_pairs, own_pairs
from benchmarks.writer import Counting, won
from models.fetching.weights import ModelStore
from models.language.decoding import Decoding
from models.language.runner_ctranslate2 import CTranslate2Runner, convert
from models.language.runner_transformers import load_plain
from models.language.writer import first_sentence, opening
from recorder.config import load_config

ASKED = "Report in one plain sentence."  # short: every word of it is read again for every pair
SHARED = Path(__file__).resolve().parents[1] / "../shared"
RANK, SCALE, RATE, BATCH = 8, 2.0, 1.5e-3, 4


class Adapted(nn.Module):
    """A frozen linear layer with a low-rank addition that starts as nothing."""

    def __init__(self, frozen: nn.Linear) -> None:
        super().__init__()
        self.frozen = frozen
        self.down = nn.Parameter(torch.randn(RANK, frozen.in_features) / frozen.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(frozen.out_features, RANK))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The layer's own answer and the addition."""
        out: torch.Tensor = self.frozen(x) + SCALE * (x @ self.down.T) @ self.up.T
        return out


def adapt(model: nn.Module) -> dict[str, Adapted]:
    """Put an addition beside every linear layer of the blocks; returns them by the layer's name."""
    for parameter in model.parameters():
        parameter.requires_grad = False
    added = {}
    for name, layer in list(model.named_modules()):
        if isinstance(layer, nn.Linear) and ".layers." in name:
            parent, _, last = name.rpartition(".")
            added[name] = Adapted(layer)
            setattr(model.get_submodule(parent), last, added[name])
    return added


def conversation(evidence: str) -> list[dict[str, str]]:
    """The chat that the adapted model is shown."""
    return [{"role": "system", "content": ASKED}, {"role": "user", "content": evidence}]


def encode(tokenizer: Any, pair: Pair) -> tuple[list[int], int]:
    """Token ids of prompt and answer, and where the answer begins."""
    who = pair.sentence.partition(" said that ")[0] if " said that " in pair.sentence else ""
    prompt = tokenizer.apply_chat_template(conversation(pair.evidence), add_generation_prompt=True, tokenize=False)
    start = opening(who) if who else ""
    head = tokenizer(prompt + start, add_special_tokens=False)["input_ids"]
    tail = tokenizer(pair.sentence[len(start) :], add_special_tokens=False)["input_ids"]
    return head + tail + [tokenizer.eos_token_id], len(head)


def step(model: Any, batch: list[tuple[list[int], int]], pad: int) -> torch.Tensor:
    """Mean loss over the answers' tokens."""
    width = max(len(ids) for ids, _ in batch)
    ids = torch.tensor([x + [pad] * (width - len(x)) for x, _ in batch])
    mask = torch.tensor([[1] * len(x) + [0] * (width - len(x)) for x, _ in batch])
    learnt = torch.tensor([[begin <= i + 1 < len(x) for i in range(width)] for x, begin in batch])
    hidden = model.model(input_ids=ids, attention_mask=mask).last_hidden_state
    wanted = torch.roll(ids, -1, dims=1)[learnt]
    return nn.functional.cross_entropy(model.lm_head(hidden[learnt]), wanted)


def train(model: Any, tokenizer: Any, pairs: list[Pair], *, minutes: float) -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    """Go once over the pairs, or for as long as there is time; the adapter's numbers, and what to say of them."""
    torch.manual_seed(8)
    added = adapt(model)
    weights = [p for layer in added.values() for p in (layer.down, layer.up)]
    optimiser = torch.optim.AdamW(weights, lr=RATE, weight_decay=0.0)
    model.train()
    examples = [encode(tokenizer, p) for p in pairs]
    started, seen, tokens, losses = time.perf_counter(), 0, 0, []
    while (share := (time.perf_counter() - started) / (60 * minutes)) < 1 and seen < len(examples):
        batch = examples[seen : seen + BATCH]
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (seen + BATCH) / 80) * (1 - share)
        loss = step(model, batch, tokenizer.eos_token_id)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        seen += len(batch)
        tokens += sum(len(ids) for ids, _ in batch)
        losses.append(loss.item())
        if len(losses) % 10 == 0:
            print(f"{seen} pairs, {tokens} tokens, loss {sum(losses[-10:]) / 10:.3f}, {100 * share:.0f} %", flush=True)
    numbers = {f"{name}.down": layer.down.detach().half().contiguous() for name, layer in added.items()}
    numbers |= {f"{name}.up": layer.up.detach().half().contiguous() for name, layer in added.items()}
    return numbers, {"pairs": seen, "tokens": tokens, "rank": RANK, "scale": SCALE, "last_losses": losses[-10:]}


@dataclass(frozen=True)
class AdaptedWriter:
    """Proposes as `models.language.writer.TransformersWriter` does, with the adapter and the prompt it was trained on."""

    tokeniser: Any
    runner: CTranslate2Runner
    model: str = "adapted, not installed"

    def propose(self, evidence: str) -> str:
        """The model's sentence for the last speaker's words."""
        start = opening(evidence.rpartition("\n")[2].partition(":")[0])
        chat = self.tokeniser.apply_chat_template(conversation(evidence), add_generation_prompt=True, tokenize=False)
        ids = self.tokeniser(chat + start, add_special_tokens=False)["input_ids"]
        made = self.runner.go_on(ids, Decoding(repetition_penalty=1.0))
        return first_sentence(start + self.tokeniser.decode(made, skip_special_tokens=True))


def adapted(model: Any, tokenizer: Any, file: Path, *, work: Path) -> AdaptedWriter:
    """The model with the adapter added to its weights, converted into the folder `work`."""
    numbers = load_file(file)
    with torch.no_grad():
        for name in {key.rpartition(".")[0] for key in numbers}:
            layer = model.get_submodule(name)
            layer.weight += SCALE * numbers[f"{name}.up"].float() @ numbers[f"{name}.down"].float()
    convert(tokenizer, model, work)
    return AdaptedWriter(tokenizer, CTranslate2Runner(work, tokenizer))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["train", "try"])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    store = ModelStore(load_config().models_dir)
    tokenizer, model = load_plain(store.path("smollm2-135m-instruct"))
    if options.what == "try":
        files = sorted((SHARED / "data/visits").glob("rp-*.json"))
        with TemporaryDirectory() as work:
            won(
                Counting(adapted(model, tokenizer, options.out / "adapter.safetensors", work=Path(work))), files, store, shown=0
            )
        return
    clinical = clinical_pairs([SHARED / "data/dialogue_note" / name for name in ("mts_train.csv", "aci_train.csv")])
    pairs = own_pairs(1500) + clinical
    print(f"{len(clinical)} clinical pairs, {len(pairs)} in all", flush=True)
    random.Random(8).shuffle(pairs)  # noqa: S311 - an order, not a key
    pairs.sort(key=lambda p: p not in clinical)  # stable: few clinical pairs are left, and time may run out before the rest
    numbers, card = train(model, tokenizer, pairs, minutes=options.minutes)
    options.out.mkdir(parents=True, exist_ok=True)
    save_file(numbers, options.out / "adapter.safetensors")
    (options.out / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    print(card)


if __name__ == "__main__":
    main()
