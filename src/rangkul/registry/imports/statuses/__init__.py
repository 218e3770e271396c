"""Landing of files that say something about persons and families whom the registry knows already."""
