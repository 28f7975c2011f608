"""Who may open the vault, and with what: keys, passphrases, recovery, the unlocked session."""
