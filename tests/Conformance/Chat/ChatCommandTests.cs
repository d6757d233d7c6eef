using System.Diagnostics;

namespace Cocoon.Conformance.Tests.Chat;

/// <summary>"cocoon chat" in a process of its own, as a script runs it.</summary>
[Collection(MarketCollection.Name)]
public sealed class ChatCommandTests(MarketFixture fixture)
{
    private const string Question = "What is the capital of France?";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Beside_a_development_market_it_seals_checks_and_pays()
    {
        var before = await fixture.Market.Node.Channel();

        var (code, output, notes) = await Chat($"{Question}\n/cost\n", null, "--state", fixture.State, "--temperature", "0");

        (code, output).Should().Be((0, $"The capital of France is Paris.{Environment.NewLine}"), notes);
        notes.Should().Contain("0.000860000 TON, 16 + 9 tokens, tiny-jane, tier simulated; receipt checked")
            .And.Contain("The channel was charged 0.000860000 TON meanwhile");
        var after = await fixture.Market.Node.Channel();
        (after.Charged - before.Charged).Value.Should().Be(860_000);
        after.Vouched.Should().Be(after.Charged);
    }

    [Fact]
    public async Task With_an_api_key_alone_it_talks_to_the_openai_endpoint()
    {
        var node = fixture.Market.Node;

        var (code, output, notes) = await Chat($"{Question}\n", node.ApiKey.Reveal(), "--endpoint", new Uri(node.Address, "v1").ToString(), "--tier", "simulated", "--temperature", "0");

        (code, output).Should().Be((0, $"The capital of France is Paris.{Environment.NewLine}"), notes);
        notes.Should().Contain("by API key: the gateway sees the conversation").And.Contain("0.000860000 TON, 16 + 9 tokens");
    }

    [Fact]
    public async Task A_wrong_key_is_said_in_one_sentence_that_says_what_to_do()
    {
        var (code, output, notes) = await Chat($"{Question}\n", "sk-cocoon-nonsense", "--endpoint", fixture.Market.Node.Address.ToString());

        (code, output).Should().Be((1, ""));
        notes.Should().StartWith("cocoon: The gateway does not know this API key").And.Contain("--key-file").And.NotContainAny("nonsense", "   at ");
    }

    private static async Task<(int Code, string Output, string Notes)> Chat(string input, string? apiKey, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "cocoon.dll"), "chat", .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        if (apiKey is not null) start.Environment["COCOON_API_KEY"] = apiKey;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), patience.Token);
            process.StandardInput.Close();
            var notes = process.StandardError.ReadToEndAsync(patience.Token);
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, output, await notes);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
