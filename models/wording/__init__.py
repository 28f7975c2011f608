"""From speech to the plain English of a note, by rule."""
