#!/usr/bin/env bash
# setup.sh STATE: what benchmarks and proofs need beside the product: the rivals (OpenBLAS, oneDNN, PyTorch), MPFR and z3.
# Nothing of the product or its demo needs any of it; tests that compare with PyTorch are skipped without it.
set -euo pipefail
packages=(libopenblas0-pthread libdnnl2 libgomp1 python3 libpython3-dev python3-torch gcc libc6-dev libmpfr-dev z3)
state=$1

# A second OpenBLAS, which shares PyTorch's own pool of threads: unpacked beside the system's, so that nothing else uses it.
unpack_openblas_openmp() {
    local folder=$state/openblas-openmp
    [ ! -d "$folder/usr" ] || return 0
    mkdir -p "$folder"
    (cd "$folder" && apt-get download -q libopenblas0-openmp && dpkg -x libopenblas0-openmp_*.deb . && rm -f ./*.deb) ||
        { rm -rf "$folder" && echo "market: libopenblas0-openmp cannot be had; PyTorch is measured without it." >&2; }
}

missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
    unpack_openblas_openmp
    echo "Everything is there: ${packages[*]}."
    exit 0
fi
[ "$(id -u)" = 0 ] || { echo "market: root has to install: apt-get install ${missing[*]}" >&2 && exit 1; }
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -q -y --no-install-recommends "${missing[@]}"
unpack_openblas_openmp
