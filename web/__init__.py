"""The web side: the ceremony side (desk, projector) in one process, the public files in another that knows no secret.

This file stays empty of imports: `python -m web.public` must not pull in the session, its keys or its database.
"""
