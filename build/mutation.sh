#!/usr/bin/env bash
# Mutation score of src/Core under tests/Core, by Stryker.NET: changes the code in small ways, one at a
# time (tests/Core/stryker-config.json), and counts the changes that some test notices. Prints the changes that none did, and fails below 85 %.
# Usage: build/mutation.sh [GLOB...], such as '**/Channels/*.cs'; without one, all of src/Core (about half an hour on two idle cores).
# Left out by the configuration: mutants of strings, since nothing depends on the wording of refusals; the texts that something
# does depend on (names, signed bytes, stored JSON) have tests with golden values.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# Stryker compiles the mutated project itself, which the code generators of Orleans do not take part in.
export GrainRuntime=Local
# A few histories per model and mutant: enough to notice, quick enough to repeat a thousand times.
export COCOON_CASES=${COCOON_CASES:-50}
# Output of its own: Stryker puts mutated assemblies into it.
export CocoonArtifacts=${CocoonArtifacts:-$PWD/artifacts}/mutation

dotnet tool restore
mutate=()
for glob in "$@"; do mutate+=(--mutate "$glob"); done
(cd tests/Core && dotnet stryker --output "$CocoonArtifacts/report" --skip-version-check "${mutate[@]}")
