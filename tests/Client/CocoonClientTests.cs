using System.Net;
using System.Text;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cocoon.Client.Tests;

public sealed class CocoonClientTests
{
    private const int Network = -217;
    private static readonly SigningKey VoucherKey = new(FakeMarket.Filled(40), Ed25519.Default);
    private static readonly VoucherSigner Signer = new(Ed25519.Default);
    private static readonly ChatRequest Request = new("model", [new ChatTurn("user", FakeMarket.Prompt)]);

    private static CocoonClient Client(HttpMessageHandler market, Nano? maxCharge = null, HexBytes? marketKey = null, IPromptCounter? counter = null) =>
        new(new HttpClient(market), new CocoonClientOptions
        {
            Endpoint = new Uri("http://market.test"),
            ApiKey = ApiKey.New(FakeMarket.ClientWallet, new SystemEntropy()).Reveal(),
            Channel = FakeMarket.Channel,
            VoucherSeed = FakeMarket.Filled(40),
            NetworkId = Network,
            MaxCharge = maxCharge,
            MarketKey = marketKey,
            VoucherStore = new MemoryVoucherStore(),
        }, Ed25519.Default, counter);

    private static VoucherBody Signed(long amount, uint seqno, SigningKey? key = null)
    {
        var voucher = Signer.Sign(new Voucher(FakeMarket.Channel, new Nano(amount), seqno), key ?? VoucherKey);
        return new VoucherBody(voucher.Voucher.Amount, voucher.Voucher.Seqno, voucher.Signature);
    }

    [Fact]
    public async Task A_market_on_another_network_is_not_paid()
    {
        using var market = new FakeMarket { Network = -239 };
        using var client = Client(market);

        await FluentActions.Awaiting(() => client.ChatAsync(Request)).Should().ThrowAsync<MachineNotTrustedException>().WithMessage("*-239*-217*");

        market.Taken.Should().BeEmpty();
    }

    [Fact]
    public async Task An_honest_answer_is_paid_exactly()
    {
        using var market = new FakeMarket();
        using var client = Client(market);

        var result = await client.ChatAsync(Request);
        await client.ChatAsync(Request);

        result.Text.Should().Be("Hello there");
        result.TokensCounted.Should().Be(2);
        market.Taken.Select(voucher => (voucher.AmountNano.Value, voucher.Seqno)).Should().Equal((32, 1u), (64, 2u));
        Signer.Verify(new SignedVoucher(new Voucher(FakeMarket.Channel, new Nano(64), 2), market.Taken[1].Signature), new HexBytes(VoucherKey.PublicKey.Span)).Should().BeTrue();
    }

    [Fact]
    public async Task Text_streams_before_the_result()
    {
        using var market = new FakeMarket();
        using var client = Client(market);
        var updates = new List<ChatUpdate>();

        await foreach (var update in client.StreamChatAsync(Request)) updates.Add(update);

        updates.Select(update => update.Text).Should().Equal("Hello", " there", "");
        updates[^1].Result.Should().NotBeNull();
    }

