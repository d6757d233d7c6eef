using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cocoon.EndToEnd.Tests.Commands;

/// <summary>The commands that talk to a running market, each in a process of its own, as a person runs them.</summary>
public sealed partial class MarketCommandTests
{
    [Fact]
    public async Task Money_goes_in_and_out_and_the_receipt_is_proven_on_chain()
    {
        using var folder = new TestFolder();
        using var dev = CocoonProcess.Start(null, "dev", "--state", folder.Path, "--port", "0");
        var gateway = Value().Match(await dev.WaitFor("Gateway")).Value;
        var key = Value().Match(await dev.WaitFor("API key")).Value;
        await dev.WaitFor("Ctrl-C");
        var job = await Ask(gateway, key);
        var file = Path.Combine(folder.Path, "receipt.json");

        (await Run(folder, "channel", "top-up", "1.5")).Should().Contain("deposit            6.500000000 TON");
        (await Run(folder, "channel", "withdraw", "2")).Should().Contain("withdrawn          2.000000000 TON");
        // A charge of 0.00086 TON less 5 % fee, and the bonus of 3 % that the dev market gives out of it.
        (await Run(folder, "settlement", "settle")).Should().Contain("earned             0.000842800 TON");
        await Eventually(async () => (await Run(folder, "settlement", "show")).Contains("paid               0.000842800 TON", StringComparison.Ordinal));
        (await Run(folder, "settlement", "batch", "0")).Should().Contain("payout             0.000842800 TON to 0:");
        (await Run(folder, "settlement", "reconcile")).Should().NotContain("DIFFERENCE");

        (await Run(folder, "job", "why", job)).Should().Contain("candidate 1");

        await Run(folder, "receipt", "get", job, "--out", file);
        (await Verify(file, "--chain", Chain(folder))).Should().Match<(int Code, string Output)>(result => result.Code == 0 && result.Output.Contains("ok       root on chain", StringComparison.Ordinal));
        (await Verify(file)).Output.Should().Contain("What could be checked holds");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("\"charge\": 860000", "\"charge\": 860001", StringComparison.Ordinal));
        (await Verify(file)).Should().Match<(int Code, string Output)>(result => result.Code == 1 && result.Output.Contains("WRONG    market's signature", StringComparison.Ordinal));

        (await Run(folder, "channel", "close")).Should().Contain("state              closed").And.Contain("claimed on chain   0.000860000 TON");
        var rest = (await Run(folder, "account", "show")).Split('\n').First(line => line.Contains("balance", StringComparison.Ordinal));
        decimal.Parse(rest.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture).Should().BeInRange(19.8m, 20m, "20 TON were in the wallet, and only fees, rent and the charge are gone");
    }

    [Fact]
    public async Task A_close_alone_waits_for_the_grace_and_the_market_claims_in_time()
    {
        using var folder = new TestFolder();
        using var dev = CocoonProcess.Start(null, "dev", "--state", folder.Path, "--port", "0");
        var gateway = Value().Match(await dev.WaitFor("Gateway")).Value;
        var key = Value().Match(await dev.WaitFor("API key")).Value;
        await dev.WaitFor("Ctrl-C");
        await Ask(gateway, key);

        (await Run(folder, "channel", "close", "--alone")).Should().Contain("state              closing").And.Contain("closes at");
        (await Fail(folder, "channel", "finish-close")).Should().Contain("The grace ends at");
        await Run(folder, "settlement", "reconcile");
        await Eventually(async () => (await Run(folder, "channel", "show")).Contains("claimed on chain   0.000860000 TON", StringComparison.Ordinal));
        using (var http = new HttpClient())
            (await http.PostAsJsonAsync(new Uri(new Uri(Chain(folder)), "/dev/time"), new { addSeconds = 3_601 })).EnsureSuccessStatusCode();

        (await Run(folder, "channel", "finish-close")).Should().Contain("state              closed");
    }

    [Fact]
    public async Task Without_a_running_market_the_command_says_how_to_start_one()
    {
        using var folder = new TestFolder();

        (await Fail(folder, "channel", "show")).Should().Contain("./cocoon dev").And.NotContain("   at ");
    }

    [Theory]
    [InlineData("this is no json")]
    [InlineData("{}")]
    [InlineData("{\"receipt\":{\"receipt\":{\"job\":\"x\"}}}")]
    public async Task A_file_that_is_no_receipt_is_named(string content)
    {
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "receipt.json");
        await File.WriteAllTextAsync(file, content);
        using var verify = CocoonProcess.Start(null, "receipt", "verify", file);

        var (code, _, errors) = await verify.End();

        code.Should().Be(1);
        errors.Should().StartWith("cocoon: ").And.Contain("is no receipt file").And.NotContain("   at ");
    }

    private static async Task<string> Ask(string gateway, string key)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var answer = await http.PostAsJsonAsync($"{gateway}/chat/completions", new { model = "tiny-jane", messages = new[] { new { role = "user", content = "What is the capital of France?" } } });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("cocoon").GetProperty("job_id").GetString()!;
    }

    private static async Task<string> Run(TestFolder folder, params string[] arguments)
    {
        using var process = CocoonProcess.Start(null, [.. arguments, "--state", folder.Path]);
        var (code, output, errors) = await process.End();
        code.Should().Be(0, errors);
        return output;
    }

    private static async Task<string> Fail(TestFolder folder, params string[] arguments)
    {
        using var process = CocoonProcess.Start(null, [.. arguments, "--state", folder.Path]);
        var (code, _, errors) = await process.End();
        code.Should().Be(1);
        return errors;
    }

    private static async Task<(int Code, string Output)> Verify(string file, params string[] options)
    {
        using var process = CocoonProcess.Start(null, ["receipt", "verify", file, .. options]);
        var (code, output, _) = await process.End();
        return (code, output);
    }

    private static string Chain(TestFolder folder) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder.Path, "running.json"))).RootElement.GetProperty("Chain").GetString()!;

    private static async Task Eventually(Func<Task<bool>> condition)
    {
        // A market at rest looks at its channels on chain once a minute.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (!await condition()) patience.IsCancellationRequested.Should().BeFalse("a condition that never comes fails the test");
    }

    [GeneratedRegex(@"\S+$")]
    private static partial Regex Value();
}
