"""From voice embeddings to voices: how many people speak, and what each sounds like.

Pure functions over arrays, no model and no sound. Windows are grouped by average linkage over cosine distance, at several
heights of the tree; groups are then joined until every two voices that are left are *distinct*: windows of the one and of
the other agree clearly less than windows of one voice agree with each other. Because that is measured within the recording,
one setting does for a clear voice and a noisy room, for people and for machines that speak. Of the heights, the one with
most distinct voices counts, so that a child who says three sentences in an hour is somebody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Embeddings = npt.NDArray[np.float32]
    Seconds = npt.NDArray[np.float64]

# All chosen on 24 made-up mixes of 7 real voices (benchmarks/mixes.py), reported on 24 others, with the GE2E encoder: windows
# of one voice agree by 0.72–0.85 on average, of two voices by 0.15–0.35 less, of halves of one voice by 0.04–0.14 less.
_HEIGHTS = (0.25, 0.3, 0.35, 0.4)  # cosine distances at which the tree is cut
_DISTINCT = 0.12  # by how much windows of two voices agree less than those of the less even of them
_LEAST = 2.4  # seconds of speech below which a group is a cough or two people at once, not a person
_APART = 1.6  # seconds; nearer windows share sound and agree for that reason
_ENOUGH = 20  # pairs of windows that tell how even a voice is; with fewer, all voices together tell
_MOST = 3_000  # windows that shape the voices: comparing each with each takes memory by the square
_GROUPS = 24  # largest groups to begin with: joining more would take long, and lower down the tree they are the same voices
_ROUNDS = 4  # of giving windows to voices and taking the voices' means anew


@dataclass(frozen=True, slots=True)
class Near:
    """Pairs of windows, by their places, and the cosine of each; shape (pairs,)."""

    one: npt.NDArray[np.int_]
    other: npt.NDArray[np.int_]
    cosine: Embeddings


def find_voices(embeddings: Embeddings, middles: Seconds, seconds: Seconds, *, speakers: int | None) -> Embeddings:
    """The voices heard, as mean embeddings of length 1.

    Args:
        embeddings: one a window, shape (windows, size), each of length 1.
        middles: the moment in the middle of each window, in seconds, shape (windows,).
        seconds: how much speech each window stands for, shape (windows,).
        speakers: the number of people present, an upper limit; None to estimate.

    Returns shape (voices, size), with `voices` at least 1 when there is a window.
    """
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(embeddings) > _MOST:  # twenty minutes of talk: evenly chosen windows tell the voices as well
        evenly = np.linspace(0, len(embeddings) - 1, _MOST).round().astype(int)
        seconds = seconds[evenly] * (seconds.sum() / seconds[evenly].sum())
        embeddings, middles = embeddings[evenly], middles[evenly]
    if len(embeddings) < 2 or speakers == 1:
        return unit(embeddings.mean(axis=0, keepdims=True)) if len(embeddings) else embeddings
    distance = 1.0 - np.clip(embeddings.astype(np.float64) @ embeddings.T, -1.0, 1.0)
    tree = linkage(squareform(distance, checks=False), "average")
    near = _near(embeddings, middles)
    best, best_closeness = embeddings[:0], 0.0
    for height in _HEIGHTS:
        groups = fcluster(tree, height, "distance")
        size = np.bincount(groups, weights=seconds)
        large = np.flatnonzero(size >= _LEAST)
        chosen = large[np.argsort(-size[large], kind="stable")][:_GROUPS] if large.size else np.array([size.argmax()])
        start = unit(np.stack([embeddings[groups == g].mean(axis=0) for g in chosen]))
        voices, closeness = _distinct(start, embeddings, seconds, near, most=speakers)
        if (len(voices), -closeness) > (len(best), -best_closeness):
            best, best_closeness = voices, closeness
    return best


def _distinct(
    voices: Embeddings, embeddings: Embeddings, seconds: Seconds, near: Near, *, most: int | None
) -> tuple[Embeddings, float]:
    """Voices joined until each two are distinct and at most `most` are left, and how close the closest two came."""
    import numpy as np

    while True:
        voices, owners = _settle(voices, embeddings)
        if len(voices) == 1:
            return voices, 0.0
        closeness = _closeness(owners, embeddings, near, count=len(voices))
        i, j = np.unravel_index(int(closeness.argmax()), closeness.shape)
        if closeness[i, j] > -_DISTINCT or len(voices) > (most or len(voices)):
            joined = unit(embeddings[(owners == i) | (owners == j)].mean(axis=0, keepdims=True))
            voices = np.concatenate([np.delete(voices, [i, j], axis=0), joined])
            continue
        size = np.bincount(owners, weights=seconds, minlength=len(voices))
        if size.min() >= _LEAST:
            return voices, float(closeness[i, j])
        voices = np.delete(voices, int(size.argmin()), axis=0)


def _settle(voices: Embeddings, embeddings: Embeddings) -> tuple[Embeddings, npt.NDArray[np.int_]]:
    """Each window to its nearest voice, each voice to the mean of its windows, some times; and the owner of each window."""
    import numpy as np

    for _ in range(_ROUNDS):
        owners = (embeddings @ voices.T).argmax(axis=1)
        voices = unit(np.stack([embeddings[owners == k].mean(axis=0) for k in np.unique(owners)]))
    return voices, (embeddings @ voices.T).argmax(axis=1)


def _near(embeddings: Embeddings, middles: Seconds) -> Near:
    """The windows that share sound, each with itself among them."""
    import numpy as np

    one, other = np.nonzero(np.abs(middles[:, None] - middles) < _APART)
    return Near(one, other, np.einsum("ij,ij->i", embeddings[one], embeddings[other]))


def _closeness(owners: npt.NDArray[np.int_], embeddings: Embeddings, near: Near, *, count: int) -> Seconds:
    """For each two voices: how much their windows agree, less how much those of the less even voice agree among themselves.

    `owners` is which of `count` voices has each window; `near` are the pairs of windows that do not count. Returns (voices,
    voices) with −2 on the diagonal; voices never heard apart count as one.
    """
    import numpy as np

    # The cosines of all pairs add up to the product of the sums, so that nobody needs to look at each pair.
    sums = np.eye(count)[owners].T @ embeddings
    size = np.bincount(owners, minlength=count)
    cell = owners[near.one] * count + owners[near.other]
    total = sums @ sums.T - np.bincount(cell, weights=near.cosine, minlength=count**2).reshape(count, count)
    pairs = np.outer(size, size) - np.bincount(cell, minlength=count**2).reshape(count, count)
    mean = np.divide(total, pairs, out=np.ones_like(total), where=pairs > 0)
    own_pairs = np.diag(pairs)
    evenness = np.where(own_pairs >= _ENOUGH, np.diag(mean), np.trace(total) / max(float(own_pairs.sum()), 1.0))
    closeness: Seconds = mean - np.minimum(evenness[:, None], evenness)
    np.fill_diagonal(closeness, -2.0)
    return closeness


def unit(vectors: Embeddings) -> Embeddings:
    """The vectors at length 1; those without length stay."""
    import numpy as np

    scaled: Embeddings = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return scaled
