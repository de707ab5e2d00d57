"""Daily consumption: what was used and what it costs, a forecast, limits, devices, savings."""
