// The suites of Console.
