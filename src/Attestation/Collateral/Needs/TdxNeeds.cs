using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Tdx;
using Cocoon.Attestation.Tdx.Pck;
using Cocoon.Attestation.Tdx.Quotes;

namespace Cocoon.Attestation.Collateral.Needs;

/// <summary>
/// What a TDX quote needs: Intel's documents about its platform family, and three revocation documents. Only a chain of
/// Intel's makes anything be fetched: made-up platforms ask for nothing.
/// </summary>
public sealed class TdxNeeds : ICollateralNeeds
{
    private const int Chains = 256;

    private readonly PckChains _chains;

    public TdxNeeds()
        : this(IntelRoot.Pin)
    {
    }

    /// <param name="pin">The root; another than Intel's for tests.</param>
    public TdxNeeds(RootPin pin) => _chains = new PckChains(pin, Chains);

    public EvidenceKind Kind => EvidenceKind.Tdx;

    public IEnumerable<CollateralNeed> Of(MachineEvidence evidence, DateTimeOffset at)
    {
        if (!TdxQuoteParser.TryParse(evidence.Raw, out var quote, out _)) return [];
        if (!_chains.TryCheck(quote.PckPem.Span, at, out var chain, out _) || chain.Extension is not { } platform) return [];
        return
        [
            new(new CollateralKey(CollateralKind.TdxTcbInfo, platform.Fmspc.ToString())),
            new(new CollateralKey(CollateralKind.TdxQeIdentity, "")),
            new(new CollateralKey(CollateralKind.TcbSigningChain, "")),
            new(new CollateralKey(CollateralKind.IntelRootCrl, "")),
            new(new CollateralKey(CollateralKind.IntelPckCrl, chain.Authority)),
        ];
    }
}
