"""The council's rules as a file: reading it, explaining its faults, its signature."""
