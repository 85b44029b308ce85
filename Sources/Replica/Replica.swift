// The house's plan: docs/architecture.md.
