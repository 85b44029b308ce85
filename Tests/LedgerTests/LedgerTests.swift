// The suites of Ledger.
