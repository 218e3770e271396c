"""Boundaries of areas: read from GeoJSON or TopoJSON, matched to the list of areas, thinned out, drawn as SVG paths."""
