"""What scripts/assure does at length and tests/test_assure.py samples: damage to records, three verifiers, mutants of the code."""
