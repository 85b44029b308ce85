# Completion of tillmesh for bash.

_tillmesh() {
    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local commands="init join lane node invite peers demo day import replay drawer sell return stock customer items
        settings sales members revoke retire dormant archive rotate salvage quarantine conflicts fork
        report log backup restore rebuild status doctor print version"
    local options="--data --as --json --help" words="" command="" i
    COMPREPLY=()

    for ((i = 1; i < COMP_CWORD; i++)); do
        if [[ " ${commands//$'\n'/ } " == *" ${COMP_WORDS[i]} "* ]]; then
            command=${COMP_WORDS[i]}
            break
        fi
    done

    case $previous in
        --data)
            mapfile -t COMPREPLY < <(compgen -d -- "$word")
            return
            ;;
        --paper | --passphrase-file | --sheet | --pin-file | --file)
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
            return
            ;;
        --zone)
            words=$(cd /usr/share/zoneinfo 2>/dev/null && printf '%s ' */*)
            mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
            return
            ;;
    esac

    case $command in
        "") words=$commands ;;
        init)
            options+=" --store --lane --currency --zone --language --tax-place --sample --training"
            options+=" --passphrase-file --pin-file"
            ;;
        lane) options+=" --training --metrics" ;;
        join | node) options+=" --label --listen --peer --no-announce --wait --snapshot-above" ;;
        demo | day) options+=" --lanes" ;;
        invite) options+=" --lane --label --steward --relay" ;;
        import) words="items people taxes" options+=" --dry-run --from" ;;
        drawer) words="open close" options+=" --float --counted" ;;
        sell) options+=" --tender --amount --reference --customer --age-checked" ;;
        return) options+=" --reason --tender --amount --reference" ;;
        replay) options+=" --create-items --paper --printer --meet" ;;
        stock) words="receive adjust count list" options+=" --reason --place --file" ;;
        customer)
            words="add edit find erase"
            options+=" --name --phone --email --address --note --number --exemption"
            options+=" --certificate --expires --limit"
            ;;
        items) words="unknown" options+=" --limit" ;;
        settings) words="list set" options+=" --from" ;;
        sales) options+=" --limit" ;;
        report) words="x z journal check" options+=" --date --as --lane --list" ;;
        members) words="promote demote" options+=" --passphrase-file --sheet" ;;
        revoke) options+=" --reason --cut-all --root --passphrase-file --sheet" ;;
        retire) options+=" --root --passphrase-file --sheet" ;;
        dormant | archive) options+=" --off --root --passphrase-file --sheet" ;;
        salvage) options+=" --reason --root --passphrase-file --sheet" ;;
        quarantine) words="list show retry" options+=" --limit" ;;
        conflicts) options+=" --limit --keep --as" ;;
        fork) words="list show exclude" options+=" --limit --root --passphrase-file --sheet" ;;
        log) words="show export verify" options+=" --limit --log --root" ;;
        restore) options+=" --replace" ;;
        doctor) options+=" --deep" ;;
        print) options+=" --test --to --profile" ;;
    esac

    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
    else
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
        # These read or write a file.
        case $command in
            import | replay | stock | log | backup | restore)
                mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$word")
                ;;
        esac
    fi
}

complete -o filenames -F _tillmesh tillmesh
