"""Placings: many needs placed at once by a worker, shown with proof, accepted pair by pair."""
