using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cocoon.Core.Accounts;
using Cocoon.Core.Quotes;
using Cocoon.Grains.Providers;
using NSubstitute;

namespace Cocoon.Gateway.Tests.Quotes;

/// <summary>Asking several providers for prices, of which some do not answer.</summary>
public sealed class QuotesTests
{
    private static readonly AccountAddress Quick = FakeMarket.Address(21);
    private static readonly AccountAddress Silent = FakeMarket.Address(22);

    [Fact]
    public async Task Who_does_not_answer_holds_nobody_up_and_is_named()
    {
        await using var gateway = await GatewayHost.Start(Market(Quick, Silent), clock: new HurriedClock());

        using var answer = await Ask(gateway);

        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        body.GetProperty("quotes").EnumerateArray().Select(static quote => quote.GetProperty("provider").GetString()).Should().Equal(Quick.Raw);
        body.GetProperty("unanswered").EnumerateArray().Select(static wallet => wallet.GetString()).Should().Equal(Silent.Raw);
    }

    [Fact]
    public async Task Where_nobody_answers_that_is_the_answer()
    {
        await using var gateway = await GatewayHost.Start(Market(Silent), clock: new HurriedClock());

        using var answer = await Ask(gateway);

        answer.IsSuccessStatusCode.Should().BeFalse();
        (await answer.Content.ReadAsStringAsync()).Should().Contain("did not answer in time. Ask again.");
    }

    [Fact]
    public async Task Where_all_answer_nobody_is_named()
    {
        await using var gateway = await GatewayHost.Start(Market(Quick));

        using var answer = await Ask(gateway);

        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("unanswered").GetArrayLength().Should().Be(0);
    }

    private static Task<HttpResponseMessage> Ask(GatewayHost gateway) =>
        gateway.Post("/cocoon/v1/quotes", """{"model":"model","max_prompt_tokens":10,"max_tokens":20}""");

    private static FakeMarket Market(params AccountAddress[] providers)
    {
        var market = new FakeMarket { Offers = [.. providers.Select(static provider => FakeMarket.Offer() with { Provider = provider })] };
        var (quick, silent) = (Substitute.For<IProviderGrain>(), Substitute.For<IProviderGrain>());
        quick.Quote(Arg.Any<QuoteRequest>()).Returns(static call => Task.FromResult(
            QuoteBook.Empty.Issue(Quick, call.Arg<QuoteRequest>(), FakeMarket.Offer().Offer.Prices, FakeMarket.Start).State[QuoteId.Of(Quick, call.Arg<QuoteRequest>().Nonce)]));
        silent.Quote(Arg.Any<QuoteRequest>()).Returns(static _ => new TaskCompletionSource<PriceQuote>().Task);
        market.Grains.GetGrain<IProviderGrain>(Quick.Raw).Returns(quick);
        market.Grains.GetGrain<IProviderGrain>(Silent.Raw).Returns(silent);
        return market;
    }

    /// <summary>A clock on which two seconds, which is what providers have, are over at once.</summary>
    private sealed class HurriedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => FakeMarket.Start;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == TimeSpan.FromSeconds(2) ? TimeSpan.Zero : dueTime, period);
    }
}
