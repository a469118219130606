"""What all doors share: errors, forms, values, headers, links."""
