using Cocoon.Core.Accounts;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Chain;

namespace Cocoon.Grains.Tests.Audits;

/// <summary>One stake in memory; what is signed for it is announced when it is sent.</summary>
internal sealed class FakeSlasher(Func<FakeMarketChain> chain) : ISlasher
{
    private HexBytes? _pending;
    private int _signed;

    /// <summary>Whether the contract knows of a slash.</summary>
    public bool IsAnnounced => _pending is not null;

    /// <summary>What was asked for.</summary>
    public SlashOrder? Order { get; private set; }

    public int Signed => _signed;

    public Task<StakeFacts?> Find(AccountAddress provider, CancellationToken cancellationToken) =>
        Task.FromResult<StakeFacts?>(new StakeFacts(GrainHost.Address(90), Nano.FromTon(5), _pending, [], Time: 1_000));

    public Task<ChainAttempt> Sign(SlashOrder order, CancellationToken cancellationToken)
    {
        Order = order;
        chain().Expect(GrainHost.Bytes(91), () => _pending = order.Evidence);
        return Task.FromResult(new ChainAttempt(GrainHost.Bytes(91), ValidUntil: 1_060, Seqno: (uint)Interlocked.Increment(ref _signed)));
    }
}
