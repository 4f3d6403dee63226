"""The commands of `draw`, by phase: common ground, before the hall, in the hall, after the seed."""
