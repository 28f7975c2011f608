"""From voice embeddings to speakers: group the windows, then give every word to the voice of its moment.

Pure functions over arrays, no model and no sound. Windows are grouped by average linkage over cosine distance; the groups'
means are the voices. Words are then labelled all at once by the cheapest path (Viterbi 1967): agreeing with the windows
around a word pays, changing speaker costs, much inside a sentence and little at its end, so that a single odd word does
not become somebody else's.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from recorder.domain import Word

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

PAUSE = 0.3  # seconds without a word after which somebody else may be speaking
LONG_PAUSE = 0.8  # seconds; by then it is as likely as not
# All measured on synthetic visits of 2–4 voices, one pair of readers and three meeting openings, with the GE2E encoder:
# halves of one voice agree by 0.88–0.96 (cosine), different voices by 0.46–0.82.
_SAME_VOICE = 0.88  # groups at least this alike are one person, though more people were said to be there
_APART = 0.43  # average cosine distance between groups at which an unknown number of voices is cut
_SMALLEST_SHARE = 0.03  # of the sound; smaller groups are coughs and overlaps, not people
_CHANGE_COST = {"word": 0.6, "comma": 0.25, "sentence": 0.05, "pause": 0.025}  # in units of cosine
_MOST = 6_000  # windows that shape the voices: comparing each with each takes memory by the square, 0.3 GB of these
_ROWS = 64  # words compared with all windows at a time
_ROUNDS = 3  # of labelling words and taking the voices' means anew

Windows = Sequence[tuple[float, float]]  # start and end in seconds


def find_voices(
    embeddings: npt.NDArray[np.float32], seconds: npt.NDArray[np.float64], *, speakers: int | None
) -> npt.NDArray[np.float32]:
    """The voices heard, as mean embeddings of length 1.

    Args:
        embeddings: shape (windows, size), each of length 1.
        seconds: how long each window is, shape (windows,).
        speakers: the number of people present, an upper limit; None to estimate.

    Returns shape (voices, size), with `voices` at least 1 when there is a window.
    """
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage

    if len(embeddings) > _MOST:  # an hour and a half of talk: evenly chosen windows tell the voices as well
        evenly = np.linspace(0, len(embeddings) - 1, _MOST).round().astype(int)
        embeddings, seconds = embeddings[evenly], seconds[evenly]
    if len(embeddings) < 2 or speakers == 1:
        return _unit(embeddings.mean(axis=0, keepdims=True)) if len(embeddings) else embeddings
    tree = linkage(embeddings, "average", metric="cosine")
    wanted = speakers or _count_apart(fcluster(tree, _APART, "distance"), seconds)
    groups = np.ones(len(embeddings), int)
    for cut in range(wanted, min(len(embeddings), wanted + 12) + 1):  # pass over outliers until enough real groups stand
        groups = fcluster(tree, cut, "maxclust")
        if _large(groups, seconds).size >= wanted:
            break
    chosen = _large(groups, seconds)[:wanted]
    if not chosen.size:
        chosen = np.unique(groups)[:1]
    return _merge_alike([(embeddings[groups == g].sum(axis=0), float(seconds[groups == g].sum())) for g in chosen])


def label_words(
    words: Sequence[Word], windows: Windows, embeddings: npt.NDArray[np.float32], voices: npt.NDArray[np.float32]
) -> list[int]:
    """For each word the number of its voice. `words`, `windows` in order of time; at least one window and voice."""
    import numpy as np

    nearness = _nearness(words, windows)
    costs = np.array([_change_cost(a, b) for a, b in pairwise(words)])
    labels = [0] * len(words)
    for _ in range(_ROUNDS):
        labels = _cheapest_path(nearness @ (embeddings @ voices.T), costs)
        refined = voices.copy()
        owners = _window_owners(words, labels, windows)
        for voice in range(len(voices)):
            mine = embeddings[owners == voice]
            if len(mine):
                refined[voice] = _unit(mine.mean(axis=0, keepdims=True))[0]
        voices = refined
    return labels


def ends_sentence(text: str) -> bool:
    """Whether a word ends a sentence, as the recogniser punctuated it."""
    return text.rstrip("\"'”’)").endswith((".", "?", "!", "…"))


def _large(groups: npt.NDArray[np.int_], seconds: npt.NDArray[np.float64]) -> npt.NDArray[np.int_]:
    """Numbers of the groups that are large enough to be a person, largest first."""
    import numpy as np

    share = np.bincount(groups, weights=seconds) / seconds.sum()
    order: npt.NDArray[np.int_] = np.argsort(-share, kind="stable")
    large: npt.NDArray[np.int_] = order[share[order] >= _SMALLEST_SHARE]
    return large


def _count_apart(groups: npt.NDArray[np.int_], seconds: npt.NDArray[np.float64]) -> int:
    return max(1, _large(groups, seconds).size)


def _merge_alike(groups: list[tuple[npt.NDArray[np.float32], float]]) -> npt.NDArray[np.float32]:
    """Means of the groups after joining those that are one voice: somebody present may not have spoken."""
    import numpy as np

    while True:
        means = _unit(np.stack([total for total, _ in groups]))
        alike = means @ means.T - 2 * np.eye(len(means), dtype=np.float32)
        i, j = np.unravel_index(int(alike.argmax()), alike.shape)
        if alike[i, j] < _SAME_VOICE:
            return means
        joined = (groups[i][0] + groups[j][0], groups[i][1] + groups[j][1])
        groups = [g for n, g in enumerate(groups) if n not in {i, j}] + [joined]


def _nearness(words: Sequence[Word], windows: Windows) -> Any:
    """How much each window tells about each word: falls off to its edges; rows sum to 1. Sparse, (words, windows)."""
    import numpy as np
    from scipy.sparse import csr_array, vstack

    spans = np.asarray(windows, float)
    middles, halves = spans.mean(axis=1), np.maximum(np.diff(spans, axis=1)[:, 0] / 2, 0.1)
    moments = np.array([(w.start + w.end) / 2 for w in words])
    rows = []
    for begin in range(0, len(moments), _ROWS):
        distance = np.abs(moments[begin : begin + _ROWS, None] - middles)
        weights = np.maximum(0.0, 1.02 - distance / halves)
        nobody = weights.sum(axis=1) == 0
        weights[nobody, distance[nobody].argmin(axis=1)] = 1.0
        rows.append(csr_array(weights / weights.sum(axis=1, keepdims=True)))
    return vstack(rows, format="csr")


def _change_cost(before: Word, after: Word) -> float:
    pause = after.start - before.end
    if pause > LONG_PAUSE:
        return _CHANGE_COST["pause"]
    if pause > PAUSE or ends_sentence(before.text):
        return _CHANGE_COST["sentence"]
    return _CHANGE_COST["comma"] if before.text.endswith((",", ";", ":", "-")) else _CHANGE_COST["word"]


def _cheapest_path(scores: npt.NDArray[np.float64], costs: npt.NDArray[np.float64]) -> list[int]:
    """Labels that maximise the sum of scores less the cost of each change. `scores` (words, voices), `costs` (words − 1,)."""
    import numpy as np

    total, came_from = scores[0].copy(), np.zeros(scores.shape, int)
    for i in range(1, len(scores)):
        best = int(total.argmax())
        changed = total[best] - costs[i - 1]
        stays = total >= changed
        came_from[i] = np.where(stays, np.arange(scores.shape[1]), best)
        total = np.where(stays, total, changed) + scores[i]
    labels = [int(total.argmax())]
    for i in range(len(scores) - 1, 0, -1):
        labels.append(int(came_from[i, labels[-1]]))
    return labels[::-1]


def _window_owners(words: Sequence[Word], labels: Sequence[int], windows: Windows) -> npt.NDArray[np.int_]:
    """The one voice heard in each window, −1 where there are several."""
    import numpy as np

    starts, ends, of = np.array([w.start for w in words]), np.array([w.end for w in words]), np.asarray(labels)
    heard = [np.unique(of[(ends > begin) & (starts < end)]) for begin, end in windows]
    return np.array([int(h[0]) if len(h) == 1 else -1 for h in heard])


def _unit(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    import numpy as np

    unit: npt.NDArray[np.float32] = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return unit
