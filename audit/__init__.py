"""What AI did, provably: an append-only log of ids, hashes and counts. Imports nothing else of ours."""
