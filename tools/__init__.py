"""What `dev.py` does: the environment, the demonstration, the tests and the generated documents."""
