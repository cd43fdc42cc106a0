"""The documents that people write: read strictly, described once by tables of fields, and checked."""
