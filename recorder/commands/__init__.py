"""The commands a person types, one file a group; `recorder.cli` is their door."""
