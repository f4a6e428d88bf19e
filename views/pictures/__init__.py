"""The plan drawn. Importing its modules imports matplotlib."""
