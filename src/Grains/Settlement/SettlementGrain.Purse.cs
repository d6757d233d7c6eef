using Cocoon.Core.Settlement;

namespace Cocoon.Grains.Settlement;

/// <summary>
/// The wallet that claims and anchors. One that cannot pay takes a message all the same, uses up its number and sends nothing on; a claim
/// would then look refused. So nothing is signed, and what waits goes on by itself once the wallet has money.
/// </summary>
public sealed partial class SettlementGrain
{
    /// <summary>How long until a poor wallet is looked at again.</summary>
    private static readonly TimeSpan PursePeriod = TimeSpan.FromMinutes(1);

    private WalletPurse? _poor;
    private DateTimeOffset _purseAt;

    /// <summary>
    /// Whether the wallet can pay for messages that are about to be signed. Asked then only: what was signed was paid for, may be on its way,
    /// and is sent again for a minute at most.
    /// </summary>
    private async Task<bool> CanPay(Func<Task<WalletPurse>> look)
    {
        var now = Time.GetUtcNow();
        if (_poor is not null && now - _purseAt < PursePeriod) return false;
        var purse = await look();
        (var before, _poor, _purseAt) = (_poor, purse.Missing.IsPositive ? purse : null, now);
        if (_poor is null) return true;
        if (_poor.Missing != before?.Missing) LogPoor(Shard, purse.Wallet, purse.Balance, purse.Needed, purse.Missing, (int)PursePeriod.TotalSeconds);
        return false;
    }

    /// <summary>Somebody may just have sent it money.</summary>
    private void LookIntoPurse() => _purseAt = DateTimeOffset.MinValue;
}
