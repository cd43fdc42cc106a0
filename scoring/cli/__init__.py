"""The command line: one module per command, no scoring logic. Nothing is imported here, so that `score` starts fast."""
