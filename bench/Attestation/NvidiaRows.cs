using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Nvidia;
using Cocoon.Attestation.Policy;
using Cocoon.Bench.Harness;

namespace Cocoon.Bench.Attestation;

/// <summary>
/// Verifications of GPU reports per second on one core: a real report of Hopper under NVIDIA's root, with the chain of five verified
/// each time and with the chain kept from the last time. Both check the report's own signature each time.
/// </summary>
internal static class NvidiaRows
{
    private const int GpusOfABox = 8;
    private static readonly DateTimeOffset At = new(2026, 1, 15, 0, 0, 0, TimeSpan.Zero);

    /// <param name="runner">Measures and prints.</param>
    /// <param name="vectors">Folder of the shared vectors.</param>
    /// <exception cref="BenchException">The vectors are not there, or are not genuine.</exception>
    public static void Run(Runner runner, string vectors)
    {
        ArgumentNullException.ThrowIfNull(runner);
        var folder = Path.Combine(vectors, "nvidia");
        if (!Directory.Exists(folder)) throw new BenchException($"'{folder}' is missing: real reports are measured, which are not part of this checkout.");
        var raw = Convert.FromHexString(File.ReadAllText(Path.Combine(folder, "hopper.report.b64")).Trim());
        var evidence = new MachineEvidence(EvidenceKind.NvidiaGpu, raw, File.ReadAllBytes(Path.Combine(folder, "hopper.chain.b64")));
        var policy = new PolicyDocument
        {
            NetworkId = -3,
            Gpu = new GpuPolicy { Models = [new GpuModel("GH100", "550.54.15", "96.00.5E")], Modes = [GpuMode.SingleGpu], RequireOcsp = false, RequireRims = false },
        };
        var driver = new CollateralItem(new CollateralKey(CollateralKind.GpuRim, "NV_GPU_DRIVER_GH100_580.159.03"), File.ReadAllBytes(Path.Combine(folder, "rim_driver_gh100_550.144.03.xml")));
        var context = new AppraisalContext(default, CollateralSnapshot.Empty, policy, At);
        var warm = new GpuVerifier();
        if (!warm.Verify(evidence, context).IsAccepted) throw new BenchException("The report of the vectors is not accepted: nothing to measure.");

        runner.Begin("NVIDIA GPU (Hopper, SPDM, P-384)");
        runner.Measure("GPU report, chain verified each time", () => new GpuVerifier().Verify(evidence, context));
        runner.Measure("GPU report, chain kept", () => warm.Verify(evidence, context));
        runner.Measure("eight GPUs, chains kept (boxes)", () => Enumerable.Range(0, GpusOfABox).Count(_ => warm.Verify(evidence, context).IsAccepted));
        // The file is of another driver: it is read and verified, and then found not to be this device's.
        runner.Measure("GPU report, reference values verified", () => warm.Verify(evidence, context with { Collateral = new CollateralSnapshot([new CollateralItem(driver.Key, driver.Body)]) }));
        runner.Measure("GPU report, refused by its form", () => warm.Verify(evidence with { Raw = raw.AsMemory(1) }, context));
    }
}
