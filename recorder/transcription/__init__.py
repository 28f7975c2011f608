"""From sealed sound to words: live and from files, the word list, corrections."""
