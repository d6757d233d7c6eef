using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Chain;

namespace Cocoon.Grains.Tests.Audits;

/// <summary>One stake in memory, without a delay; what is signed for it takes effect when it is sent.</summary>
internal sealed class FakeSlasher(Func<FakeMarketChain> chain) : ISlasher
{
    private readonly List<SlashOrder> _signed = [];
    private HexBytes? _pending;
    private ImmutableDictionary<HexBytes, bool> _used = ImmutableDictionary<HexBytes, bool>.Empty;

    /// <summary>Whether the contract knows of a slash.</summary>
    public bool IsAnnounced => _pending is not null || !_used.IsEmpty;

    /// <summary>What was signed, oldest first.</summary>
    public IReadOnlyList<SlashOrder> Signed => _signed;

    public Task<StakeFacts?> Find(AccountAddress provider, CancellationToken cancellationToken) =>
        Task.FromResult<StakeFacts?>(new StakeFacts(
            GrainHost.Address(90), Nano.FromTon(5), _pending is { } evidence ? new SlashFacts(evidence, ExecutesAt: 1_000, null) : null, _used, Time: 1_000));

    public Task<WalletPurse> Purse(SlashOrder order, CancellationToken cancellationToken) => Task.FromResult(new WalletPurse(GrainHost.Address(92), Nano.FromTon(1), Nano.FromTon(1), Nano.Zero));

    public Task<SlashOutcome> WhyDropped(SlashOrder order, CancellationToken cancellationToken) => Task.FromResult(SlashOutcome.Dropped);

    public Task<ChainAttempt> Sign(SlashOrder order, CancellationToken cancellationToken)
    {
        _signed.Add(order);
        var message = GrainHost.Bytes((byte)(91 + _signed.Count));
        chain().Expect(message, () => Take(order));
        return Task.FromResult(new ChainAttempt(message, ValidUntil: 1_060, Seqno: (uint)_signed.Count));
    }

    private void Take(SlashOrder order)
    {
        _pending = order.Says == SlashMessage.Announce ? order.Evidence : null;
        if (order.Says == SlashMessage.Execute) _used = _used.Add(order.Evidence, true);
    }
}
