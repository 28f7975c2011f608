"""Who must not be named: finds personal data in a transcript and gives people stable stand-ins."""
