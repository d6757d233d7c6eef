using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Vaults;

/// <summary>What a vault is deployed with.</summary>
/// <param name="OperatorKey">Ed25519 key that signs batches at first, 32 bytes.</param>
/// <param name="NetworkId">Global id of the network.</param>
/// <param name="Owner">The account that may pause it and announce changes.</param>
/// <param name="Timelock">Seconds between announcing a change and applying it.</param>
/// <param name="ExitDelay">Seconds without a batch after which providers may draw by proof.</param>
/// <param name="Salt">One vault for each settlement shard of a market.</param>
public sealed record VaultTerms(HexBytes OperatorKey, int NetworkId, AccountAddress Owner, uint Timelock, uint ExitDelay, ulong Salt)
{
    internal const int DomainBytes = 28;

    /// <summary>
    /// What makes a batch good for this vault on this network only: 28 bytes of the hash of network, owner and salt. It
    /// stands before the seqno in every batch.
    /// </summary>
    public HexBytes Domain => new(new CellBuilder().StoreInt(NetworkId, 32).StoreAddress(Owner).StoreUInt(Salt, 64).Build().Hash[..DomainBytes]);
}
