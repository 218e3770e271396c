"""The directory of services as Open Referral HSDS 3.1: JSON, and the tabular package of CSV files."""
