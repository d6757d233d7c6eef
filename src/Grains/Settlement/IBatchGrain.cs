using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Pricing;
using Cocoon.Core.Settlement;

namespace Cocoon.Grains.Settlement;

/// <summary>The archive of one confirmed batch; the key is "shard/seqno".</summary>
[Alias("cocoon.IBatchGrain"), Version(1)]
public interface IBatchGrain : IGrainWithStringKey
{
    /// <summary>Stores a confirmed batch. Storing it again is harmless; another batch under the same seqno is refused.</summary>
    [Alias("archive")]
    Task Archive(Batch batch);

    [Alias("view")]
    Task<Batch?> View();

    /// <summary>What the batch sold of a model; null when nothing.</summary>
    [Alias("sales")]
    Task<SettledSales?> Sales(string model);

    /// <summary>The proof for one receipt; null when the batch has no such receipt.</summary>
    [Alias("proof")]
    Task<InclusionProof?> Proof(HexBytes receipt);

    /// <summary>The proof of a provider's earnings; null when it had earned nothing by then.</summary>
    [Alias("earnings-proof")]
    Task<EarningsProof?> EarningsProof(AccountAddress provider);
}
