#!/usr/bin/env bash
# Runs every suite: all .NET tests on LocalRuntime, then the same on Orleans where its packages are, and beside them the
# contracts on the TON sandbox. Ends with one line of sums.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
passed=0 failed=0 skipped=0
logs=$root/artifacts/test-logs
mkdir -p "$logs"

add() { passed=$((passed + $1)); failed=$((failed + $2)); skipped=$((skipped + $3)); }
sum() { awk -v key="$2" '{ for (i = 1; i < NF; i++) if ($i == key) { gsub(/[^0-9]/, "", $(i + 1)); n += $(i + 1) } } END { print n + 0 }' "$1"; }

# Beside the .NET suites, because it keeps one core busy for minutes; tells its sums in a file.
contracts() {
  local log=$logs/contracts.log
  (cd contracts && npm test --silent) >"$log" 2>&1
  local code=$?
  local p f s
  p=$(sed -nE 's/^(#|ℹ) pass ([0-9]+)$/\2/p' "$log" | tail -1)
  f=$(sed -nE 's/^(#|ℹ) fail ([0-9]+)$/\2/p' "$log" | tail -1)
  s=$(sed -nE 's/^(#|ℹ) skipped ([0-9]+)$/\2/p' "$log" | tail -1)
  # A run that broke before it counted is a failure, not an empty success.
  if [ -z "$p" ] || { [ $code -ne 0 ] && [ "${f:-0}" -eq 0 ]; }; then tail -40 "$log"; p=0 f=1 s=0; fi
  [ "$f" -eq 0 ] || tail -80 "$log"
  echo "$p $f $s" >"$logs/contracts.sums"
}

contracts_result() {
  wait "$1"
  echo "== contracts (TON sandbox)"
  cat "$logs/contracts.out"
  local p f s
  read -r p f s <"$logs/contracts.sums" || { p=0 f=1 s=0; }
  echo "   $p passed, $f failed, $s skipped"
  add "$p" "$f" "$s"
}

dotnet_suite() { # runtime, what to test
  echo "== .NET on $1"
  local log=$logs/$1.log
  if ! dotnet build Cocoon.Orleans.sln -c Release -p:GrainRuntime="$1" -v q >"$log" 2>&1; then
    grep -E 'error' "$log" | sort -u | head -30
    echo "   the build for $1 failed"
    add 0 1 0
    return
  fi
  local code=0 lines=$logs/$1.sums suite
  : >"$log"
  for suite in "${@:2}"; do
    dotnet test "$suite" -c Release -p:GrainRuntime="$1" --no-build -m:1 --logger "console;verbosity=minimal" --blame-hang-timeout "${COCOON_HANG_TIMEOUT:-9m}" >>"$log" 2>&1 || code=1
  done
  grep -E '^(Passed!|Failed!|Skipped!) +- Failed: ' "$log" >"$lines"
  sed -E 's/^([A-Za-z]+!) +- (.*), Duration: ([^-]*) - (.*)$/   \4: \2 (\3)/' "$lines"
  grep -E '^ *\[SKIP\]|Skip reason' "$log" | sort -u
  local p f s
  p=$(sum "$lines" Passed:) f=$(sum "$lines" Failed:) s=$(sum "$lines" Skipped:)
  if [ $code -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
  [ "$f" -eq 0 ] || grep -vE '^(Passed!|Skipped!)' "$log" | tail -200
  add "$p" "$f" "$s"
}

"$root/cocoon" setup || exit 1
if ! command -v node >/dev/null; then echo "Node.js 20 or newer is missing: the tests need it. Install it, then run this again." >&2; exit 1; fi
(cd contracts && npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error && touch node_modules/.cocoon-stamp) || exit 1

rm -f "$logs/contracts.sums"
contracts >"$logs/contracts.out" 2>&1 &
contracts_run=$!
trap 'kill "$contracts_run" 2>/dev/null' EXIT
COCOON_FUZZ=${COCOON_FUZZ:-20000} dotnet_suite Local Cocoon.Orleans.sln
# The longest tests have run once; on the other runtime a shorter life of each shows what that one adds. Suites without
# grains are compiled for it and not run again: the same code gives the same answer.
export COCOON_CHAOS_MINUTES=${COCOON_CHAOS_MINUTES:-1} COCOON_FUZZ=${COCOON_FUZZ:-1000}
if [ "$(dotnet msbuild src/Grains/Cocoon.Grains.csproj -getProperty:OrleansPackagesPresent)" = true ]; then
  mapfile -t with_grains < <(grep -l "<UsesGrainRuntime>true" tests/*/*.Tests.csproj)
  dotnet_suite Orleans "${with_grains[@]}"
else
  echo "== .NET on Orleans: SKIPPED, the Orleans packages are not in this machine's package sources."
  echo "   The same grains and tests build and run on Orleans where they are; nothing here has shown that on this machine."
  add 0 0 1
fi

contracts_result "$contracts_run"
echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
