"""What is known of people, why and how long; giving it to them, and forgetting it."""
