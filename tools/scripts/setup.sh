#!/usr/bin/env bash
# setup.sh STATE: what benchmarks and proofs need beside the product: the rivals (OpenBLAS, oneDNN, PyTorch) and MPFR.
# Nothing of the product or its demo needs any of it; tests that compare with PyTorch are skipped without it.
set -euo pipefail
packages=(libopenblas0-pthread libdnnl2 libgomp1 python3 libpython3-dev python3-torch gcc libc6-dev libmpfr-dev)
missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
    echo "Everything is there: ${packages[*]}."
    exit 0
fi
[ "$(id -u)" = 0 ] || { echo "market: root has to install: apt-get install ${missing[*]}" >&2 && exit 1; }
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -q -y --no-install-recommends "${missing[@]}"
