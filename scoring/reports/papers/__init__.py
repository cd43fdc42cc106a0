"""One module for each paper and each text on the screen: a function from results to blocks."""
