"""Stand-ins for what is outside: contract-true, scriptable, without network."""
