import CNcurses
import Lane

/// Which attributes and colours of the terminal a style takes.
struct Palette {
    private let isColoured: Bool

    /// Sets up the colours of the current screen.
    ///
    /// - Parameter wantsColour: false where NO_COLOR is set.
    init(wantsColour: Bool) {
        isColoured = wantsColour && has_colors() && start_color() == OK
        guard isColoured else { return }
        // The terminal's own background, where it can be had.
        let background: CShort = use_default_colors() == OK ? -1 : CShort(COLOR_BLACK)
        for role in [Style.Role.good, .warning, .bad, .heading, .training] {
            init_pair(Self.pair(role), Self.colour(role), background)
        }
    }

    /// What `wattr_set` takes for a style.
    func look(of style: Style) -> (attributes: attr_t, pair: CShort) {
        var attributes: attr_t
        switch style.weight {
        case .normal: attributes = 0
        case .bold: attributes = tillmesh_bold()
        case .dim: attributes = tillmesh_dim()
        }
        if style.isReverse { attributes |= tillmesh_reverse() }
        guard !isColoured else { return (attributes, Self.pair(style.role)) }
        return (attributes | Self.attributes(insteadOf: style.role), 0)
    }

    /// Without colours a role is told by weight and line; letters beside say it in any case.
    private static func attributes(insteadOf role: Style.Role) -> attr_t {
        switch role {
        case .plain, .good: 0
        case .heading: tillmesh_bold()
        case .warning: tillmesh_underline()
        case .bad: tillmesh_bold() | tillmesh_underline()
        case .training: tillmesh_reverse()
        }
    }

    private static func pair(_ role: Style.Role) -> CShort {
        switch role {
        case .plain: 0
        case .good: 1
        case .warning: 2
        case .bad: 3
        case .heading: 4
        case .training: 5
        }
    }

    private static func colour(_ role: Style.Role) -> CShort {
        switch role {
        case .plain: -1
        case .good: CShort(COLOR_GREEN)
        case .warning: CShort(COLOR_YELLOW)
        case .bad: CShort(COLOR_RED)
        case .heading: CShort(COLOR_CYAN)
        case .training: CShort(COLOR_MAGENTA)
        }
    }
}
