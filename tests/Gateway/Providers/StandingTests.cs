using System.Net;
using System.Text;
using System.Text.Json;
using Cocoon.Core;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;
using Cocoon.Core.Reputation;
using Cocoon.Core.Settlement;
using Cocoon.Grains;
using Cocoon.Grains.Providers;
using Cocoon.Grains.Reputation;
using NSubstitute;

namespace Cocoon.Gateway.Tests.Providers;

/// <summary>What anybody may read of a provider, and check.</summary>
public sealed class StandingTests
{
    private const string Path = "/cocoon/v1/providers/";
    private readonly FakeMarket _market = new();
    private readonly IEpochGrain _epochs = Substitute.For<IEpochGrain>();

    public StandingTests()
    {
        _market.Grains.GetGrain<IEpochGrain>(Arg.Any<string>()).Returns(_epochs);
        _market.Grains.Provider(FakeMarket.Provider).View().Returns(new ProviderView(FakeMarket.Provider, FakeMarket.Lease.Appraisal, [FakeMarket.Offer().Offer], 1, false, ProviderTally.Zero)
        {
            Scores = [new ScoreView("model", 343, [new ScorePart("start", 300, "Everyone without stake starts at 300."), new ScorePart("payers", 43, "Good jobs.")])],
        });
    }

    [Fact]
    public async Task Anybody_reads_a_provider_s_scores_explained_and_checks_what_went_on_chain()
    {
        var epoch = Epoch.Close(492_222, FakeMarket.Start, -217, FakeMarket.Registry, [new EpochLine(FakeMarket.Provider, "model", 343), new EpochLine(FakeMarket.Client, "model", 300)]);
        _epochs.Prove(FakeMarket.Provider).Returns(new ProvenScores(epoch with { Transaction = FakeMarket.Bytes(9) }, epoch.Header(), epoch.Proofs(FakeMarket.Provider)));
        await using var gateway = await GatewayHost.Start(_market);

        using var response = await gateway.Http.GetAsync(Path + FakeMarket.Provider.Raw);

        response.StatusCode.Should().Be(HttpStatusCode.OK, "no key is needed");
        var shown = await Json(response);
        (Text(shown, "provider"), Text(shown, "tier")).Should().Be((FakeMarket.Provider.Raw, "simulated"));
        shown.GetProperty("offers").EnumerateArray().Select(offer => offer.GetString()).Should().Equal("model");
        var score = shown.GetProperty("scores")[0];
        (Text(score, "model"), score.GetProperty("score").GetInt32()).Should().Be(("model", 343));
        score.GetProperty("parts").EnumerateArray().Select(part => (Text(part, "name"), part.GetProperty("points").GetInt32(), Text(part, "text")))
            .Should().Equal(("start", 300, "Everyone without stake starts at 300."), ("payers", 43, "Good jobs."));
        var proven = shown.GetProperty("epoch");
        (Text(proven, "header"), Text(proven, "root"), Text(proven, "transaction")).Should().Be((epoch.Header(), epoch.Root.ToString(), FakeMarket.Bytes(9).ToString()));
        var proof = proven.GetProperty("proofs")[0];
        Text(proof, "line").Should().Be($"{FakeMarket.Provider.Raw} 343 model");
        MerkleTree.Verify(
            new HexBytes(Encoding.UTF8.GetBytes(Text(proof, "line"))), proof.GetProperty("index").GetInt32(), proof.GetProperty("count").GetInt32(),
            [.. proof.GetProperty("path").EnumerateArray().Select(hash => HexBytes.Parse(hash.GetString()!))], HexBytes.Parse(Text(proven, "root"))).Should().BeTrue();
    }

    [Fact]
    public async Task Before_an_epoch_has_closed_with_it_a_provider_has_no_proof()
    {
        _epochs.Prove(FakeMarket.Provider).Returns((ProvenScores?)null);
        await using var gateway = await GatewayHost.Start(_market);

        using var response = await gateway.Http.GetAsync(Path + FakeMarket.Provider.Raw);

        var shown = await Json(response);
        shown.GetProperty("scores").GetArrayLength().Should().Be(1);
        (shown.TryGetProperty("epoch", out var epoch) && epoch.ValueKind != JsonValueKind.Null).Should().BeFalse();
    }

    [Fact]
    public async Task A_wallet_that_never_was_a_provider_is_not_found()
    {
        var stranger = Substitute.For<IProviderGrain>();
        stranger.View().Returns(Task.FromException<ProviderView>(new RefusedException(RefusalCode.ProviderUnknown, "This provider has not registered.")));
        _market.Grains.GetGrain<IProviderGrain>(FakeMarket.Client.Raw).Returns(stranger);
        await using var gateway = await GatewayHost.Start(_market);

        using var response = await gateway.Http.GetAsync(Path + FakeMarket.Client.Raw);

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        var error = (await Json(response)).GetProperty("error");
        (Text(error, "code"), Text(error, "type")).Should().Be(("provider_not_found", "invalid_request_error"));
        Text(error, "message").Should().Contain("registered");
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("0:1234")]
    [InlineData("0:zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public async Task What_is_no_address_is_refused_with_the_form(string provider)
    {
        await using var gateway = await GatewayHost.Start(_market);

        using var response = await gateway.Http.GetAsync(Path + provider);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        var error = (await Json(response)).GetProperty("error");
        (Text(error, "type"), Text(error, "param")).Should().Be(("invalid_request_error", "provider"));
        Text(error, "message").Should().Contain("raw address").And.NotContain(provider);
    }

    private static async Task<JsonElement> Json(HttpResponseMessage response) => JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;}
