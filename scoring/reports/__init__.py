"""What a person reads on paper, on a page or in a workbook."""
