"""What was done, by whom, to whom and why: written in the transaction of the deed."""
