"""What matters of a talk, under which heading it stands, and what a person must confirm."""
