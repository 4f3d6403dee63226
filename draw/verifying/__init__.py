"""The steps of a verification, grouped by what they look at; `draw.verify` is their numbered list (SPEC §11)."""
