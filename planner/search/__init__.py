"""The engine: candidate routes, who rides them, improvement, bound; the wall round OR-Tools."""
