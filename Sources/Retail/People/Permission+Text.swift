public import Texts

extension Permission {
    /// What it allows, in the words of the question for a second person.
    public var text: PermissionText {
        switch self {
        case .sell: .sell
        case .openItem: .openItem
        case .overridePrice: .overridePrice
        case .discount: .discount
        case .voidLine: .voidLine
        case .cancelBasket: .cancelSale
        case .returnGoods: .returnGoods
        case .returnWithoutReceipt: .returnWithoutReceipt
        case .voidReceipt: .voidReceipt
        case .noSale: .noSale
        case .drop: .drop
        case .payIn: .payIn
        case .payOut: .payOut
        case .openDrawer: .openDrawer
        case .closeDrawer: .closeDrawer
        case .readX: .readX
        case .typeWeight: .typeWeight
        case .reprint: .reprint
        case .holdBasket: .hold
        case .editCustomers: .editCustomers
        case .exemptCustomer: .exempt
        case .moveStock: .moveStock
        case .importFiles: .importFiles
        case .editCatalogue: .editCatalogue
        case .editTaxes: .editTaxes
        case .editPeople: .editPeople
        case .editSettings: .editSettings
        case .readReports: .readReports
        case .train: .train
        case .unlock: .unlock
        case .actUnconfirmed: .actUnconfirmed
        case .lookAfterStore: .lookAfterStore
        case .sellExpired: .sellExpired
        }
    }
}
