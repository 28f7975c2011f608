"""One identifier a file, each a Presidio recogniser; `redaction.registry` lists them."""
