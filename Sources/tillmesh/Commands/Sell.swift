import Retail
import Storage

extension Subcommand {
    private static let paying = [
        Option.value("tender", "CODE", "How it is paid, such as cash or card."),
        .value("amount", "AMOUNT", "What was given; else exactly what is due."),
        .value("reference", "TEXT", "The card slip's or voucher's number."),
    ]

    static let sell = Subcommand(
        path: ["sell"], summary: "Ring one sale.",
        details: """
            ITEM is an item's code, a barcode or a PLU; ITEM*3 is three of it, ITEM*0.745 a
            weight. The sale goes through the same basket as at the lane; its receipt waits for
            the lane's printer. A drawer must be open: `tillmesh drawer open`.
            """,
        operands: [Operand(name: "ITEM[*QTY]", help: "What is sold.", isRepeated: true)],
        options: [CommonOption.data, CommonOption.person] + paying + [
            .value("customer", "NUMBER", "Whom it is for, by the customer's number."),
            .flag("age-checked", "The buyer's age was looked at, where goods need it."),
            CommonOption.json,
        ]
    ) { arguments in
        _ = try arguments.required("tender")
        return try Errand.run(arguments) { errand in
            let payment = try PaymentRun(errand, arguments)
            let run = SaleRun(errand: errand, isAgeChecked: arguments.has("age-checked"))
            let basket = try run.ring(
                arguments.operands, forCustomer: arguments.value("customer"))
            let receipt = try payment.complete(basket)
            try ReceiptReport(errand: errand, receipt: receipt)
                .print(asJSON: arguments.has("json"))
            return .success
        }
    }

    static let returnGoods = Subcommand(
        path: ["return"], summary: "Take goods back against a receipt.",
        details: """
            LINE counts from 1 as on the receipt; LINE*2 is two of it. Without one all that can
            still come back does. Money goes back the way it came, unless --tender says
            otherwise.
            """,
        operands: [
            Operand(name: "RECEIPT", help: "Its number, such as 014-03-000123."),
            Operand(
                name: "LINE[*QTY]", help: "What comes back of it.", isRequired: false,
                isRepeated: true),
        ],
        options: [
            CommonOption.data, CommonOption.person,
            .value("reason", "NUMBER", "Why, by the number of one of the store's reasons."),
        ] + paying + [CommonOption.json]
    ) { arguments in
        try Errand.run(arguments) { errand in
            let payment = try PaymentRun(errand, arguments)
            let basket = try ReturnRun(errand, arguments).basket(
                arguments.operands[0], Array(arguments.operands.dropFirst()))
            let receipt = try payment.complete(basket)
            try ReceiptReport(errand: errand, receipt: receipt)
                .print(asJSON: arguments.has("json"))
            return .success
        }
    }
}
