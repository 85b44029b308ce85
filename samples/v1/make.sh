#!/usr/bin/env bash
# Makes a sample: some days of a shop that never was, its log exported, and what they must say.
# Usage: make.sh TILLMESH FOLDER
#
# Keys, ids and times are new in every run, so what comes out is another sample. The one beside this
# script was made once and stays as it is: later versions must read it.
set -euo pipefail
tillmesh=$(realpath "$1")
folder=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TILLMESH_DATA=$work/shop

till() { "$tillmesh" "$@" >>"$work/log"; }

"$tillmesh" init --store 014 --lane 3 --currency EUR --zone Europe/Madrid --language es \
    --tax-place spain --sample --json >init.json

cat >items.csv <<'END'
code,name,department,price,cost,barcodes,plu,unit,min_age
ES001,Aceite de oliva virgen extra 1 L,Alimentación,8.95,6.10,8410000000016,,piece,
ES002,Jamón ibérico en lonchas 100 g,Charcutería,7.50,5.20,8410000000023,,piece,
ES003,Queso manchego curado,Charcutería,18.90,12.40,,4901,weight,
ES004,Turrón de Jijona 250 g,Alimentación,4.25,2.60,8410000000047,,piece,
ES005,Piñones y pasas 80 g,Alimentación,3.10,1.95,8410000000054,,piece,
ES006,Vino tinto Rioja crianza 75 cl,Bebidas,9.80,6.00,8410000000061,,piece,18
ES007,Naranjas de zumo,Frutería,1.49,0.80,,4902,weight,
FR001,Crème fraîche épaisse 20 cl,Lácteos,1.75,1.10,3250000000013,,piece,
DE001,Vollkornbrot geschnitten 500 g,Panadería,2.35,1.40,4000000000013,,piece,
PL001,Żurek w butelce 480 ml,Alimentación,2.90,1.80,5900000000015,,piece,
END
till import items items.csv
cat >people.csv <<'END'
number,name,roles,pin,language
41,Begoña Núñez,cashier,4141,es
42,Oliver Wright,cashier|supervisor,4242,en
END
till import people people.csv
printf 'code,quantity,cost\nES001,48,6.10\nES004,60,2.60\nES006,36,6.00\n' >delivery.csv

sell() { till sell --as 42 --age-checked "$@"; }

# Receipts of every shape, on two days of their own between days of the script.
for round in 1 2 3; do
    till day
    till stock receive --as 1 --reason "entrega de la mañana" --file delivery.csv
    till drawer open --as 41 --float 120.00
    till customer add --as 42 --name "Inés Peña $round" --phone "60011122$round" \
        --number "K-$round"
    for number in 1 2 3 4 5 6 7 8 9; do
        sell ES001 "ES004*$((number % 3 + 1))" "ES003*0.$((number + 200))" --tender cash \
            --amount 100
        sell 8410000000023 FR001 "PL001*2" --tender card --reference "R$round$number"
        sell "ES007*1.$((number + 100))" DE001 ES005 ES006 --customer "K-$round" --tender cash
    done
    receipt=$("$tillmesh" sales --limit 1 --json | sed 's/.*"receiptNumber":"\([^"]*\)".*/\1/')
    till return --as 42 --reason 1 "$receipt" 2
    till stock adjust --as 1 --reason "rotura de botellas" ES006 -2
    till stock count --as 1 --reason "recuento" ES004 "$((40 + round))"
    till report x --as 42
    till drawer close --as 42 --counted 1500.00
done

till rebuild
till log export "$folder/export.cbor"
zstd --quiet --force -19 --rm "$folder/export.cbor" -o "$folder/export.cbor.zst"
"$tillmesh" status --json >"$folder/expected.json"
"$tillmesh" sales --limit 100000 --json | wc -l >receipts
"$tillmesh" log verify
# Who enrolled this lane is the store's root.
"$tillmesh" log show --limit 100000 --json | grep '"name":"member.enrolled"' |
    sed 's|.*"log":"[^/]*/\([^/]*\)/.*|\1|' >"$folder/root.txt"
rm -rf shop/training shop/paper.txt shop/lock shop/control.sock
# One order and no names of this machine, so that the archive has nothing but the shop.
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 --create shop |
    zstd --quiet --force -19 -o "$folder/shop.tar.zst"
echo "receipts: $(cat receipts)"
