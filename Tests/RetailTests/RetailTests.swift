// The suites of Retail.
