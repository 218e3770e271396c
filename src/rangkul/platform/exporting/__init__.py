"""Files that leave the house: asked for with a purpose, made in the background, sealed at rest, gone after a week."""
