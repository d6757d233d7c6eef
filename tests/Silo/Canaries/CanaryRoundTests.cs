using Cocoon.Client;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Grains.Audits;
using Cocoon.Grains.Market;
using Cocoon.Grains.Tests;
using Cocoon.Silo.Canaries;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Cocoon.Silo.Tests.Canaries;

/// <summary>What probes do, and what they look like.</summary>
public sealed class CanaryRoundTests
{
    private const string Model = "tiny-jane";
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly PriceList Prices = new(new Nano(1), new Nano(1), new Nano(1), new Nano(1));
    private readonly ICocoonClient _client = Substitute.For<ICocoonClient>();
    private readonly IGrainFactory _grains = Substitute.For<IGrainFactory>();
    private readonly IMarketGrain _market = Substitute.For<IMarketGrain>();
    private readonly IAuditGrain _lane = Substitute.For<IAuditGrain>();
    private MarketParameters _rules = GrainHost.Rules with { Incentives = GrainHost.Rules.Incentives with { AuditBps = 100 } };

    public CanaryRoundTests()
    {
        _grains.GetGrain<IMarketGrain>(Model).Returns(_market);
        _grains.GetGrain<IAuditGrain>(Arg.Any<string>()).Returns(_lane);
        _market.Snapshot().Returns([Offer(1, inUse: 3), Offer(2, inUse: 0), Offer(3, inUse: 4)]);
    }

    [Fact]
    public async Task The_idle_provider_and_another_get_the_same_ordinary_request_and_agree()
    {
        List<ChatRequest> asked = [];
        _client.ChatAsync(Arg.Do<ChatRequest>(asked.Add), default).ReturnsForAnyArgs(Answer(1, "the same"));

        (await Round()).Should().Be(CanaryOutcome.Agree);

        asked.Select(request => request.Providers!.Allow!.Single()).Should().Equal(Address(2), Address(1));
        asked.Select(request => request with { Providers = null }).Distinct().Should().ContainSingle().Which.Temperature.Should().Be(0);
        await _lane.DidNotReceiveWithAnyArgs().Audit(default!);
    }

    [Fact]
    public async Task Answers_that_differ_have_both_jobs_audited()
    {
        _market.Snapshot().Returns([Offer(1, inUse: 3), Offer(2, inUse: 0) with { IsEdge = true }]);
        _client.ChatAsync(default!, default).ReturnsForAnyArgs(Answer(1, "one"), Answer(2, "two"));

        (await Round()).Should().Be(CanaryOutcome.Differ);

        await _lane.Received(1).Audit(Arg.Is<AuditCase>(drawn => drawn.Receipt.Receipt.Job == Job(1) && drawn.IsEdge));
        await _lane.Received(1).Audit(Arg.Is<AuditCase>(drawn => drawn.Receipt.Receipt.Job == Job(2) && !drawn.IsEdge));
    }

    [Fact]
    public async Task A_market_without_audits_keeps_nothing_to_audit_and_blames_nobody()
    {
        _rules = _rules with { Incentives = _rules.Incentives with { AuditBps = 0 } };
        _client.ChatAsync(default!, default).ReturnsForAnyArgs(Answer(1, "one"), Answer(2, "two"));

        (await Round()).Should().Be(CanaryOutcome.Differ);

        await _lane.DidNotReceiveWithAnyArgs().Audit(default!);
    }

    [Fact]
    public async Task Who_does_not_answer_is_left_to_the_jobs_own_end_and_one_provider_alone_is_not_probed()
    {
        _client.ChatAsync(default!, default).ThrowsAsyncForAnyArgs(new CocoonException("gone", null, "engine_failed", null));
        (await Round()).Should().Be(CanaryOutcome.Failed);

        _market.Snapshot().Returns([Offer(1, inUse: 0), Offer(2, inUse: 0) with { Tier = Tier.Open }]);
        (await Round()).Should().Be(CanaryOutcome.NoPair);
    }

    [Fact]
    public void Requests_are_varied()
    {
        var dice = new Random(1);
        Enumerable.Range(0, 500).Select(_ => CanaryQuestion.Make(Model, dice)).Select(request => (request.Turns[0].Content, request.MaxTokens)).Distinct().Count().Should().BeGreaterThan(450);
    }

    private Task<CanaryOutcome> Round() => new CanaryRound(_client, _grains, _rules, TimeProvider.System, NullLogger<CanaryRound>.Instance).Run(Model, new Random(1), default);

    private static RoutableOffer Offer(byte provider, int inUse) =>
        new(Address(provider), new Offer(Model, Hash(4), "bf16", 512, Prices, 4, "here"), Tier.CpuTee, inUse, Now.AddHours(1));

    private static ChatResult Answer(byte job, string text) => new(text, Job(job).ToString(), 3, "cpu-tee", new SignedReceipt(
        new Receipt(Job(job), Address(8), Address(9), Address(1), Model, Hash(4), new TokenCounts(1, 0, 3, 0), Prices, new Nano(1), 0, Hash(5), Hash(6), Tier.CpuTee, Hash(7), JobEnding.Stop, Now, Now),
        default, default, default, default), default, null);

    private static JobId Job(byte number) => JobId.New(DateTimeOffset.UnixEpoch.AddYears(50), [number, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

    private static AccountAddress Address(byte number) => AccountAddress.From(0, Enumerable.Repeat(number, 32).ToArray());

    private static HexBytes Hash(byte number) => new(Enumerable.Repeat(number, 32).ToArray());
}
