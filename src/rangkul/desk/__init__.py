"""Needs heard at the desk: cases, referrals, follow-up and outcomes."""
