"""Other people's draws, replayed from what they published, to audit or to compare; never to hold a draw (R15)."""
