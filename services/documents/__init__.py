"""Documents in which an office writes its plan, read into a plan as understood: pure, nothing is run or fetched."""
