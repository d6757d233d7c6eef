using Cocoon.Ton.Client;

namespace Cocoon.Silo.Operations;

/// <summary>The TON node answers.</summary>
internal sealed class ChainCheck(ITonClient ton, TimeProvider time) : CachedCheck(time)
{
    protected override Task Ask(CancellationToken cancellationToken) => ton.GetMasterchainSeqnoAsync(cancellationToken);
}
