"""Cases: what a subscriber opens and staff answer, with every step on record and told."""
