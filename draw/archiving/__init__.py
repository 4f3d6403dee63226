"""What leaves the session for ten years: one ZIP with its manifests, the sealed list, sums of video files (R53, decisions/0010)."""
