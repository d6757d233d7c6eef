#!/usr/bin/env bash
# Makes the NuGet packages of Cocoon.Client and of what it is made of, then builds a console app against them, with no other
# source than that folder and this machine's package cache. Release packages are made where the Orleans packages are:
# elsewhere they need our own Cocoon.LocalRuntime.Serialization instead.
# Usage: build/pack.sh [FOLDER]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$root/artifacts/packages}
mkdir -p "$out"
out=$(cd "$out" && pwd)
cache=${NUGET_PACKAGES:-$HOME/.nuget/packages}
cd "$root"

rm -f "$out"/Cocoon.*.nupkg "$out"/Cocoon.*.snupkg
for project in LocalRuntime.Serialization Core Sealing Contracts.Ton Attestation Client; do
  dotnet pack "src/$project" -c Release -p:ContinuousIntegrationBuild=true -p:Packing=true -o "$out" --nologo -v q
done
ls "$out"

try=$(mktemp -d)
trap 'rm -rf "$try"' EXIT
cat >"$try/NuGet.config" <<EOF
<configuration>
  <packageSources><clear /><add key="packed" value="$out" /></packageSources>
  <packageSourceMapping><clear /></packageSourceMapping>
</configuration>
EOF
cat >"$try/Try.csproj" <<EOF
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors><RestoreFallbackFolders>$cache</RestoreFallbackFolders><RestorePackagesPath>$try/packages</RestorePackagesPath>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="Cocoon.Client" Version="$(sed -nE 's:.*<Version>(.*)</Version>.*:\1:p' Directory.Build.props)" /></ItemGroup>
</Project>
EOF
cat >"$try/Program.cs" <<'EOF'
using Cocoon.Client;
using Cocoon.Client.Ai;

var settings = new CocoonClientOptions { Endpoint = new Uri("http://127.0.0.1:1"), NetworkId = -217 };
try
{
    using var client = new CocoonClient(settings);
    Console.WriteLine(client.AsChatClient("model"));
    return 1;
}
catch (ArgumentException missing)
{
    Console.WriteLine($"The package works: it misses its settings. {missing.Message}");
    return 0;
}
EOF
dotnet run --project "$try" -c Release
