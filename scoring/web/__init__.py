"""The workspace in the browser (`scoring serve`): the file stays the truth, this shows it and changes one answer at a time."""
