"""What the province does with all applicants: batch, ranking, the procedure of a cycle, plans."""
