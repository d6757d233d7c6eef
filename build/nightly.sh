#!/usr/bin/env bash
# What is too long for every change: many seeds, every seeded bug, long chaos, fuzzing, soak, mutation score.
# Each part goes on when another one fails; the exit code says whether all passed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export COCOON_SEEDS=20000 COCOON_BUGS=all COCOON_LIVES=10000 COCOON_CHAOS_MINUTES=10 COCOON_FUZZ=1000000 COCOON_HANG_TIMEOUT=10h
failed=()
part() { local name=$1; shift; echo "== $name"; "$@" || failed+=("$name"); }

part "tests" ./cocoon test
part "soak, 30 minutes" ./cocoon bench soak --minutes 30
part "image, built twice" build/image.sh
part "mutation score of src/Core" build/mutation.sh

[ ${#failed[@]} -eq 0 ] && echo "nightly: all passed" && exit 0
printf 'nightly: failed: %s\n' "${failed[@]}"
exit 1
