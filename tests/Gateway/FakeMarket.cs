using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Cocoon.Attestation.Evidence;
using Cocoon.Core;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;
using Cocoon.Grains;
using Cocoon.Grains.Accounts;
using Cocoon.Grains.Channels;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Jobs;
using Cocoon.Grains.Market;
using Cocoon.Grains.Providers;
using Cocoon.Grains.Registry;
using Cocoon.Sealing;
using NSubstitute;

namespace Cocoon.Gateway.Tests;

/// <summary>Grains that answer from fields a test sets: the market as the gateway sees it.</summary>
internal sealed class FakeMarket
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    public static readonly JobId Job = JobId.New(Start, new byte[10]);
    public static readonly AccountAddress Client = Address(1);
    public static readonly AccountAddress Channel = Address(2);
    public static readonly AccountAddress Provider = Address(3);
    public static readonly AccountAddress Registry = Address(4);
    public static readonly ApiKey Key = ApiKey.New(Client, new SystemEntropy());

    private static readonly PriceList Prices = new(new Nano(2_000_000), Nano.Zero, new Nano(6_000_000), Nano.Zero);
    private static readonly SealingKeyPair Sealing = SealingKeyPair.Create(new SystemEntropy());
    private static readonly EnclaveClaims Claims = new(Bytes(9), Sealing.PublicKey, Bytes(11));
    public static readonly Lease Lease = new(
        Job, Provider, "model", Bytes(4), Prices, 500, new Appraisal(Tier.Simulated, Bytes(9), Bytes(10), Start.AddHours(1), Sealing.PublicKey), 1, Start.AddMinutes(1));

    private readonly FakeIndex _index = new() { Offers = [Offer()] };
    private Lease _lease = Lease;

    public FakeMarket()
    {
        Account = Substitute.For<IClientAccountGrain>();
        Account.Authenticate(Arg.Any<HexBytes>()).Returns(call => call.Arg<HexBytes>() == Key.SecretHash
            ? Task.FromResult(new AccountAccess(Channels, Key.Id, Scope))
            : Task.FromException<AccountAccess>(new RefusedException(RefusalCode.KeyUnknown, "Incorrect API key provided.")));
        var registry = Substitute.For<IRegistryGrain>();
        registry.Parameters().Returns(_ => Task.FromResult(Parameters));
        var index = Substitute.For<IMarketGrain>();
        index.Changes(Arg.Any<long>()).Returns(call => _index.Changes(call.Arg<long>()));
        var job = Substitute.For<IJobGrain>();
        job.GiveBack().Returns(_ =>
        {
            GivenBack++;
            return GiveBackRefusal is { } refusal ? Task.FromException(new RefusedException(refusal)) : Task.CompletedTask;
        });
        job.Start(Arg.Do<JobSpec>(Started.Add), Arg.Any<ImmutableList<RoutableOffer>>()).Returns(_ => StartFailure is { } failure
            ? Task.FromException<Lease>(failure)
            : BusyTimes-- > 0 ? Task.FromException<Lease>(new RefusedException(RefusalCode.ProviderBusy, "All slots of this provider are in use."))
            : Task.FromResult(_lease = Ids.TryDequeue(out var id) ? Lease with { Job = id } : Lease));
        job.View().Returns(_ => Task.FromResult(JobState));
        var inference = Substitute.For<IInferenceGrain>();
        inference.Run(Arg.Any<JobId>(), Arg.Any<long>(), Arg.Any<byte[]>(), Arg.Any<CancellationToken>()).Returns(call => Seal(call.Arg<JobId>(), call.Arg<byte[]>(), call.Arg<CancellationToken>()));
        var provider = Substitute.For<IProviderGrain>();
        provider.Evidence().Returns(_ => Task.FromResult(Evidence));
        ChannelGrain = Substitute.For<IPaymentChannelGrain>();
        ChannelGrain.View().Returns(_ => Task.FromResult(View));
        ChannelGrain.Open(Arg.Any<CancellationToken>()).Returns(_ => Task.FromResult(View));
        ChannelGrain.AcceptVoucher(Arg.Any<SignedVoucher>()).Returns(_ => Task.FromResult(View));
        Grains = Substitute.For<IGrainFactory>();
        Grains.GetGrain<IClientAccountGrain>(Client.Raw).Returns(Account);
        Grains.GetGrain<IRegistryGrain>(Registry.Raw).Returns(registry);
        Grains.GetGrain<IMarketGrain>("model").Returns(index);
        Grains.GetGrain<IJobGrain>(Arg.Any<string>()).Returns(job);
        Grains.GetGrain<IInferenceGrain>(GrainId.Create("inference", Provider.Raw)).Returns(inference);
        Grains.GetGrain<IProviderGrain>(Provider.Raw).Returns(provider);
        Grains.GetGrain<IPaymentChannelGrain>(Channel.Raw).Returns(ChannelGrain);
    }

    public IGrainFactory Grains { get; }
    public IClientAccountGrain Account { get; }
    public IPaymentChannelGrain ChannelGrain { get; }

    /// <summary>Limits of <see cref="Key"/>.</summary>
    public KeyScope? Scope { get; set; }
    public ImmutableList<AccountAddress> Channels { get; set; } = [Channel];
    public List<JobSpec> Started { get; } = [];

    /// <summary>Ids of the next jobs; <see cref="Job"/> is every other one's.</summary>
    public Queue<JobId> Ids { get; } = new();
    public int GivenBack { get; private set; }
    public Refusal? StartRefusal { set => StartFailure = new RefusedException(value!); }
    public Exception? StartFailure { get; set; }
    public Refusal? GiveBackRefusal { get; set; }
    public JobState JobState { get; set; } = new();
    public ChannelView View { get; set; } = ChannelView.From(
        new ChannelState { Channel = Channel, Client = Client, Deposit = Nano.FromTon(1) }, Parameters.Channel, Start);

    /// <summary>What the market's index has; setting it is heard at once.</summary>
    public ImmutableList<RoutableOffer> Offers
    {
        get => _index.Offers;
        set => _index.Offers = value;
    }

    /// <summary>Jobs that providers refuse before one gets its lease.</summary>
    public int BusyTimes { get; set; }

    /// <summary>What the provider shows to prove its machine.</summary>
    public byte[] Evidence { get; set; } = new EvidenceBundle(Claims, 0, default, SimulatedEvidence.Create(new ReportBinding(Claims, -217, Provider)), []).Encode();

    /// <summary>Sealed requests that reached the provider.</summary>
    public List<byte[]> Requests { get; } = [];

    /// <summary>The same as the provider read them.</summary>
    public List<string> Bodies { get; } = [];

    /// <summary>Replaces the answer's stream.</summary>
    public Func<CancellationToken, IAsyncEnumerable<FakeChunk>> Run { get; set; } = static _ => Honest();

    public static MarketParameters Parameters { get; } = new(-217, Registry, [Address(5)], Bytes(6), 500, Tier.Simulated,
        ImmutableDictionary<string, HexBytes>.Empty.Add("model", Bytes(4)), new ChannelLimits(Nano.Zero, Nano.FromTon(1), 8, TimeSpan.FromMinutes(5)),
        new SettlementPolicy(10, TimeSpan.FromHours(1), Nano.FromTon(1), 100, TimeSpan.FromDays(1)));

    public static AccountAddress Address(byte number) => AccountAddress.From(0, Enumerable.Repeat(number, 32).ToArray());

    public static HexBytes Bytes(byte number) => new(Enumerable.Repeat(number, 32).ToArray());

    public static RoutableOffer Offer(Tier tier = Tier.Simulated) =>
        new(Provider, new Offer("model", Bytes(4), "bf16", 1_000, Prices, 2, "here"), tier, 0, Start.AddHours(1));

    public static FakeChunk Token(int id, string text, AnswerFinish? finish = null) => new(new AnswerToken(id, text, null) { Finish = finish }, null);

    /// <summary>An answer part by part.</summary>
    public static async IAsyncEnumerable<FakeChunk> Say(params FakeChunk[] parts)
    {
        foreach (var part in parts)
        {
            await Task.Yield();
            yield return part;
        }
    }

    public static FakeChunk End(Refusal? failure = null) => new(default, new InferenceOutcome(
        failure is null ? JobEnding.Stop : JobEnding.Interrupted, new TokenCounts(10, 0, 2, 0), new JobBill(Receipt(), new Nano(32)), failure));

    /// <summary>The end of an answer, with a receipt of this job.</summary>
    public static FakeChunk EndOf(JobId job) => new(default, new InferenceOutcome(
        JobEnding.Stop, new TokenCounts(10, 0, 2, 0), new JobBill(FakeKeyJobs.ReceiptOf(job, Start), new Nano(32)), null));

    /// <summary>A job of this client that was leased.</summary>
    public static JobState Leased(AccountAddress? client = null) => new()
    {
        Status = JobStatus.Leased,
        Lease = Lease,
        Spec = new JobSpec(client ?? Client, Channel, "model", 20, 10, null, Tier.Simulated, Start.AddMinutes(1), Bytes(1)),
    };

    public static SignedReceipt Receipt() => new(new Receipt(Job, Client, Channel, Provider, "model", Bytes(4), new TokenCounts(10, 0, 2, 0), Prices, new Nano(32), 500,
        Bytes(5), Bytes(6), Tier.Simulated, Bytes(10), JobEnding.Stop, Start, Start), Bytes(9), Bytes(12), Bytes(6), Bytes(13));

    /// <summary>What the provider's enclave does: opens the request and seals the answer.</summary>
    private async IAsyncEnumerable<SealedChunk> Seal(JobId job, byte[] message, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Requests.Add(message);
        SealedRequest.TryOpen(Sealing, SealingTerms.Of(_lease with { Job = job }, Parameters.NetworkId), message, out var opened, out var failure).Should().BeTrue("{0}", failure);
        Bodies.Add(Encoding.UTF8.GetString(opened!.Plaintext.Span));
        using var answer = opened.StartAnswer(new SystemEntropy());
        await foreach (var chunk in Run(cancellationToken))
            yield return chunk.Outcome is null ? new SealedChunk(answer.Seal(chunk.Token.Encode()), 1, null) : new SealedChunk(answer.SealLast(new byte[32]), 0, chunk.Outcome);
    }

    private static async IAsyncEnumerable<FakeChunk> Honest([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        yield return Token(7, "Hello");
        yield return Token(8, " there");
        yield return End();
    }
}
