using Cocoon.Core.Money;
using Cocoon.Grains.Tests;
using Cocoon.Silo.Chain;
using Cocoon.Ton.Client;
using Cocoon.Ton.Stakes;
using Cocoon.Ton.Tests.LocalChain;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cocoon.Silo.Tests.Chain;

/// <summary>What lifts a provider's start is what its contract really holds.</summary>
public sealed class StakeBookOnChainTests : SiloOnChain
{
    private readonly Clock _time = new();

    [LocalChainFact]
    public async Task What_is_staked_counts_and_what_is_on_its_way_out_or_asked_for_does_not()
    {
        using var book = Open();
        (await LookAsync(book)).Should().Be(Nano.Zero, "nothing was staked yet");
        await Chain.FundAsync(Slasher.Address, Nano.FromTon(20));
        await StakeAsync(Nano.FromTon(10));
        (await LookAsync(book)).Should().Be(Nano.FromTon(10));

        await TellStakeAsync(Owner, new StakeMessage.StartUnbond(1, Nano.FromTon(4)));
        (await LookAsync(book)).Should().Be(Nano.FromTon(6));
        await TellStakeAsync(Slasher, new StakeMessage.AnnounceSlash(2, Nano.FromTon(5), GrainHost.Bytes(81)));

        (await LookAsync(book)).Should().Be(Nano.FromTon(1));
        book.AtStake(GrainHost.Address(99)).Should().Be(Nano.Zero);
        await book.Refresh(default);
        book.AtStake(GrainHost.Address(99)).Should().Be(Nano.Zero, "a stranger has no contract");
    }

    [LocalChainFact]
    public async Task While_the_chain_cannot_be_asked_what_was_seen_counts_on()
    {
        using var book = Open();
        await StakeAsync(Nano.FromTon(10));
        await LookAsync(book);
        await StakeAsync(Nano.FromTon(2));
        Way.IsCut = true;

        await FluentActions.Awaiting(() => LookAsync(book)).Should().ThrowAsync<TonClientException>();
        book.AtStake(Owner.Address).Should().Be(Nano.FromTon(10));
        Way.IsCut = false;

        (await LookAsync(book)).Should().Be(Nano.FromTon(12));
    }

    private TonStakeBook Open() => new(Terms, Services.GetRequiredService<ITonClient>(), _time, NullLogger<TonStakeBook>.Instance);

    /// <summary>What the book says of the owner once all it knows is old and was looked at again.</summary>
    private async Task<Nano> LookAsync(TonStakeBook book)
    {
        _time.Ahead += TonStakeBook.Age;
        book.AtStake(Owner.Address);
        await book.Refresh(default);
        return book.AtStake(Owner.Address);
    }

    /// <summary>The system's clock, ahead of itself.</summary>
    private sealed class Clock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
