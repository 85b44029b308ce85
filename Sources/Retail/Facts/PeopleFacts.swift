/// A person signed on to or off the lane.
public struct SignOn: Hashable, Sendable {
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable { case on = 0, off = 1, locked = 2 }

    public var content: ContentID
    public var kind: Kind
    public var person: PersonID
    public var time: LocalTime
    public var businessDate: BusinessDate

    public init(
        content: ContentID, kind: Kind, person: PersonID, time: LocalTime,
        businessDate: BusinessDate
    ) {
        self.content = content
        self.kind = kind
        self.person = person
        self.time = time
        self.businessDate = businessDate
    }
}

/// Wrong PINs of one minute; never what was typed.
public struct FailedPINs: Hashable, Sendable {
    public var content: ContentID
    /// The minute's start.
    public var minute: LocalTime
    public var businessDate: BusinessDate
    public var count: UInt32
    /// The person's number, where one was typed before the PIN.
    public var number: UInt32?

    public init(
        content: ContentID, minute: LocalTime, businessDate: BusinessDate, count: UInt32,
        number: UInt32?
    ) {
        self.content = content
        self.minute = minute
        self.businessDate = businessDate
        self.count = count
        self.number = number
    }
}

/// Somebody whose number was locked may try PINs again.
public struct Unlock: Hashable, Sendable {
    public var content: ContentID
    /// The locked person's, as typed before their PINs.
    public var number: UInt32
    /// Who let them.
    public var person: PersonID
    public var time: LocalTime
    public var businessDate: BusinessDate

    public init(
        content: ContentID, number: UInt32, person: PersonID, time: LocalTime,
        businessDate: BusinessDate
    ) {
        self.content = content
        self.number = number
        self.person = person
        self.time = time
        self.businessDate = businessDate
    }
}

/// Working time: in, out, break.
public struct ClockEntry: Hashable, Sendable {
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        case clockIn = 0
        case clockOut = 1
        case breakStart = 2
        case breakEnd = 3
    }

    public var content: ContentID
    public var kind: Kind
    public var person: PersonID
    public var time: LocalTime
    public var businessDate: BusinessDate

    public init(
        content: ContentID, kind: Kind, person: PersonID, time: LocalTime,
        businessDate: BusinessDate
    ) {
        self.content = content
        self.kind = kind
        self.person = person
        self.time = time
        self.businessDate = businessDate
    }
}

/// One version of a person who works here.
public struct PersonChange: Hashable, Sendable {
    public var content: ContentID
    public var person: PersonID
    /// Of this person's register; greater wins.
    public var version: UInt64
    /// Short number that people type before a PIN when the lane waits, and that reports show.
    public var number: UInt32
    /// Role names; what a role permits is in `Role`.
    public var roles: [String]
    /// Nil: no PIN, cannot sign on.
    public var pin: PINRecord?
    /// `en` or `es`; nil: the store's.
    public var language: String?
    public var isActive: Bool
    /// The name, sealed under this person's key.
    public var sealedName: [UInt8]
    /// What it becomes visible with; nil: at once, by itself.
    public var publication: PublicationID?

    public init(
        content: ContentID, person: PersonID, version: UInt64, number: UInt32, roles: [String],
        pin: PINRecord?, language: String? = nil, isActive: Bool = true, sealedName: [UInt8]
    ) {
        self.content = content
        self.person = person
        self.version = version
        self.number = number
        self.roles = roles
        self.pin = pin
        self.language = language
        self.isActive = isActive
        self.sealedName = sealedName
    }
}

/// What is kept of a PIN: a keyed look-up tag and an Argon2id verifier.
///
/// Both are useless without the pin key.
public struct PINRecord: Hashable, Sendable {
    /// Keyed BLAKE2b-128 of the PIN.
    public var tag: [UInt8]
    /// 16 bytes.
    public var salt: [UInt8]
    /// 32 bytes.
    public var verifier: [UInt8]

    public init(tag: [UInt8], salt: [UInt8], verifier: [UInt8]) {
        self.tag = tag
        self.salt = salt
        self.verifier = verifier
    }
}

/// Changed fields of a customer; each field is a register of its own.
public struct CustomerChange: Hashable, Sendable {
    /// A field's number; sealed ones hold sealed bytes.
    public enum Field: UInt8, Hashable, Sendable, CaseIterable {
        /// Sealed.
        case name = 0
        /// Sealed.
        case phone = 1
        /// Sealed.
        case email = 2
        /// Sealed.
        case address = 3
        /// Sealed: the exemption certificate's number.
        case certificate = 4
        /// Plain: expiry as CBOR milliseconds; empty: none.
        case certificateExpiry = 5
        /// Plain: the exemption's kind, 0 none, 1 resale, 2 charity, 3 diplomatic.
        case exemption = 6
        /// Plain: a card or customer number that the till can scan.
        case number = 7
        /// Sealed.
        case note = 8
        /// Keyed tags of phone and e-mail for exact look-up.
        case lookupTags = 9
    }

    public struct Entry: Hashable, Sendable {
        public var field: Field
        /// Nil clears the field.
        public var value: [UInt8]?

        public init(field: Field, value: [UInt8]?) {
            self.field = field
            self.value = value
        }
    }

    public var content: ContentID
    public var customer: CustomerID
    public var version: UInt64
    /// Ascending by field, each once.
    public var entries: [Entry]
    public var time: LocalTime
    public var person: PersonID

    public init(
        content: ContentID, customer: CustomerID, version: UInt64, entries: [Entry],
        time: LocalTime, person: PersonID
    ) {
        self.content = content
        self.customer = customer
        self.version = version
        self.entries = entries
        self.time = time
        self.person = person
    }
}
