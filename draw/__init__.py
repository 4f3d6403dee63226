"""A public lottery draw that nobody has to trust. draw/SPEC.md is the law."""

__version__ = "0.1.0"
