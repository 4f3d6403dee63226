"""What people hand in before the freeze: rule sheet, roster, lists -> Sheet, Roster, Formed, or every fault at once (SPEC §5)."""
