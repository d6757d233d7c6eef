using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Nvidia;
using Cocoon.Attestation.Tokens;

namespace Cocoon.Attestation.Collateral.Needs;

/// <summary>What a token needs: the keys of its issuer, if that is one of those that were configured.</summary>
public sealed class TokenNeeds : ICollateralNeeds
{
    private readonly HashSet<string> _issuers;

    /// <param name="kind">Azure or NRAS tokens.</param>
    /// <param name="issuers">Whose tokens count, exactly as in "iss". A token cannot make keys of others be fetched.</param>
    /// <exception cref="ArgumentException">The kind is not one of tokens.</exception>
    public TokenNeeds(EvidenceKind kind, IEnumerable<string> issuers)
    {
        if (kind is not (EvidenceKind.AzureToken or EvidenceKind.NrasToken)) throw new ArgumentException($"{kind} is not a token.", nameof(kind));
        Kind = kind;
        _issuers = issuers.ToHashSet(StringComparer.Ordinal);
    }

    public EvidenceKind Kind { get; }

    public IEnumerable<CollateralNeed> Of(MachineEvidence evidence, DateTimeOffset at)
    {
        var token = evidence.Raw;
        if (Kind == EvidenceKind.NrasToken)
        {
            if (!NrasBundle.TryParse(token.Span, out var bundle, out _)) return [];
            token = bundle.Overall;
        }
        return CompactJws.TryParse(token, out var parsed, out _) && parsed.Claims.Text("iss") is { } issuer && _issuers.Contains(issuer)
            ? [new CollateralNeed(new CollateralKey(CollateralKind.JsonWebKeys, issuer))]
            : [];
    }
}
