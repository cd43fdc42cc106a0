"""The frozen data that flows between the stages; no module here reads files or decides anything."""
