"""The case recorder: what a visit is, and its way from sound to signed note.

Start with `recorder.domain` (the values), then `recorder.pipeline` (the story), then one engine in `models`.
"""

__version__ = "0.1.0"
