extension OperationTable {
    static let insert = """
        INSERT INTO operation (log, seq, previous, hlc, kind, payload, hash, signature, number)
        VALUES (:log, :seq, :previous, :hlc, :kind, :payload, :hash, :signature, :number)
        """

    static let updateSignature = """
        UPDATE operation
        SET    signature = :signature
        WHERE  number = :number
        """

    /// The payload of one row, also of one that was forgotten.
    static let selectPayload = """
        SELECT payload
        FROM   operation
        WHERE  number = :number
        UNION  ALL
        SELECT payload
        FROM   payload_base
        WHERE  number = :number
        """

    static let replaceLatestSignature = """
        UPDATE latest_signature
        SET    operation = :number, signature = :signature
        WHERE  operation = :previous
        """

    static let insertLatestSignature = """
        INSERT INTO latest_signature (operation, signature)
        VALUES (:number, :signature)
        """

    /// Moves the signature of a branch's end, where it isn't in its row, to its row.
    static let keepLatestSignature = """
        UPDATE operation
        SET    signature = latest.signature
        FROM   latest_signature AS latest
        WHERE  operation.number = :previous AND latest.operation = operation.number
        """

    static let deleteLatestSignature = """
        DELETE FROM latest_signature
        WHERE  operation = :previous
        """

    static let updateForked = """
        UPDATE log
        SET    is_forked = 1
        WHERE  number = :log
        """

    /// The two highest sequences of a log.
    static let selectTops = """
        SELECT seq
        FROM   operation
        WHERE  log = :log
        ORDER  BY seq DESC
        LIMIT  2
        """

    /// Operations of one log, oldest first.
    static let selectFrom = """
        SELECT number, seq, hlc, kind, payload, hash,
               coalesce(
                   signature,
                   (SELECT signature
                    FROM   latest_signature AS latest
                    WHERE  latest.operation = operation.number)),
               log,
               coalesce(
                   (SELECT hash FROM operation AS before WHERE before.number = operation.previous),
                   (SELECT hash FROM operation_name AS name
                    WHERE  name.number = operation.previous)),
               previous
        FROM   operation
        WHERE  log = :log AND seq >= :seq
        ORDER  BY seq, number
        LIMIT  :limit
        """

    /// Operations of all logs, in the order of their arrival.
    static let selectAfter = """
        SELECT number, seq, hlc, kind, payload, hash,
               coalesce(
                   signature,
                   (SELECT signature
                    FROM   latest_signature AS latest
                    WHERE  latest.operation = operation.number)),
               log,
               coalesce(
                   (SELECT hash FROM operation AS before WHERE before.number = operation.previous),
                   (SELECT hash FROM operation_name AS name
                    WHERE  name.number = operation.previous)),
               previous
        FROM   operation
        WHERE  number > :after
        ORDER  BY number
        LIMIT  :limit
        """

    static let selectLogs = """
        SELECT number, is_forked
        FROM   log
        ORDER  BY number
        """

    static let selectHead = """
        SELECT seq, hash, hlc
        FROM   operation
        WHERE  log = :log
        ORDER  BY seq DESC
        LIMIT  1
        """

    /// The last operation of each branch.
    static let selectBranchHeads = """
        SELECT seq, hash, hlc
        FROM   operation
        WHERE  log = :log AND NOT EXISTS (
                   SELECT number
                   FROM   operation AS next
                   WHERE  next.log = :log AND next.seq = operation.seq + 1
                          AND next.previous = operation.number)
        ORDER  BY seq, number
        """

    /// How many operations are here.
    ///
    /// A log that isn't forked has no gap, so that its ends tell how many it has; counting rows
    /// would read an index as long as the store's past.
    static let count = """
        SELECT coalesce(sum(
                   CASE is_forked WHEN 0 THEN
                       coalesce(
                           (SELECT max(seq) FROM operation WHERE log = log.number)
                           - (SELECT min(seq) FROM operation WHERE log = log.number) + 1, 0)
                   ELSE (SELECT count(*) FROM operation WHERE log = log.number) END), 0)
        FROM   log
        """

    /// The number of the last operation that was stored, 0 where there is none.
    static let last = """
        SELECT coalesce(max(number), 0)
        FROM   operation
        """

    static let sums = """
        SELECT scope, table_name, count, sum
        FROM   table_sum
        ORDER  BY scope, table_name
        """

    static let putSum = """
        INSERT INTO table_sum (scope, table_name, count, sum)
        VALUES (:scope, :table, :count, :sum)
        ON CONFLICT (scope, table_name) DO UPDATE
        SET    count = excluded.count, sum = excluded.sum
        """
}
