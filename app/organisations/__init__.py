"""The directory: schools, training centres and companies, and everything that is said of them."""
