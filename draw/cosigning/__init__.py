"""Signatures of others over the statement, made with the tools they have: strict readers, no secret ever here (decisions/0010)."""
