using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;

namespace Cocoon.Core.Audit;

/// <summary>What clients remember of the market's answers and of their own signatures. What is left out is not checked.</summary>
public sealed record ClientMemory
{
    /// <summary>Hashes of the receipts that clients were given (I8).</summary>
    public IReadOnlyDictionary<JobId, HexBytes> Receipts { get; init; } = new Dictionary<JobId, HexBytes>();

    /// <summary>The newest voucher of each channel that the market has taken.</summary>
    public IReadOnlyDictionary<AccountAddress, Voucher> Taken { get; init; } = new Dictionary<AccountAddress, Voucher>();

    /// <summary>The largest voucher of each channel that was ever signed.</summary>
    public IReadOnlyDictionary<AccountAddress, Voucher> Signed { get; init; } = new Dictionary<AccountAddress, Voucher>();
}
