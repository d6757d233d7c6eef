using System.ComponentModel;
using System.Diagnostics;

namespace Cocoon.Bench.Contracts;

/// <summary>Gas of the contracts, measured where they are built and tested: by Node, in contracts/bench/gas.mjs.</summary>
internal static class ContractsBench
{
    /// <returns>Its exit code.</returns>
    /// <exception cref="BenchException">It cannot run here.</exception>
    public static async Task<int> Run(IReadOnlyCollection<string> arguments)
    {
        var script = Checkout.File("contracts", "bench", "gas.mjs");
        if (!File.Exists(script)) throw new BenchException("contracts/bench/gas.mjs is missing from this checkout.");
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", [script, .. arguments]))!;
            await node.WaitForExitAsync();
            return node.ExitCode;
        }
        catch (Win32Exception)
        {
            throw new BenchException("Node.js is missing. The contracts' benchmarks need Node 20 or newer; install it, then run this again.");
        }
    }
}
