using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Contracts;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Registry;

namespace Cocoon.Ton.Stakes;

/// <summary>
/// The contract of a provider's stake ("provider" in contracts/): deployment, messages and reading its data. Layouts:
/// docs/registry.md.
/// </summary>
public static class StakeContract
{
    /// <summary>Attached to every message, on top of the amount that it adds; what is left comes back. The first one fills the reserve of 0.1 TON.</summary>
    public static readonly Nano MessageFees = new(200_000_000);

    private static readonly Cell StakeNote = TextComment.Create("Cocoon stake");
    private static readonly Cell SlashNote = TextComment.Create("Cocoon slash");

    /// <summary>Code and data of a stake that is yet to be deployed.</summary>
    public static StateInit Init(StakeTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return new StateInit(CompiledContract.Provider, new CellBuilder()
            .StoreCoins(Nano.Zero)          // staked
            .StoreCoins(Nano.Zero)          // unbonding
            .StoreUInt(0, 32)               // unbonds at
            .StoreCoins(Nano.Zero)          // owed to the owner
            .StoreCoins(Nano.Zero)          // owed to the beneficiary
            .StoreMaybeRef(null)            // slash
            .StoreUInt(0, 8)                // count of used evidence
            .StoreMaybeRef(null)            // used evidence
            .StoreRef(new CellBuilder()
                .StoreInt(terms.NetworkId, 32)
                .StoreAddress(terms.Owner)
                .StoreAddress(terms.Slasher)
                .StoreUInt(terms.UnbondingDelay, 32)
                .StoreUInt(terms.SlashDelay, 32)
                .StoreUInt(terms.AppealTimeout, 32)
                .StoreUInt(terms.Salt, 64)
                .StoreRef(new CellBuilder().StoreAddress(terms.Arbiter).StoreAddress(terms.Beneficiary).Build())
                .Build())
            .Build());
    }

    /// <summary>Adds to a stake; deploys it if <paramref name="init"/> is given, as its first message must.</summary>
    public static InternalMessage Stake(AccountAddress stake, Nano amount, ulong queryId, StateInit? init = null) =>
        new(stake, amount + MessageFees, Bounce: true, new StakeMessage.Stake(queryId, amount).ToCell(), init);

    /// <summary>Any other message to a stake.</summary>
    /// <exception cref="ArgumentException">A <see cref="StakeMessage.Stake"/>, whose money would be missing.</exception>
    public static InternalMessage Send(AccountAddress stake, StakeMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message is StakeMessage.Stake
            ? throw new ArgumentException("A Stake carries its amount as money: send it with StakeContract.Stake.", nameof(message))
            : new InternalMessage(stake, MessageFees, Bounce: true, message.ToCell());
    }

    /// <summary>What a message from a stake pays, by its comment; null when it is no payment. Anyone can write such a comment: check the sender.</summary>
    public static StakePayment? PaymentOf(Cell body)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (body.Equals(StakeNote)) return StakePayment.Stake;
        return body.Equals(SlashNote) ? StakePayment.Slash : null;
    }

    /// <summary>Reads an account's data as a stake; null when its code is not our stake.</summary>
    /// <exception cref="CellFormatException">The code is ours, the data does not fit its layout, or an amount is beyond 63 bits.</exception>
    public static StakeOnChain? Read(Cell code, Cell data)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(data);
        if (!code.Equals(CompiledContract.Provider)) return null;
        var slice = data.BeginParse();
        var (staked, unbonding, unbondsAt) = (slice.LoadCoins(), slice.LoadCoins(), slice.LoadUInt32());
        var (owedToOwner, owedToBeneficiary) = (slice.LoadCoins(), slice.LoadCoins());
        var slash = slice.LoadMaybeRef() is { } pending ? ReadSlash(pending.BeginParse()) : null;
        var count = slice.LoadUInt(8);
        var used = Hashmap<HexBytes, bool>.Load(slice.LoadMaybeRef(), Hash32.Key, CellCodecs.Bit.Exact());
        var terms = ReadTerms(slice.LoadRef().BeginParse());
        slice.RequireEnd();
        if ((ulong)used.Count != count) throw new CellFormatException($"A stake counts {count} pieces of used evidence and holds {used.Count}.");
        return new StakeOnChain(terms, staked, unbonding, unbondsAt == 0 ? null : unbondsAt, owedToOwner, owedToBeneficiary, slash, used.ToImmutableDictionary());
    }

    /// <summary>
    /// Whether a contract at <paramref name="stake"/> with these terms is our stake: whoever deployed it, its address proves
    /// them, because it is the hash of our code with exactly these.
    /// </summary>
    public static bool IsAt(AccountAddress stake, StakeTerms terms) => Init(terms).GetAddress() == stake;

    private static PendingSlash ReadSlash(CellSlice slice)
    {
        var (evidence, amount, executesAt) = (slice.LoadHash(), slice.LoadCoins(), slice.LoadUInt32());
        var (appealedAt, statement) = (slice.LoadUInt32(), slice.LoadHash());
        slice.RequireEnd();
        return new PendingSlash(evidence, amount, executesAt, appealedAt == 0 ? null : new StakeAppeal(appealedAt, statement));
    }

    private static StakeTerms ReadTerms(CellSlice slice)
    {
        var (networkId, owner, slasher) = ((int)slice.LoadInt(32), slice.LoadAccount(), slice.LoadAccount());
        var (unbondingDelay, slashDelay, appealTimeout) = (slice.LoadUInt32(), slice.LoadUInt32(), slice.LoadUInt32());
        var salt = slice.LoadUInt(64);
        var courts = slice.LoadRef().BeginParse();
        slice.RequireEnd();
        var (arbiter, beneficiary) = (courts.LoadAccount(), courts.LoadAccount());
        courts.RequireEnd();
        return new StakeTerms(networkId, owner, slasher, arbiter, beneficiary, unbondingDelay, slashDelay, appealTimeout, salt);
    }
}
