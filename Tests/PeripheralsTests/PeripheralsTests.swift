// The suites of Peripherals.
