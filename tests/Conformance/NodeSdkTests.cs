namespace Cocoon.Conformance.Tests;

/// <summary>The npm SDKs against the gateway, each script in a process of its own.</summary>
[Collection(MarketCollection.Name)]
public sealed class NodeSdkTests(MarketFixture fixture)
{
    /// <param name="script">The script.</param>
    /// <param name="checks">How many checks it makes: a script that ends early has not passed.</param>
    [Theory]
    [InlineData("openai.mjs", 16)]
    [InlineData("ai.mjs", 6)]
    public async Task The_npm_sdks_understand_every_answer(string script, int checks)
    {
        var results = await NodeScript.Run(script, fixture.Market.Node);

        results.Where(result => !result.Ok).Select(result => $"{result.Name}: {result.Why}").Should().BeEmpty();
        results.Should().HaveCount(checks);
    }
}
