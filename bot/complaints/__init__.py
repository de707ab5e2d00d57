"""Complaints and suggestions: what they are about, what is asked, promised and told."""
