"""Who is acting, what they may do, and the second wall in the database."""
