"""Record linkage over the whole registry: features, weights, scoring and reasons (ADR 0014)."""
