using System.Security.Cryptography;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.SevSnp;
using Cocoon.Bench.Harness;

namespace Cocoon.Bench.Attestation;

/// <summary>
/// Verifications of SEV-SNP reports per second on one core: a real report of Milan under AMD's root, with the chain verified
/// each time and with the chain kept from the last time. Both check the report's own signature each time.
/// </summary>
internal static class SnpRows
{
    private static readonly DateTimeOffset At = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="runner">Measures and prints.</param>
    /// <param name="vectors">Folder of the shared vectors.</param>
    /// <exception cref="BenchException">The vectors are not there, or are not genuine.</exception>
    public static void Run(Runner runner, string vectors)
    {
        ArgumentNullException.ThrowIfNull(runner);
        var folder = Path.Combine(vectors, "sev-snp");
        if (!Directory.Exists(folder)) throw new BenchException($"'{folder}' is missing: real reports are measured, which are not part of this checkout.");
        var raw = File.ReadAllBytes(Path.Combine(folder, "coco_milan_v2.report.bin"));
        var evidence = new MachineEvidence(EvidenceKind.SevSnp, raw, (byte[])[.. File.ReadAllBytes(Path.Combine(folder, "coco_milan.vcek.der")), .. Authorities(folder)]);
        var context = new AppraisalContext(default, CollateralSnapshot.Empty, new PolicyDocument { NetworkId = -3, Snp = new SnpPolicy { RequireCrl = false } }, At);
        var warm = new SnpVerifier();
        if (!warm.Verify(evidence, context).IsValid) throw new BenchException("The report of the vectors is not genuine: nothing to measure.");

        runner.Begin("SEV-SNP (Milan, VCEK, P-384)");
        runner.Measure("SNP report, chain verified each time", () => new SnpVerifier().Verify(evidence, context));
        runner.Measure("SNP report, chain kept", () => warm.Verify(evidence, context));
        runner.Measure("SNP report, refused by its form", () => warm.Verify(evidence with { Raw = raw.AsMemory(1) }, context));
    }

    /// <summary>ASK and ARK as DER, so that what is measured does not begin with reading PEM.</summary>
    private static byte[] Authorities(string folder)
    {
        var pem = File.ReadAllText(Path.Combine(folder, "gsg_milan_ask_ark.pem")).AsSpan();
        var der = new List<byte>();
        while (PemEncoding.TryFind(pem, out var fields))
        {
            der.AddRange(Convert.FromBase64String(pem[fields.Base64Data].ToString()));
            pem = pem[fields.Location.End..];
        }
        return [.. der];
    }
}
