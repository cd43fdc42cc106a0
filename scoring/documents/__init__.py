"""The documents that people write: read strictly, described once by the fields of their records, and checked.

strict        text → located nodes (`nodes`), with `problems`
schema        whether a document fits its JSON Schema, said in Chinese with a suggested fix
fields        one description of a key, on the record it becomes; `values` and `forms` are the kinds of values
packs         an index: found, read, and what its values say together (cross-checks)
overlay       one pack laid on another
submissions   what a city fills in, and references
kinds         which kind of document a file is
"""
