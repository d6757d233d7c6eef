using Cocoon.Bench.Harness;

namespace Cocoon.Bench.Attestation;

/// <summary>Verifications a second on one core, and what each allocates.</summary>
internal static class AttestationBench
{
    private static IEnumerable<IRowSet> Rows =>
    [
        new TdxRows(),
        new SnpRows(),
        new NvidiaRows(),
        new TokenRows(),
    ];

    public static void Run(Runner runner)
    {
        ArgumentNullException.ThrowIfNull(runner);
        foreach (var rows in Rows) rows.Measure(runner);
    }
}
