"""Sessions that continue earlier ones: what must hold, the next draft, the programme of a summer (SPEC §14)."""
