using System.ComponentModel;
using System.Diagnostics;
using Cocoon.Silo.Hosting;
using Cocoon.Ton.Crypto;

namespace Cocoon.Cli.Doctor;

/// <summary>Looks at this machine for what Cocoon.Orleans needs and can use.</summary>
internal static class Machine
{
    private const int LeastNode = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static IEnumerable<Check> Look()
    {
        yield return Sdk();
        yield return Node();
        yield return NpmPackages();
        yield return Model();
        yield return Runtime();
        yield return OptionalPackage("TorchSharp", "torchsharp", "the TorchSharp engine is left out; the CPU engine serves");
        yield return OptionalPackage("TonLib.Net", "tonlib.net", "the chain is reached over HTTP only");
        yield return Signatures();
        yield return Gpu();
        yield return Tee();
    }

    private static Check Sdk() => Output("dotnet", "--version") is { } version
        ? new Check(".NET SDK", version.StartsWith("10.", StringComparison.Ordinal) ? Verdict.Present : Verdict.Missing, $"{version}; version 10 is needed to build")
        : new Check(".NET SDK", Verdict.Missing, "Install the .NET SDK 10: without it nothing can be built.");

    private static Check Node()
    {
        if (Output("node", "--version") is not { } version) return new Check("Node.js", Verdict.Missing, $"Install Node {LeastNode} or newer: the local chain of demo, dev and the contract tests runs on it.");
        var isNewEnough = int.TryParse(version.TrimStart('v').Split('.')[0], out var major) && major >= LeastNode;
        return new Check("Node.js", isNewEnough ? Verdict.Present : Verdict.Missing, isNewEnough ? version : $"{version} is too old: install Node {LeastNode} or newer.");
    }

    private static Check NpmPackages() => Directory.Exists(Path.Combine(ProjectRoot.Path, "contracts", "node_modules", "@ton", "sandbox"))
        ? new Check("npm packages", Verdict.Present, "of the local chain")
        : new Check("npm packages", Verdict.Absent, "./cocoon demo and ./cocoon dev install them when they start.");

    private static Check Model() => File.Exists(Path.Combine(ProjectRoot.Model, "model.safetensors"))
        ? new Check("Demo model", Verdict.Present, "tiny-jane, a toy of 3.7 million parameters")
        : new Check("Demo model", Verdict.Missing, $"'{ProjectRoot.Model}' has no weights: this checkout is incomplete.");

    private static Check Runtime() => CocoonSilo.Runtime == "Orleans"
        ? new Check("Orleans packages", Verdict.Present, "grains of this build run on Orleans")
        : new Check("Orleans packages", Verdict.Absent, "not in your package sources when this was built: grains run on the built-in LocalRuntime, which is one machine only. './cocoon setup' looks again.");

    private static Check OptionalPackage(string name, string folder, string lack)
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return Directory.Exists(Path.Combine(cache, folder))
            ? new Check(name, Verdict.Present, "in the package cache")
            : new Check(name, Verdict.Absent, $"not in the package cache: {lack}.");
    }

    private static Check Signatures() => Ed25519.Default.Name == "libsodium"
        ? new Check("libsodium", Verdict.Present, "signatures by libsodium")
        : new Check("libsodium", Verdict.Absent, $"signatures by {Ed25519.Default.Name}: correct, several times slower. Install libsodium23.");

    internal static Check Gpu() => Output("nvidia-smi", "--query-gpu=name,driver_version --format=csv,noheader") is { Length: > 0 } gpu
        ? new Check("GPU", Verdict.Present, gpu.ReplaceLineEndings("; "))
        : new Check("GPU", Verdict.Absent, "no NVIDIA GPU or driver: models run on the processor.");

    internal static Check Tee()
    {
        if (File.Exists("/dev/tdx_guest")) return new Check("TEE", Verdict.Present, "Intel TDX guest; ./cocoon attest shows its evidence");
        if (File.Exists("/dev/sev-guest")) return new Check("TEE", Verdict.Present, "AMD SEV-SNP guest; ./cocoon attest shows its evidence");
        return new Check("TEE", Verdict.Absent, "neither TDX nor SEV-SNP: a provider here can only be of tier simulated, for development.");
    }

    /// <summary>What a program prints; null when it is not there or fails.</summary>
    internal static string? Output(string program, string arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEnd().Trim();
            return process.WaitForExit(Patience) && process.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
