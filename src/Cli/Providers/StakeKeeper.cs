using Cocoon.Core.Money;
using Cocoon.Ton.Client;
using Cocoon.Ton.Stakes;

namespace Cocoon.Cli.Providers;

/// <summary>
/// The provider's stake on chain. Whatever is asked for is compared with what is there, so that a second run adds nothing: one
/// owner and one set of terms are one contract, and a transfer on its way is waited for.
/// </summary>
internal sealed class StakeKeeper(ITonClient ton, OwnerWallet wallet, ProviderFolder folder, TimeProvider time)
{
    /// <summary>What a wallet keeps for its own fees and rent.</summary>
    private static readonly Nano WalletReserve = new(50_000_000);

    /// <summary>The stake as it is on chain; null before the first deposit.</summary>
    public async Task<StakeOnChain?> Find(JoinNotes notes, CancellationToken cancellationToken) =>
        notes.Stake is { } terms && await ton.GetAccountAsync(StakeContract.Init(terms.Of(wallet.Address, notes.NetworkId)).GetAddress(), cancellationToken) is { Code: { } code, Data: { } data }
            ? StakeContract.Read(code, data)
            : null;

    /// <summary>Brings the stake up to an amount.</summary>
    /// <returns>The notes after, and what was added.</returns>
    /// <exception cref="CliException">The wallet does not hold enough; says how much to send where.</exception>
    public async Task<(JoinNotes Notes, Nano Added)> Deposit(JoinNotes notes, Nano wanted, CancellationToken cancellationToken)
    {
        notes = await Settle(notes, cancellationToken);
        // The wallet's number first: what is sent under it cannot come on top of what happens from here on.
        var next = await wallet.Next(ton, cancellationToken);
        var staked = (await Find(notes, cancellationToken))?.Staked ?? Nano.Zero;
        if (staked >= wanted) return (notes, Nano.Zero);
        var amount = wanted - staked;
        await RequireFunds(amount + StakeContract.MessageFees + WalletReserve, cancellationToken);
        var init = StakeContract.Init(notes.Stake!.Of(wallet.Address, notes.NetworkId));
        notes = notes with { Sent = new JoinNotes.StakeTransfer(next.Seqno, DateTimeOffset.FromUnixTimeSeconds(next.Time + OwnerWallet.ValiditySeconds), amount, staked) };
        folder.Write(notes);
        await wallet.Send(ton, StakeContract.Stake(init.GetAddress(), amount, QueryId(), init), next, cancellationToken);
        return (await Settle(notes, cancellationToken), amount);
    }

    /// <summary>Starts to take the whole stake back, or finishes that when its time has come.</summary>
    /// <returns>What was done, as a sentence; null when nothing is staked.</returns>
    public async Task<string?> TakeBack(JoinNotes notes, CancellationToken cancellationToken)
    {
        var next = await wallet.Next(ton, cancellationToken);
        if (await Find(notes, cancellationToken) is not { } stake || stake.AtStake.IsZero) return null;
        var address = StakeContract.Init(stake.Terms).GetAddress();
        if (stake.UnbondsAt is not { } at)
        {
            await wallet.Send(ton, StakeContract.Send(address, new StakeMessage.StartUnbond(QueryId(), stake.Staked)), next, cancellationToken);
            await ChainWait.Until(async () => (await Find(notes, cancellationToken))?.UnbondsAt is not null, "the stake's unbonding", cancellationToken);
            var leaves = DateTimeOffset.FromUnixTimeSeconds((await Find(notes, cancellationToken))!.UnbondsAt!.Value);
            return $"The stake of {stake.Staked} leaves after {leaves:u}; it still answers for slashes until then. Run `cocoon provider leave` again after that to have it paid out.";
        }
        var due = DateTimeOffset.FromUnixTimeSeconds(at);
        if (due > DateTimeOffset.FromUnixTimeSeconds(next.Time)) return $"{stake.Unbonding} are unbonding until {due:u}. Run `cocoon provider leave` again after that.";
        if (stake.Slash is { } slash) return $"A slash of {slash.Amount} is pending and holds as much of the stake; what it asks for stays until it has ended.";
        await wallet.Send(ton, StakeContract.Send(address, new StakeMessage.FinishUnbond(QueryId())), next, cancellationToken);
        await ChainWait.Until(async () => (await Find(notes, cancellationToken))?.UnbondsAt is null, "the stake's payment", cancellationToken);
        return $"The stake of {stake.Unbonding} is paid to {wallet.Address}.";
    }

    /// <summary>Waits until an earlier transfer shows, or can no longer be accepted.</summary>
    private async Task<JoinNotes> Settle(JoinNotes notes, CancellationToken cancellationToken)
    {
        if (notes.Sent is not { } sent) return notes;
        await ChainWait.Until(async () =>
        {
            var next = await wallet.Next(ton, cancellationToken);
            // Never accepted and too late, or accepted and arrived.
            if (next.Seqno <= sent.Seqno) return DateTimeOffset.FromUnixTimeSeconds(next.Time) > sent.Until;
            return (await Find(notes, cancellationToken))?.Staked >= sent.Before + sent.Amount;
        }, "the stake", cancellationToken);
        notes = notes with { Sent = null };
        folder.Write(notes);
        return notes;
    }

    private async Task RequireFunds(Nano need, CancellationToken cancellationToken)
    {
        var balance = (await ton.GetAccountAsync(wallet.Address, cancellationToken)).Balance;
        if (balance < need)
            throw new CliException($"The wallet {wallet.Address} holds {balance}, and stake and fees take {need}. Send it {need - balance} more, and run this again: nothing is made twice.");
    }

    private ulong QueryId() => (ulong)time.GetUtcNow().ToUnixTimeMilliseconds();
}
