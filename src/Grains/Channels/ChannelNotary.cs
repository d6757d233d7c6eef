using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;

namespace Cocoon.Grains.Channels;

/// <summary>The market's side of what both parties of a channel sign. Thread-safe.</summary>
public sealed class ChannelNotary(SigningKey marketKey, IEd25519 ed25519)
{
    /// <summary>How long a withdrawal permit may be used, by the chain's clock: long enough for a person and a wallet.</summary>
    public const uint PermitSeconds = 600;

    /// <summary>Whether the client agreed to close its channel with this final amount.</summary>
    public bool IsSigned(AccountAddress channel, Nano amount, HexBytes signature, HexBytes voucherKey) =>
        ed25519.Verify(voucherKey.ToArray(), ChannelAgreements.Close(channel, amount).Hash, signature.ToArray());

    public HexBytes SignClose(AccountAddress channel, Nano amount) =>
        Sign(ChannelAgreements.Close(channel, amount).Hash);

    public HexBytes SignWithdrawal(AccountAddress channel, WithdrawalPermit permit) =>
        Sign(ChannelAgreements.Withdrawal(channel, permit.Total, permit.ValidUntil).Hash);

    private HexBytes Sign(ReadOnlySpan<byte> hash) => new(ed25519.Sign(marketKey, hash));
}
