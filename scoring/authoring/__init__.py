"""Tools for whoever encodes an index: drafts from a table, rule tests, checks with mutants, differences of editions."""
