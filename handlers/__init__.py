"""What people do: one module a feature, each with setup() -> Router."""
