#!/usr/bin/env bash
# Runs every suite in four lanes side by side: the .NET tests on LocalRuntime; where its packages are, those with grains on
# Orleans; the contracts on the TON sandbox; the simulator. Much of the first two is waiting. Ends with one line of sums.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Most of these processes live for seconds: measuring them for a better compilation costs a tenth to a third of it.
export DOTNET_TieredPGO=0
logs=$root/artifacts/test-logs
mkdir -p "$logs"
rm -f "$logs"/*.sums

# A lane tells its sums in a file of its own: it runs in a subshell.
add() { echo "$2 $3 $4" >>"$logs/$1.sums"; }
count() { awk -v key="$2" '{ for (i = 1; i < NF; i++) if ($i == key) { gsub(/[^0-9]/, "", $(i + 1)); n += $(i + 1) } } END { print n + 0 }' "$1"; }

contracts() {
  echo "== contracts (TON sandbox)"
  local log=$logs/contracts.log
  # Nightly runs have more lives of each contract.
  (cd contracts && COCOON_LIVES=${COCOON_LIVES:-120} npm test --silent) >"$log" 2>&1
  local code=$?
  local p f s
  p=$(sed -nE 's/^(#|ℹ) pass ([0-9]+)$/\2/p' "$log" | tail -1)
  f=$(sed -nE 's/^(#|ℹ) fail ([0-9]+)$/\2/p' "$log" | tail -1)
  s=$(sed -nE 's/^(#|ℹ) skipped ([0-9]+)$/\2/p' "$log" | tail -1)
  # A run that broke before it counted is a failure, not an empty success.
  if [ -z "$p" ] || { [ $code -ne 0 ] && [ "${f:-0}" -eq 0 ]; }; then tail -40 "$log"; p=0 f=1 s=0; fi
  [ "$f" -eq 0 ] || tail -80 "$log"
  echo "   $p passed, $f failed, $s skipped"
  add contracts "$p" "$f" "$s"
}

build() { # runtime
  local log=$logs/$1-build.log
  # One compiler for all projects: without it the two builds take twice as long.
  dotnet build Cocoon.Orleans.sln -c Release -p:GrainRuntime="$1" -p:UseSharedCompilation=true -v q >"$log" 2>&1 && return
  grep -E 'error' "$log" | sort -u | head -30
  echo "   the build for $1 failed"
  add "$1" 0 1 0
  return 1
}

suites() { # name, runtime, filter of tests or nothing, what to test
  echo "== .NET on $2${1#"$2"}"
  local log=$logs/$1.log code=0 lines=$logs/$1.lines suite
  : >"$log"
  for suite in "${@:4}"; do
    dotnet test "$suite" -c Release -p:GrainRuntime="$2" --no-build -m:1 ${3:+--filter "$3"} --logger "console;verbosity=minimal" --blame-hang-timeout "${COCOON_HANG_TIMEOUT:-9m}" >>"$log" 2>&1 || code=1
  done
  grep -E '^(Passed!|Failed!|Skipped!) +- Failed: ' "$log" >"$lines"
  sed -E 's/^([A-Za-z]+!) +- (.*), Duration: ([^-]*) - (.*)$/   \4: \2 (\3)/' "$lines"
  grep -E '^ *\[SKIP\]|Skip reason' "$log" | sort -u
  local p f s
  p=$(count "$lines" Passed:) f=$(count "$lines" Failed:) s=$(count "$lines" Skipped:)
  if [ $code -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
  # A lane that ran nothing is a failure, not an empty success.
  if [ "$p" -eq 0 ] && [ "$f" -eq 0 ]; then f=1; fi
  # What failed and why, without the lines that every suite prints.
  [ "$f" -eq 0 ] || grep -vE '^(Passed!|Skipped!|Test run for|A total of|No test matches|Data collector|$)' "$log" | tail -200
  add "$1" "$p" "$f" "$s"
}

# The longest tests run on LocalRuntime; here a shorter life of each shows what Orleans adds. Suites without grains are
# compiled for it and not run again: the same code gives the same answer. Neither are the fuzzers and the playground's page,
# nor deaths at chosen steps, which are the chain's and the records', not the runtime's: chaos kills here at any moment.
on_orleans() {
  export COCOON_CHAOS_MINUTES=${COCOON_CHAOS_MINUTES:-0.5} COCOON_FUZZ=${COCOON_FUZZ:-500}
  local with_grains
  mapfile -t with_grains < <(grep -l "<UsesGrainRuntime>true" tests/*/*.Tests.csproj | grep -vE "/(Fuzz|Playground|Simulation)/")
  suites Orleans Orleans "FullyQualifiedName!~EndToEnd.Tests.Crashes.CrashTests" "${with_grains[@]}"
}

"$root/cocoon" setup || exit 1
if ! command -v node >/dev/null; then echo "Node.js 20 or newer is missing: the tests need it. Install it, then run this again." >&2; exit 1; fi
(cd contracts && npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error && touch node_modules/.cocoon-stamp) || exit 1
(cd tests/Conformance/node && npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error) || exit 1
(cd src/Inference.LlamaCpp/package && npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error) || exit 1
orleans=$(dotnet msbuild src/Grains/Cocoon.Grains.csproj -getProperty:OrleansPackagesPresent)

builds=()
for runtime in Local $([ "$orleans" = true ] && echo Orleans); do build "$runtime" && builds+=("$runtime"); done
dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1

built() { case " ${builds[*]} " in *" $1 "*) ;; *) return 1 ;; esac; }
simulator=Cocoon.Simulation.Tests
{ if built Orleans; then on_orleans; fi; } >"$logs/Orleans.out" 2>&1 &
lanes=($!)
# Pure computation takes what the lanes with clocks and processes leave.
gives_way() { renice -n 10 -p "$BASHPID" >/dev/null; "$@"; }
gives_way contracts >"$logs/contracts.out" 2>&1 &
lanes+=($!)
{ if built Local; then COCOON_HANG_TIMEOUT=${COCOON_HANG_TIMEOUT:-20m} gives_way suites Local-simulator Local "" tests/Simulation/$simulator.csproj; fi; } >"$logs/simulator.out" 2>&1 &
lanes+=($!)
trap 'kill "${lanes[@]}" 2>/dev/null' EXIT

if built Local; then COCOON_CHAOS_MINUTES=${COCOON_CHAOS_MINUTES:-1} COCOON_FUZZ=${COCOON_FUZZ:-2500} suites Local Local "FullyQualifiedName!~$simulator" Cocoon.Orleans.sln; fi
wait "${lanes[@]}"
cat "$logs/contracts.out" "$logs/simulator.out" "$logs/Orleans.out"
if [ "$orleans" != true ]; then
  echo "== .NET on Orleans: SKIPPED, the Orleans packages are not in this machine's package sources."
  echo "   The same grains and tests build and run on Orleans where they are; nothing here has shown that on this machine."
  add Orleans 0 0 1
fi

[ -s "$logs/contracts.sums" ] || add contracts 0 1 0
read -r passed failed skipped < <(cat "$logs"/*.sums | awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }')
echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
