"""The pages and dialogues of the interface, each with its styles beside it."""
