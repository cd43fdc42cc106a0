"""Papers bound, sealed, signed and checked again."""
