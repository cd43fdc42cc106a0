"""Score a city's self-assessment against an official evaluation index, and explain every point."""

__version__ = "0.1.0"
__all__ = ["__version__"]
