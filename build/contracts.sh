#!/bin/sh
# Writes new contracts into OrleansContracts.txt of every project (docs/upgrades.md). Refuses to take out what was promised.
# Built for LocalRuntime, because on Orleans the analyzer would not let a contract build that is not written down yet.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
export GrainRuntime=Local COCOON_HOME="$root"
dotnet build tests/Versions -v q --nologo
exec dotnet "$(dotnet msbuild tests/Versions -getProperty:TargetPath)" write-contracts
