using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;
using Cocoon.Grains;
using Cocoon.Grains.Tests;

namespace Cocoon.Client.Cluster.Tests;

/// <summary>The same client, against real grains, through a gateway and as a client of the cluster.</summary>
public sealed class BothWaysTests(MarketHost market) : IClassFixture<MarketHost>
{
    private const string Gateway = "gateway";
    private const string Cluster = "cluster";

    private static ChatRequest Ask(string script) => new(GrainHost.Model, [new ChatTurn("user", script)]) { MaxTokens = 50 };

    [Theory]
    [InlineData(Gateway)]
    [InlineData(Cluster)]
    public async Task An_answer_streams_and_is_paid_to_the_nano(string way)
    {
        using var client = await market.Client(way);
        var quote = await client.QuoteAsync(GrainHost.Model, "tokens 3".Length, 3);

        var updates = await client.StreamChatAsync(Ask("tokens 3")).ToListAsync();
        var again = await client.ChatAsync(Ask("tokens 2"));

        updates.SkipLast(1).Select(static update => update.Text).Should().StartWith(["t0 ", "t1 ", "t2 "]);
        var result = updates[^1].Result!;
        result.Usage.Should().Be(new TokenCounts(8, 0, 3, 0));
        result.Choices.Should().ContainSingle().Which.Finish.Should().Be(ChatFinish.Stop);
        quote.Charge.Should().Be(result.Receipt!.Receipt.Charge);
        var status = await client.GetChannelAsync();
        (status.Voucher!.AmountNano, status.ChargedNano, status.JobsRunning, status.Phase).Should().Be((status.ChargedNano, result.Receipt.Receipt.Charge + again.Receipt!.Receipt.Charge, 0, "open"));
        (await client.GetReceiptAsync(result.JobId)).Should().Be(result.Receipt);
        (await client.GetReceiptFileAsync(result.JobId))!.Receipt.Should().Be(result.Receipt);
        (await client.GetReceiptAsync("01JAAAAAAAAAAAAAAAAAAAAAAA")).Should().BeNull();
    }

    [Theory]
    [InlineData(Gateway)]
    [InlineData(Cluster)]
    public async Task A_quote_is_negotiated_and_paid_as_agreed_once_whatever_the_offer_becomes(string way)
    {
        static PriceList All(long price) => new(new Nano(price), new Nano(price), new Nano(price), new Nano(price));
        using var client = await market.Client(way);
        var twin = market.Silo.Grains.Provider(market.Silo.Provider);
        try
        {
            await twin.SetTerms(GrainHost.Model, new OfferTerms { Prices = All(8_000_000), Floor = All(4_000_000) });
            var quotes = await client.RequestQuotesAsync(Ask("tokens 2"));
            var agreed = await client.NegotiateAsync(quotes.Single(), All(7_900_000));
            await twin.SetTerms(GrainHost.Model, new OfferTerms { Prices = All(50_000_000) });

            var result = await client.ChatAsync(Ask("tokens 2") with { Quote = agreed });

            (quotes[0].Prices, quotes[0].Round, agreed.Round, agreed.Id).Should().Be((All(8_000_000), 0, 1, quotes[0].Id));
            (result.Receipt!.Receipt.Prices, result.Receipt.Receipt.Provider).Should().Be((All(7_900_000), agreed.Provider));
            (await FluentActions.Awaiting(() => client.ChatAsync(Ask("tokens 2") with { Quote = agreed })).Should().ThrowAsync<CocoonException>()).Which.Code.Should().Be("quote_ended");
            (await FluentActions.Awaiting(() => client.NegotiateAsync(agreed with { Id = GrainHost.Bytes(1) }, All(1))).Should().ThrowAsync<CocoonException>()).Which.Code.Should().Be("quote_not_found");
        }
        finally
        {
            await twin.SetTerms(GrainHost.Model, null);
            await GrainHost.Eventually(async () => (await client.GetModelsAsync()).Single(static model => model.Id == GrainHost.Model).LowestPrices == GrainHost.Prices);
        }
    }

