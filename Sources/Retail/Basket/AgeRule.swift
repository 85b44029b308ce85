extension BusinessDate {
    /// The same day so many years earlier; for a 29 February that the year lacks, the 28th.
    ///
    /// Whoever was born on it or before is of that age today.
    func yearsBefore(_ years: UInt8) -> BusinessDate {
        CivilDate(self).subtracting(years: Int32(years)).businessDate
    }
}
