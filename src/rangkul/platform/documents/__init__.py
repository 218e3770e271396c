"""Official documents: Typst, tagged PDF, number and QR."""