    [Theory]
    [InlineData(Gateway)]
    [InlineData(Cluster)]
    public async Task Thoughts_choices_tool_calls_and_vectors_are_checked_against_their_receipts(string way)
    {
        using var client = await market.Client(way);

        var thought = await client.ChatAsync(Ask("think 2"));
        var called = await client.ChatAsync(Ask("call 2") with { Choices = 2, Tools = [new ChatTool("look")] });
        var vectors = await client.EmbedAsync(new EmbeddingRequest(GrainHost.Model, ["four", "sixsix"]));

        (thought.Choices[0].Reasoning, thought.Text, thought.Usage.Reasoning, thought.Usage.Completion).Should().Be(("t0 t1 ", "So.", 2, 1));
        called.Choices.Select(static choice => choice.ToolCalls.Single()).Should().Equal(new ChatToolCall("call_0", "look", "t0 t1 "), new ChatToolCall("call_1", "look", "t0 t1 "));
        (called.TokensCounted, called.Choices[1].Finish).Should().Be((4, ChatFinish.ToolCalls));
        vectors.Vectors.Select(static vector => vector.Span[0]).Should().Equal(4, 6);
        vectors.Receipt.Receipt.Tokens.Should().Be(new TokenCounts(10, 0, 0, 0));
        var status = await client.GetChannelAsync();
        status.Voucher!.AmountNano.Should().Be(status.ChargedNano);
    }

    [Theory]
    [InlineData(Gateway)]
    [InlineData(Cluster)]
    public async Task What_arrived_before_the_caller_left_is_paid_by_the_next_call(string way)
    {
        using var client = await market.Client(way);
        await foreach (var update in client.StreamChatAsync(Ask("hang 2")))
            if (update.Text.StartsWith("t1", StringComparison.Ordinal)) break;
        await GrainHost.Eventually(async () => (await client.GetChannelAsync()).ReceiptCount == 1);

        (await client.SettleAsync()).Should().BeEmpty();

        var status = await client.GetChannelAsync();
        status.ChargedNano.IsPositive.Should().BeTrue();
        status.Voucher!.AmountNano.Should().Be(status.ChargedNano);
    }

    [Theory]
    [InlineData(Gateway)]
    [InlineData(Cluster)]
    public async Task Refusals_have_the_same_names(string way)
    {
        using var client = await market.Client(way);
        var free = new PriceList(Nano.Zero, Nano.Zero, Nano.Zero, Nano.Zero);

        (await Code(Ask("tokens 1") with { PriceCeiling = free })).Should().Be("price_above_ceiling");
        (await Code(Ask("tokens 1") with { Tier = "cc-gpu" })).Should().Be("tier_not_met");
        (await Code(Ask("tokens 1") with { Model = "other" })).Should().Be("model_not_found");
        (await Code(Ask("tokens 1") with { Providers = new ProviderFilter(Deny: [market.Silo.Provider]) })).Should().NotBeNull();
        (await client.GetChannelAsync()).HeldNano.Should().Be(Nano.Zero, "nothing stays held for what was refused");

        async Task<string?> Code(ChatRequest request) => (await client.Awaiting(c => c.ChatAsync(request)).Should().ThrowAsync<CocoonException>()).Which.Code;
    }

    [Theory]
    [InlineData(Gateway)]
    [InlineData(Cluster)]
    public async Task Owners_make_and_end_keys_and_close_their_channel(string way)
    {
        using var client = await market.Client(way);
        await client.ChatAsync(Ask("tokens 1"));

        var key = await client.Account.CreateKeyAsync("phone", new KeyScope { DailySpend = new Nano(1_000), LeastTier = Tier.CpuTee });
        key.Key.Should().StartWith("sk-cocoon-");
        key.ToString().Should().NotContain(key.Key);
        (await client.Account.RotateKeyAsync(key.Id, TimeSpan.FromMinutes(1))).Key.Should().StartWith("sk-cocoon-").And.NotBe(key.Key);
        (await client.Account.RevokeKeyAsync(key.Id)).RevokedAt.Should().NotBeNull();
        (await client.Account.ViewAsync()).Keys.Should().Contain(known => known.Id == key.Id && known.Key == null);

        (await client.Channel.WithdrawAsync(new Nano(1_000))).TotalNano.Should().Be(new Nano(1_000));
        (await client.Channel.DrainAsync()).Phase.Should().Be("draining");
        (await client.Channel.ReopenAsync()).Phase.Should().Be("open");
        await client.Channel.DrainAsync();
        (await client.Channel.CloseAsync()).Amount.Should().Be((await client.GetChannelAsync()).ChargedNano);
    }
}
