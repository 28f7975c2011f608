"""Does what was said hold the sentence of a note?"""
