"""What listens and writes: machine-learning models, each behind a port of `recorder.ports`."""
