using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Simulation.Chain;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;

namespace Cocoon.Simulation.Market;

/// <summary>
/// What owners of channels do on chain with their wallets. Every method sends a message and returns; whether and when the
/// chain takes it is the chain's affair.
/// </summary>
internal sealed class UserWallets(SimulatedTon chain, ChainUsers users, MarketParameters market)
{
    private readonly Dictionary<AccountAddress, AccountAddress> _owners = [];
    private ulong _query = 1UL << 40;

    /// <summary>Deploys a channel with a deposit and gives its address.</summary>
    public AccountAddress Deploy(AccountAddress owner, AccountAddress vault, SigningKey voucherKey, ulong salt, Nano deposit)
    {
        var grace = (uint)market.Channel.MinGrace.TotalSeconds;
        var terms = new ChannelTerms(new HexBytes(voucherKey.PublicKey.Span), market.NetworkId, vault, owner, market.MarketKey, grace, salt);
        var channel = users.DeployChannel(owner, terms, deposit);
        _owners.Add(channel, owner);
        return channel;
    }

    public void TopUp(AccountAddress channel, Nano amount) => users.TopUp(_owners[channel], channel, amount);

    public void Withdraw(AccountAddress channel, WithdrawalPermit permit, HexBytes marketSignature) =>
        users.Withdraw(_owners[channel], channel, ChannelAgreements.Withdrawal(channel, permit.Total, permit.ValidUntil), marketSignature);

    /// <summary>Announces to close alone.</summary>
    public void StartClose(AccountAddress channel) => users.StartClose(_owners[channel], channel);

    /// <summary>Closes alone after the grace.</summary>
    public void FinishClose(AccountAddress channel) => users.FinishClose(_owners[channel], channel);

    public void CloseTogether(AccountAddress channel, Nano amount, HexBytes clientSignature, HexBytes marketSignature) =>
        chain.Order(_owners[channel], ChannelContract.Send(channel, new ChannelMessage.CloseTogether(++_query, clientSignature, marketSignature, ChannelAgreements.Close(channel, amount))));

    public void ChangeVoucherKey(AccountAddress channel, SigningKey next) => users.ChangeVoucherKey(_owners[channel], channel, new HexBytes(next.PublicKey.Span));

    /// <summary>Puts an announced key into effect after the grace.</summary>
    public void ApplyVoucherKey(AccountAddress channel) => users.ApplyVoucherKey(_owners[channel], channel);
}
