# Completion of tillmesh for fish.

set -l commands init join lane node invite peers demo day import replay drawer sell return stock \
    customer items settings sales members revoke retire dormant archive rotate salvage quarantine \
    conflicts fork report log backup restore rebuild status doctor print version

complete -c tillmesh -n "not __fish_seen_subcommand_from $commands" -f
complete -c tillmesh -l data -d 'the data directory' -r -a '(__fish_complete_directories)'
complete -c tillmesh -l as -x -d 'number of the person who acts'
complete -c tillmesh -l json -d 'print data as JSON'
complete -c tillmesh -l help -d 'print the arguments of the command'

function __tillmesh_command -a name description -V commands
    complete -c tillmesh -n "not __fish_seen_subcommand_from $commands" -a $name -d $description
end

__tillmesh_command init 'make a data directory'
__tillmesh_command join 'become a lane of a store'
__tillmesh_command node 'run without a screen'
__tillmesh_command invite 'let another machine join'
__tillmesh_command peers 'list linked lanes'
__tillmesh_command lane 'open the cashier\'s screen'
__tillmesh_command demo 'sell beside other lanes of a sample shop'
__tillmesh_command day 'ring a scripted day'
__tillmesh_command import 'read items, people or taxes from CSV'
__tillmesh_command replay 'ring recorded tickets'
__tillmesh_command drawer 'open or close the drawer'
__tillmesh_command sell 'ring one sale'
__tillmesh_command return 'take goods back'
__tillmesh_command stock 'receive, adjust or count stock'
__tillmesh_command customer 'create, change, find or erase customers'
__tillmesh_command items 'list codes that the catalogue lacks'
__tillmesh_command settings 'list or change what the store sets'
__tillmesh_command sales 'list receipts'
__tillmesh_command members 'list the members of the store'
__tillmesh_command revoke 'make a stolen machine’s key worthless'
__tillmesh_command retire 'end the work of a machine'
__tillmesh_command dormant 'stop waiting for a silent machine'
__tillmesh_command archive 'name a machine that keeps everything'
__tillmesh_command rotate 'give this machine a new key'
__tillmesh_command salvage 'let cut off operations count'
__tillmesh_command quarantine 'list what doesn’t count'
__tillmesh_command conflicts 'list what doesn’t fit together'
__tillmesh_command fork 'list logs that two machines went on with'
__tillmesh_command report 'print the X, the Z or the journal'
__tillmesh_command log 'show, export or verify the log'
__tillmesh_command backup 'copy the books into one file'
__tillmesh_command restore 'put a backup in the place of the books'
__tillmesh_command rebuild 'make the read model again from the log'
__tillmesh_command status 'print heads and digests'
__tillmesh_command doctor 'look for what is wrong'
__tillmesh_command print 'print a test page'
__tillmesh_command version 'print the version'
functions -e __tillmesh_command

complete -c tillmesh -n '__fish_seen_subcommand_from join node' -l listen -x -d 'where to listen'
complete -c tillmesh -n '__fish_seen_subcommand_from join node' -l peer -x -d 'a lane to meet'
complete -c tillmesh -n '__fish_seen_subcommand_from join node' -l no-announce \
    -d 'tell the LAN nothing'
complete -c tillmesh -n '__fish_seen_subcommand_from join invite' -l label -x \
    -d 'name of the machine'
complete -c tillmesh -n '__fish_seen_subcommand_from demo day' -l lanes -x -d 'lanes in all'
complete -c tillmesh -n '__fish_seen_subcommand_from invite' -l lane -x -d 'number of the lane'
complete -c tillmesh -n '__fish_seen_subcommand_from invite' -l steward -d 'it may invite, too'
complete -c tillmesh -n '__fish_seen_subcommand_from invite' -l relay -d 'it rings nothing'
complete -c tillmesh -n '__fish_seen_subcommand_from init' -l store -x -d 'number of the store'
complete -c tillmesh -n '__fish_seen_subcommand_from init' -l lane -x -d 'number of the lane'
complete -c tillmesh -n '__fish_seen_subcommand_from init' -l currency -x -d 'ISO 4217 code'
complete -c tillmesh -n '__fish_seen_subcommand_from init' -l zone -x -d 'time zone'
complete -c tillmesh -n '__fish_seen_subcommand_from init' -l sample -d 'fill with sample data'
complete -c tillmesh -n '__fish_seen_subcommand_from init' -l passphrase-file -r \
    -d 'file with the passphrase'
