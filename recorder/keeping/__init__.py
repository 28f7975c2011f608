"""What is kept, copied and destroyed: backup, restore, retention, erasure and its certificates."""
