"""A filled service to try, from nothing: data, people, a published plan, and the ways in."""
