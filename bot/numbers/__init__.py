"""What a supervisor counts: conversations, understanding, forms, outages, the data update."""
