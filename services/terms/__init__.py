"""The words of a term: what they mean as rules, certain or asked."""
