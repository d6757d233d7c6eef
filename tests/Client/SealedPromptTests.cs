using System.Text;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;
using Cocoon.Ton.Crypto;

namespace Cocoon.Client.Tests;

/// <summary>The prompt goes to a machine that this client found good, sealed, or nowhere.</summary>
public sealed class SealedPromptTests
{
    private const int Network = -217;
    private static readonly ChatRequest Request = new("model", [new ChatTurn("user", FakeMarket.Prompt)]);

    [Fact]
    public async Task Nothing_on_the_wire_tells_the_prompt()
    {
        using var market = new FakeMarket();
        using var client = Client(market);

        (await client.ChatAsync(Request)).Text.Should().Be("Hello there");

        Encoding.Latin1.GetString(market.Seen.Should().ContainSingle().Subject).Should().NotContain(FakeMarket.Prompt).And.NotContain("model");
    }

    public static TheoryData<string, FakeMarket> Swindlers() => new()
    {
        { "evidence of another provider", new FakeMarket { Pretend = bundle => bundle with { Cpu = SimulatedEvidence.Create(new ReportBinding(bundle.Claims, Network, AccountAddress.From(0, FakeMarket.Filled(9)))) } } },
        { "evidence of other keys", new FakeMarket { Pretend = bundle => Forged(bundle, bundle.Claims with { SealingKey = new HexBytes([4, .. new byte[64]]) }) } },
        { "a lease with another sealing key", new FakeMarket { Relet = lease => lease with { Appraisal = lease.Appraisal with { SealingKey = new HexBytes([4, .. FakeMarket.Filled(1), .. FakeMarket.Filled(2)]) } } } },
        { "a lease with another receipt key", new FakeMarket { Relet = lease => lease with { Appraisal = lease.Appraisal with { EnclaveKey = new HexBytes(FakeMarket.Filled(1)) } } } },
        { "a lease that says a better tier", new FakeMarket { Relet = lease => lease with { Appraisal = lease.Appraisal with { Tier = Tier.CcGpu } } } },
        { "a lease for another model", new FakeMarket { Relet = lease => lease with { Model = "other" } } },
        { "no evidence", new FakeMarket { Pretend = bundle => bundle with { Cpu = bundle.Cpu with { Raw = default } } } },
        { "another network", new FakeMarket { Network = -3 } },
    };

    [Theory]
    [MemberData(nameof(Swindlers), DisableDiscoveryEnumeration = true)]
    public async Task The_prompt_is_not_sent_to(string swindle, FakeMarket market)
    {
        using var client = Client(market);

        await FluentActions.Awaiting(() => client.ChatAsync(Request)).Should().ThrowAsync<MachineNotTrustedException>(swindle);

        market.Seen.Should().BeEmpty();
        market.GivenBack.Should().Be(1, "no money stays held for it");
    }

    [Fact]
    public async Task Simulated_evidence_is_not_enough_for_a_policy_that_wants_hardware()
    {
        using var market = new FakeMarket();
        using var client = Client(market, new PolicyDocument { NetworkId = Network, RequireEpoch = false });

        await FluentActions.Awaiting(() => client.ChatAsync(Request)).Should().ThrowAsync<MachineNotTrustedException>().WithMessage("*SimulatedRefused*");

        market.Seen.Should().BeEmpty();
    }

    [Fact]
    public async Task A_tier_asked_for_is_a_tier_proven()
    {
        using var market = new FakeMarket();
        using var client = Client(market);

        await FluentActions.Awaiting(() => client.ChatAsync(Request with { Tier = "cpu-tee" })).Should().ThrowAsync<MachineNotTrustedException>().WithMessage("*cpu-tee*");
    }

    [Fact]
    public async Task A_challenge_is_answered_by_evidence_made_now_or_the_prompt_is_not_sent()
    {
        using var fresh = new FakeMarket();
        using var challenging = Client(fresh, challenge: true);
        (await challenging.ChatAsync(Request)).Text.Should().Be("Hello there");

        using var old = new FakeMarket { Answers = false };
        using var client = Client(old, challenge: true);
        await FluentActions.Awaiting(() => client.ChatAsync(Request)).Should().ThrowAsync<MachineNotTrustedException>().WithMessage("*NonceMismatch*");
        old.Seen.Should().BeEmpty();
    }

    public static TheoryData<string, Func<List<byte[]>, List<byte[]>>> Tamperings() => new()
    {
        { "two chunks swapped", static chunks => [chunks[1], chunks[0], chunks[2]] },
        { "a chunk repeated", static chunks => [chunks[0], chunks[0], chunks[2]] },
        { "a chunk left out", static chunks => [chunks[0], chunks[2]] },
        { "a bit flipped", static chunks => [chunks[0], [.. chunks[1][..^1], (byte)(chunks[1][^1] ^ 1)], chunks[2]] },
    };

    [Theory]
    [MemberData(nameof(Tamperings), DisableDiscoveryEnumeration = true)]
    public async Task An_answer_is_refused_with(string tampering, Func<List<byte[]>, List<byte[]>> tamper)
    {
        using var market = new FakeMarket { Tamper = tamper };
        using var client = Client(market);

        (await FluentActions.Awaiting(() => client.ChatAsync(Request)).Should().ThrowAsync<CocoonException>(tampering)).Which.Code.Should().Be("answer_not_authentic");

        market.Taken.Should().BeEmpty("what was not sealed by the enclave is not paid for");
    }

    private static EvidenceBundle Forged(EvidenceBundle bundle, EnclaveClaims claims) => bundle with { Claims = claims };

    internal static CocoonClient Client(FakeMarket market, PolicyDocument? policy = null, bool challenge = false) => new(new HttpClient(market), new CocoonClientOptions
    {
        Endpoint = new Uri("http://market.test"),
        ApiKey = ApiKey.New(FakeMarket.ClientWallet, new SystemEntropy()).Reveal(),
        Channel = FakeMarket.Channel,
        VoucherSeed = FakeMarket.Filled(40),
        NetworkId = Network,
        Policy = policy,
        Challenge = challenge,
        VoucherStore = new MemoryVoucherStore(),
    }, Ed25519.Default);
}
