"""The public side, a process of its own: it knows the path of the public folder, and what the ceremony side tells it line by
line; no session, no keys, no names. `python -m web.public FOLDER`.
"""
