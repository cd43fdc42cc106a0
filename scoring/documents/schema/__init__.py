"""JSON Schemas (2020-12) of documents, and checking with them in Chinese."""
