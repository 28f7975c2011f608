"""Sentence embeddings and causal language models."""
