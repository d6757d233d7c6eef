using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Open;

/// <summary>What open evidence says: whose machine it is.</summary>
public sealed record OpenClaims(AccountAddress Wallet, HexBytes ReportData, HexBytes SignedHash) : EvidenceClaims(EvidenceKind.Open, ReportData, SignedHash)
{
    /// <summary>There is no hardware to name; a list of revoked ones can name the owner.</summary>
    public override string HardwareId => $"open:{Wallet.Raw}";

    public override IEnumerable<KeyValuePair<string, string>> Values() =>
        [KeyValuePair.Create("wallet", Wallet.Raw), KeyValuePair.Create("report-data", ReportData.ToString())];
}
