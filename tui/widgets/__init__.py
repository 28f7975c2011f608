"""The pieces that pages are made of: they take the presenter's values and post messages."""
