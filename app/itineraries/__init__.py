"""What one participant sees and does on the road: itinerary, calendar, attendance, notes."""
