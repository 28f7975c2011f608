"""From sound to words: transcription, its doubts, names put right, and whose voice it is."""
