"""Services of the company: each described in data/services, asked for here, tracked as a case."""
