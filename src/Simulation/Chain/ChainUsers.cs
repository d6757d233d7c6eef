using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Vaults;

namespace Cocoon.Simulation.Chain;

/// <summary>
/// What people do on a simulated chain, each with one message from their wallet (<see cref="SimulatedTon.Order"/>). Nothing
/// has happened when a method returns: look at the chain some blocks later.
/// </summary>
public sealed class ChainUsers(SimulatedTon chain, IEd25519 ed25519)
{
    private ulong _queryId;

    /// <summary>Deploys a channel with a first deposit; returns its address.</summary>
    public AccountAddress DeployChannel(AccountAddress wallet, ChannelTerms terms, Nano deposit)
    {
        var init = ChannelContract.Init(terms);
        var channel = init.GetAddress();
        chain.Order(wallet, ChannelContract.TopUp(channel, deposit, ++_queryId, init));
        return channel;
    }

    public void TopUp(AccountAddress wallet, AccountAddress channel, Nano amount) => chain.Order(wallet, ChannelContract.TopUp(channel, amount, ++_queryId));

    /// <summary>Anybody can collect a voucher.</summary>
    public void Claim(AccountAddress wallet, SignedVoucher voucher) => chain.Order(wallet, ChannelContract.Claim(voucher, ++_queryId));

    /// <summary>The owner begins to close alone.</summary>
    public void StartClose(AccountAddress owner, AccountAddress channel) => Tell(owner, channel, new ChannelMessage.StartClose(++_queryId));

    /// <summary>Anybody ends a close whose grace has passed.</summary>
    public void FinishClose(AccountAddress wallet, AccountAddress channel) => Tell(wallet, channel, new ChannelMessage.FinishClose(++_queryId));

    /// <summary>Closes at once, as both have signed: <paramref name="amount"/> in all is the market's.</summary>
    public void CloseTogether(AccountAddress wallet, AccountAddress channel, Nano amount, SigningKey voucherKey, SigningKey marketKey)
    {
        var agreement = ChannelAgreements.Close(channel, amount);
        Tell(wallet, channel, new ChannelMessage.CloseTogether(++_queryId, Sign(voucherKey, agreement), Sign(marketKey, agreement), agreement));
    }

    /// <summary>The owner takes back what the market has released by this signature over <see cref="ChannelAgreements.Withdrawal"/>.</summary>
    public void Withdraw(AccountAddress owner, AccountAddress channel, Cell permit, HexBytes marketSignature) =>
        Tell(owner, channel, new ChannelMessage.Withdraw(++_queryId, marketSignature, permit));

    /// <summary>The owner announces another voucher key.</summary>
    public void ChangeVoucherKey(AccountAddress owner, AccountAddress channel, HexBytes newKey) => Tell(owner, channel, new ChannelMessage.ChangeVoucherKey(++_queryId, newKey));

    /// <summary>Anybody puts an announced key whose grace has passed into effect.</summary>
    public void ApplyVoucherKey(AccountAddress wallet, AccountAddress channel) => Tell(wallet, channel, new ChannelMessage.ApplyVoucherKey(++_queryId));

    /// <summary>Deploys a vault with some money; returns its address.</summary>
    public AccountAddress DeployVault(AccountAddress wallet, VaultTerms terms, Nano money)
    {
        var init = VaultContract.Init(terms);
        var vault = init.GetAddress();
        chain.Order(wallet, new InternalMessage(vault, money, Bounce: false, Init: init));
        return vault;
    }

    /// <summary>The owner stops or resumes a vault's batches.</summary>
    public void Pause(AccountAddress owner, AccountAddress vault, bool paused) => Tell(owner, vault, new VaultMessage.Pause(++_queryId, paused));

    /// <summary>The owner announces a change (<see cref="VaultChange"/>).</summary>
    public void Announce(AccountAddress owner, AccountAddress vault, Cell change) => Tell(owner, vault, new VaultMessage.Announce(++_queryId, change));

    /// <summary>The owner takes an announced change back.</summary>
    public void Cancel(AccountAddress owner, AccountAddress vault, Cell change) => Tell(owner, vault, new VaultMessage.Cancel(++_queryId, new HexBytes(change.Hash)));

    /// <summary>The owner makes an announced change whose time has come.</summary>
    public void Apply(AccountAddress owner, AccountAddress vault, Cell change) => Tell(owner, vault, new VaultMessage.Apply(++_queryId, change));

    /// <summary>Anybody begins a vault's exit.</summary>
    public void StartExit(AccountAddress wallet, AccountAddress vault) => Tell(wallet, vault, new VaultMessage.StartExit(++_queryId));

    /// <summary>Anybody draws for a provider what the last batch guarantees it.</summary>
    /// <param name="wallet">Who pays the gas.</param>
    /// <param name="vault">The vault.</param>
    /// <param name="earnings">All lines under the last batch's earnings root, in its order.</param>
    /// <param name="index">The provider's line.</param>
    public void Draw(AccountAddress wallet, AccountAddress vault, IReadOnlyList<EarningsEntry> earnings, int index)
    {
        var leaves = new List<HexBytes>(earnings.Count);
        foreach (var entry in earnings) leaves.Add(entry.Leaf());
        Tell(wallet, vault, new VaultMessage.DrawEarnings(++_queryId, earnings[index], (uint)index, (uint)earnings.Count, MerkleTree.Proof(leaves, index)));
    }

    private HexBytes Sign(SigningKey key, Cell cell) => new(ed25519.Sign(key, cell.Hash));

    private void Tell(AccountAddress from, AccountAddress channel, ChannelMessage message) => chain.Order(from, ChannelContract.Send(channel, message));

    private void Tell(AccountAddress from, AccountAddress vault, VaultMessage message) =>
        chain.Order(from, new InternalMessage(vault, VaultContract.MessageFees, Bounce: true, message.ToCell()));
}