    public static TheoryData<string, Func<Receipt, Receipt>> Lies => new()
    {
        { "it counts 3 tokens", receipt => receipt with { Tokens = receipt.Tokens with { Completion = 3 }, Charge = new Nano(38) } },
        { "more than the prompt has bytes", receipt => receipt with { Tokens = receipt.Tokens with { Prompt = 1_000 }, Charge = new Nano(2_012) } },
        { "charge does not follow", receipt => receipt with { Charge = new Nano(33) } },
        { "another job", receipt => receipt with { Job = Core.Jobs.JobId.FromIdempotencyKey("a", "b") } },
        { "another channel", receipt => receipt with { Channel = FakeMarket.ClientWallet } },
        { "another model", receipt => receipt with { Model = "cheaper" } },
        { "another prompt", receipt => receipt with { PromptCommitment = new HexBytes(FakeMarket.Filled(9)) } },
        { "another answer", receipt => receipt with { AnswerCommitment = new HexBytes(FakeMarket.Filled(9)) } },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_receipt_that_lies_is_not_paid(string what, Func<Receipt, Receipt> lie)
    {
        using var market = new FakeMarket { Lie = lie };
        using var client = Client(market);

        var asking = () => client.ChatAsync(Request);

        (await asking.Should().ThrowAsync<ReceiptMismatchException>()).WithMessage($"*{what}*No voucher was signed.");
        market.Taken.Should().BeEmpty();
    }

    public static TheoryData<string, Func<SignedReceipt, SignedReceipt>> Forgeries => new()
    {
        { "provider's signature", signed => signed with { ProviderSignature = signed.MarketSignature } },
        { "market's signature", signed => signed with { MarketSignature = signed.ProviderSignature } },
        { "another key than the market's", signed => signed with { MarketKey = signed.EnclaveKey } },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_forged_receipt_is_not_paid(string what, Func<SignedReceipt, SignedReceipt> forge)
    {
        using var market = new FakeMarket { Forge = forge };
        using var client = Client(market);

        var asking = () => client.ChatAsync(Request);

        (await asking.Should().ThrowAsync<ReceiptMismatchException>()).WithMessage($"*{what}*");
        market.Taken.Should().BeEmpty();
    }

    [Fact]
    public async Task The_caller_s_own_limit_exact_prompt_count_and_pinned_key_are_kept()
    {
        using var market = new FakeMarket();
        foreach (var client in (CocoonClient[])[Client(market, maxCharge: new Nano(31)), Client(market, marketKey: new HexBytes(FakeMarket.Filled(9))), Client(market, counter: new FixedCounter(9))])
        {
            using (client) await client.Invoking(c => c.ChatAsync(Request)).Should().ThrowAsync<ReceiptMismatchException>();
        }
        market.Taken.Should().BeEmpty();
    }

    [Fact]
    public async Task Tokens_without_a_receipt_are_not_paid_and_a_cut_stream_says_so()
    {
        using var silent = new FakeMarket { SendsReceipt = false };
        using var cut = new FakeMarket { CutsOff = true };

        await Client(silent).Invoking(client => client.ChatAsync(Request)).Should().ThrowAsync<ReceiptMismatchException>();
        (await Client(cut).Invoking(client => client.ChatAsync(Request)).Should().ThrowAsync<CocoonException>()).Which.Code.Should().Be("cut_off");
    }

    [Fact]
    public async Task A_restarted_client_goes_on_from_its_own_newest_voucher()
    {
        using var market = new FakeMarket { Newest = Signed(1_000, 9) };
        using var client = Client(market);

        await client.ChatAsync(Request);

        market.Taken.Should().ContainSingle().Which.Should().Match<VoucherBody>(voucher => voucher.AmountNano.Value == 1_032 && voucher.Seqno == 10);
    }

    [Fact]
    public async Task A_voucher_this_key_never_signed_is_not_built_upon()
    {
        using var market = new FakeMarket { Newest = Signed(1_000_000, 9, FakeMarket.EnclaveKey) };
        using var client = Client(market);

        await client.Invoking(c => c.ChatAsync(Request)).Should().ThrowAsync<ReceiptMismatchException>();

        market.Taken.Should().BeEmpty();
    }

    [Fact]
    public async Task When_another_instance_signed_in_between_the_total_is_taken_over_once()
    {
        using var market = new FakeMarket();
        market.BeforeVoucher = () => market.Newest = Signed(500, 5);
        using var client = Client(market);

        await client.ChatAsync(Request);

        market.Taken.Should().ContainSingle().Which.Should().Match<VoucherBody>(voucher => voucher.AmountNano.Value == 532 && voucher.Seqno == 6);
    }

    [Fact]
    public async Task Refusals_carry_status_code_and_retry_time()
    {
        using var handler = new Refusing();
        using var client = Client(handler);

        var refusal = (await client.Invoking(c => c.ChatAsync(Request)).Should().ThrowAsync<CocoonException>()).Which;

        refusal.Status.Should().Be(HttpStatusCode.TooManyRequests);
        refusal.Code.Should().Be("busy");
        refusal.RetryAfter.Should().Be(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Wrong_settings_are_named_all_at_once()
    {
        using var services = new ServiceCollection().AddCocoonClient(static _ => { }).BuildServiceProvider();

        var resolving = () => services.GetRequiredService<ICocoonClient>();

        var failures = resolving.Should().Throw<OptionsValidationException>().Which.Failures;
        failures.Should().HaveCount(5).And.Contain(failure => failure.Contains("VoucherSeed"));
    }

    private sealed class FixedCounter(int count) : IPromptCounter
    {
        public int? Count(ChatRequest request) => count;
    }

    private sealed class Refusing : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests)
            {
                Content = new StringContent("""{"error":{"message":"All slots are in use.","type":"rate_limit_error","param":null,"code":"busy"}}""", Encoding.UTF8, "application/json"),
            };
            response.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(TimeSpan.FromSeconds(2));
            return Task.FromResult(response);
        }
    }
}
