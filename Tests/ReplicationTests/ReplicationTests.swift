// The suites of Replication.
