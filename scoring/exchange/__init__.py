"""What leaves the house to be filled in by others and comes back: workbooks of departments, merged answer by answer."""
