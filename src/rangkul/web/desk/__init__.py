"""Pages of cases, referrals and the citizen's ticket."""
