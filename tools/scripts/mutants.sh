#!/usr/bin/env bash
# Seeds each defect of contracts/test/mutants/*.patch into a copy of the checkout and asks the tests whether they notice.
# Prints "caught" or "SURVIVED" for each; exits 1 if one survives. Needs what `./market test` has built.
# --games asks the games alone: they are to notice by themselves.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
games=tests/Marketplace.Scenarios.Tests/bin/Release/net10.0
machine=$(node -p 'process.platform + "-" + ({ x64: "amd64" }[process.arch] ?? process.arch)')
forge=$root/contracts/node_modules/@foundry-rs/forge-$machine/bin/forge
[ -x "$forge" ] && [ -d "$root/$games" ] || { echo "mutants: run './market test' first." >&2 && exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy=$work/checkout
mkdir "$copy"

# The checkout as it is, with what has been built; nothing here is ever written back.
(cd "$root" && git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$copy")
ln -s "$root/contracts/node_modules" "$copy/contracts/node_modules"
for built in contracts/{out,cache}{,-prague} "$games"; do
    mkdir -p "$copy/$built" && cp -r "$root/$built/." "$copy/$built"
done

contracts() { (cd "$copy/contracts" && "$forge" "$@"); }

games() { dotnet test "$copy/$games/Marketplace.Scenarios.Tests.dll" --filter "FullyQualifiedName~Games" >"$1" 2>&1; }

# tests LOG: the name of the first part that fails; nothing if all pass. With --games the contracts' own tests stay out.
tests() {
    [ "$mode" = --games ] || contracts test >"$1" 2>&1 || { echo "the contracts' tests" && return; }
    games "$1" || echo "the games"
}

mode=${1:-}
by=$(tests "$work/sound.log")
[ -z "$by" ] || { cat "$work/sound.log" && echo "mutants: $by fail without a defect." >&2 && exit 2; }

survived=0
for patch in "$root"/contracts/test/mutants/*.patch; do
    name=$(basename "$patch" .patch)
    patch -s -d "$copy" -p1 <"$patch"
    contracts build >"$work/build.log" 2>&1 || { cat "$work/build.log" && echo "mutants: $name does not build." >&2 && exit 2; }
    by=$(tests "$work/$name.log")
    if [ -n "$by" ]; then
        echo "caught    $name, by $by"
    else
        echo "SURVIVED  $name"
        survived=1
    fi
    patch -s -R -d "$copy" -p1 <"$patch"
done
exit "$survived"
