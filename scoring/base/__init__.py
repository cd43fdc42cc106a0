"""What every part stands on: problems, files, archives, characters, text of exact numbers."""
