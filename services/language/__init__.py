"""Reading what people write, in two scripts and three languages: reports, questions, names, numbers. Pure."""
