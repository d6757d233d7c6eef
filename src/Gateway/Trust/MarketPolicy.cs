using Cocoon.Attestation.Policy;
using Cocoon.Gateway.Market;

namespace Cocoon.Gateway.Trust;

/// <summary>The policy of a gateway that was given none: simulated evidence where the market's network allows it, and nothing else.</summary>
internal sealed class MarketPolicy(MarketCache market) : IPolicySource
{
    private PolicyDocument? _policy;

    public async Task<PolicyDocument> Current(CancellationToken cancellationToken = default)
    {
        var network = (await market.Parameters()).NetworkId;
        return _policy?.NetworkId == network ? _policy : _policy = PolicyDocument.Simulated(network);
    }
}
