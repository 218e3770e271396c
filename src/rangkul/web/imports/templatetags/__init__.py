"""What the templates of imports say in their own words."""
