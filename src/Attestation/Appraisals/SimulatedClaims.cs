using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Appraisals;

/// <summary>What simulated evidence says: nothing but what it is bound to.</summary>
public sealed record SimulatedClaims(HexBytes ReportData, HexBytes SignedHash) : EvidenceClaims(EvidenceKind.Simulated, ReportData, SignedHash)
{
    public override string HardwareId => "simulated";

    public override IEnumerable<KeyValuePair<string, string>> Values() => [KeyValuePair.Create("report-data", ReportData.ToString())];
}