complete -c tillmesh -n '__fish_seen_subcommand_from init' -l pin-file -r \
    -d 'file with the PIN of person 1'
complete -c tillmesh -n '__fish_seen_subcommand_from init' -l language -x -a 'en es' \
    -d 'language of the store'
complete -c tillmesh -n '__fish_seen_subcommand_from init' -l tax-place -x \
    -d 'taxes to begin with'
complete -c tillmesh -n '__fish_seen_subcommand_from init' -l training -d 'make a practice till'
complete -c tillmesh -n '__fish_seen_subcommand_from lane' -l training -d 'open the practice till'
complete -c tillmesh -n '__fish_seen_subcommand_from lane' -l metrics -x -d 'where monitoring asks'
complete -c tillmesh -n '__fish_seen_subcommand_from import' -a 'items people taxes'
complete -c tillmesh -n '__fish_seen_subcommand_from import' -l dry-run -d 'take nothing'
complete -c tillmesh -n '__fish_seen_subcommand_from import settings' -l from -x -d 'when lanes show it'
complete -c tillmesh -n '__fish_seen_subcommand_from drawer' -f -a 'open close'
complete -c tillmesh -n '__fish_seen_subcommand_from drawer' -l float -x \
    -d 'cash that lies in it'
complete -c tillmesh -n '__fish_seen_subcommand_from drawer' -l counted -x \
    -d 'cash that was counted'
complete -c tillmesh -n '__fish_seen_subcommand_from sell return' -l tender -x \
    -d 'how it is paid'
complete -c tillmesh -n '__fish_seen_subcommand_from sell return' -l amount -x -d 'how much'
complete -c tillmesh -n '__fish_seen_subcommand_from sell return' -l reference -x \
    -d 'number of a slip'
complete -c tillmesh -n '__fish_seen_subcommand_from sell' -l customer -x \
    -d 'number of the customer'
complete -c tillmesh -n '__fish_seen_subcommand_from sell' -l age-checked \
    -d 'the age was looked at'
complete -c tillmesh -n '__fish_seen_subcommand_from return stock' -l reason -x -d 'why'
complete -c tillmesh -n '__fish_seen_subcommand_from stock' -l place -x -d 'where it lies'
complete -c tillmesh -n '__fish_seen_subcommand_from stock' -l file -r \
    -d 'rows of items and quantities'
complete -c tillmesh -n '__fish_seen_subcommand_from replay' -l create-items \
    -d 'make items from the file first'
complete -c tillmesh -n '__fish_seen_subcommand_from replay' -l paper -r \
    -d 'print receipts to a file'
complete -c tillmesh -n '__fish_seen_subcommand_from replay' -l printer -x \
    -d 'print receipts on a printer'
complete -c tillmesh -n '__fish_seen_subcommand_from replay' -l meet \
    -d 'meet the other lanes meanwhile'
complete -c tillmesh -n '__fish_seen_subcommand_from stock' -a 'receive adjust count list'
complete -c tillmesh -n '__fish_seen_subcommand_from settings' -f -a 'list set'
complete -c tillmesh -n '__fish_seen_subcommand_from sales' -l limit -x -d 'at most this many'
complete -c tillmesh -n '__fish_seen_subcommand_from report' -f -a 'x z journal check'
complete -c tillmesh -n '__fish_seen_subcommand_from report' -l date -x -d 'the business date'
complete -c tillmesh -n '__fish_seen_subcommand_from report' -l lane -x -d 'of this lane'
complete -c tillmesh -n '__fish_seen_subcommand_from report' -l list -d 'list those of all lanes'
complete -c tillmesh -n '__fish_seen_subcommand_from quarantine' -f -a 'list show retry'
complete -c tillmesh -n '__fish_seen_subcommand_from fork' -f -a 'list show exclude'
complete -c tillmesh -n '__fish_seen_subcommand_from quarantine conflicts fork' -l limit -x \
    -d 'at most this many'
