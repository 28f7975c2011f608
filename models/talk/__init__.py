"""What was said: sentences of spoken English, who is who, who is meant, what is agreed and what may tell of harm."""
