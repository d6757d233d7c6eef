using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Contracts;

namespace Cocoon.Ton.Channels;

/// <summary>The cells besides vouchers that the parties of a channel sign. Layouts: docs/contracts.md.</summary>
public static class ChannelAgreements
{
    /// <summary>"Close this channel; <paramref name="amount"/> of it in all is the market's." Signed by voucher key and market key.</summary>
    public static Cell Close(AccountAddress channel, Nano amount) => new CellBuilder()
        .StoreUInt(Opcodes.CloseAgreement, 32)
        .StoreAddress(channel)
        .StoreCoins(amount)
        .Build();

    /// <summary>"The owner may take back <paramref name="total"/> in all, until <paramref name="validUntil"/> (Unix seconds)." Signed by the market key.</summary>
    public static Cell Withdrawal(AccountAddress channel, Nano total, uint validUntil) => new CellBuilder()
        .StoreUInt(Opcodes.WithdrawPermit, 32)
        .StoreAddress(channel)
        .StoreCoins(total)
        .StoreUInt(validUntil, 32)
        .Build();
}
