"""A whole cycle of fourteen invented cities: handing in, review, ranking, procedure, proofs. See docs/province.md."""