complete -c tillmesh -n '__fish_seen_subcommand_from conflicts' -l keep -x -d 'write this one anew'
complete -c tillmesh -n '__fish_seen_subcommand_from conflicts' -l as -x -d 'who acts'
complete -c tillmesh -n '__fish_seen_subcommand_from revoke salvage' -l reason -x -d 'why'
complete -c tillmesh -n '__fish_seen_subcommand_from revoke' -l cut-all -d 'nothing of it counts'
complete -c tillmesh -n '__fish_seen_subcommand_from dormant' -l off -d 'wait for it again'
complete -c tillmesh -n '__fish_seen_subcommand_from archive' -l off -d 'it keeps everything no more'
complete -c tillmesh -n '__fish_seen_subcommand_from revoke retire dormant archive salvage fork' -l root \
    -d 'decide as the root'
complete -c tillmesh \
    -n '__fish_seen_subcommand_from members revoke retire dormant archive salvage fork' \
    -l passphrase-file -r -d 'file with the passphrase'
complete -c tillmesh \
    -n '__fish_seen_subcommand_from members revoke retire dormant archive salvage fork' \
    -l sheet -r -d 'file with the recovery sheet'
complete -c tillmesh -n '__fish_seen_subcommand_from members' -f -a 'promote demote'
complete -c tillmesh -n '__fish_seen_subcommand_from report' -l as -x -d 'who reads the X'
complete -c tillmesh -n '__fish_seen_subcommand_from customer' -f -a 'add edit find erase'
complete -c tillmesh -n '__fish_seen_subcommand_from customer' -l name -x -d 'the name'
complete -c tillmesh -n '__fish_seen_subcommand_from customer' -l phone -x -d 'telephone number'
complete -c tillmesh -n '__fish_seen_subcommand_from customer' -l email -x -d 'e-mail address'
complete -c tillmesh -n '__fish_seen_subcommand_from customer' -l address -x -d 'postal address'
complete -c tillmesh -n '__fish_seen_subcommand_from customer' -l note -x -d 'a note for the lane'
complete -c tillmesh -n '__fish_seen_subcommand_from customer' -l number -x -d 'number of a card'
complete -c tillmesh -n '__fish_seen_subcommand_from customer' -l certificate -x -d 'number of the certificate'
complete -c tillmesh -n '__fish_seen_subcommand_from customer' -l expires -x -d 'last day of the certificate'
complete -c tillmesh -n '__fish_seen_subcommand_from customer' -l exemption -x \
    -a 'none resale charity diplomatic' -d 'the tax exemption'
complete -c tillmesh -n '__fish_seen_subcommand_from items' -f -a unknown
complete -c tillmesh -n '__fish_seen_subcommand_from customer items' -l limit -x -d 'at most this many'
complete -c tillmesh -n '__fish_seen_subcommand_from log' -a 'show export verify'
complete -c tillmesh -n '__fish_seen_subcommand_from log' -l limit -x -d 'at most this many'
complete -c tillmesh -n '__fish_seen_subcommand_from log' -l log -x -d 'of this log only'
complete -c tillmesh -n '__fish_seen_subcommand_from log' -l root -x -d 'the root it must rest on'
complete -c tillmesh -n '__fish_seen_subcommand_from restore' -l replace \
    -d 'even if the books here know more'
complete -c tillmesh -n '__fish_seen_subcommand_from doctor' -l deep -d 'read every row'
complete -c tillmesh -n '__fish_seen_subcommand_from print' -l test -d 'print a test page'
complete -c tillmesh -n '__fish_seen_subcommand_from print' -l to -x -d 'where the printer is'
complete -c tillmesh -n '__fish_seen_subcommand_from print' -l profile -x -d 'which profile it has'
complete -c tillmesh -n '__fish_seen_subcommand_from join' -l wait -d 'until everything is here'
complete -c tillmesh -n '__fish_seen_subcommand_from join' -l snapshot-above -x \
    -d 'begin with a snapshot above so many operations'
