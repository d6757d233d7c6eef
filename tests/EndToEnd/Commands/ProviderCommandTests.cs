using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Cocoon.Cli;
using Cocoon.Core.Money;

namespace Cocoon.EndToEnd.Tests.Commands;

/// <summary>A provider's life from its owner's side: every command in a process of its own, against a market with a real chain.</summary>
public sealed class ProviderCommandTests
{
    [Fact]
    public async Task An_owner_joins_earns_sets_a_price_drains_and_leaves_with_the_stake()
    {
        using var folder = new TestFolder();
        using var dev = CocoonProcess.Start(null, "dev", "--state", folder.Path, "--port", "0");
        var key = (await dev.WaitFor("API key")).Split(' ')[^1];
        await dev.WaitFor("Ctrl-C");
        var own = Path.Combine(folder.Path, "own");
        var wallet = Path.Combine(folder.Path, "wallet");
        await KeepSeed(folder, wallet);
        string[] join = ["join", "--state", folder.Path, "--wallet-file", wallet, "--model", ProjectRoot.Model, "--prompt", "20", "--completion", "60", "--stake", "10", "--no-start"];

        (await Run(own, 1, [.. join, "--yes"])).Should().Contain("Send it 10.250000000 TON more", "the wallet is empty").And.Contain("executed after 60 minutes unless you appeal");
        await Post(Running(folder, "Chain").Replace("/api/v2/", "/dev/faucet", StringComparison.Ordinal), new { address = await Wallet(own), amount = "20000000000" });
        (await Run(own, 0, join)).Should().Contain("10.000000000 TON added", "the rules were agreed to before").And.Contain("silo.json, written").And.Contain("expected income    not known: nothing that this machine might have had was settled in the last day");
        (await Run(own, 0, join)).Should().Contain("nothing added").And.Contain("still good").And.Contain("unchanged");
        var answer = JsonDocument.Parse(await Answer([.. join, "--json", "--folder", own])).RootElement;
        (answer.GetProperty("wallet").GetString(), answer.GetProperty("written").GetBoolean()).Should().Be((await Wallet(own), false), "what is said on the way is not in the answer");

        await Post($"{Running(folder, "Gateway").TrimEnd('/')}/v1/chat/completions", new { model = "tiny-jane", temperature = 0, messages = new[] { new { role = "user", content = "What is the capital of France?" } } }, key);
        (await Run(own, 0, "status")).Should().Contain("on the market").And.Contain("0.000842800 TON, 1 job, 25 tokens, 0 failures", "the charge less the fee of 5 %, with the bonuses of 3 % of a development network");
        // The receipt reaches settlement, and the batch the chain, a moment after whoever caused it has his answer.
        await Until("accepted in all    0.000842800 TON", own, "earnings");
        await Tool(0, "settlement", "settle", "--state", folder.Path);
        (await Until("transaction ", own, "earnings")).Should().Contain("accepted in all    0.000842800 TON").And.Contain("paid on chain      0.000842800 TON");

        (await Run(own, 0, "price", "--prompt", "30", "--floor", "10/20")).Should().Contain("asked now          30.000000000 TON prompt, 60.000000000 TON completion").And.Contain("floor              10.000000000 TON prompt");
        (await Run(own, 1, "price", "--completion", "5")).Should().Contain("below the floor");

        (await Run(own, 0, "drain")).Should().Contain("drained: no new jobs until `cocoon provider resume`, whatever the machine does");
        (await Run(own, 0, "why-no-jobs")).Should().Contain("You drained it").And.Contain("`cocoon provider resume` ends that; a new start of the machine does not");
        (await Run(own, 0, "leave")).Should().Contain("off the market").And.Contain("The stake of 10.000000000 TON leaves after");
        await Post(Running(folder, "Chain").Replace("/api/v2/", "/dev/time", StringComparison.Ordinal), new { addSeconds = 4 * 3_600 + 1 });
        (await Run(own, 0, "leave")).Should().Contain($"The stake of {Nano.FromTon(10)} is paid to 0:");
    }

    [Fact]
    public async Task Without_having_joined_the_commands_say_how_to()
    {
        using var folder = new TestFolder();

        (await Run(folder.Path, 1, "status")).Should().StartWith("cocoon: There is no provider").And.Contain("cocoon provider join").And.NotContain("   at ");
    }

    /// <summary>Asks again and again, in a process of its own each time, until it says this.</summary>
    private static async Task<string> Until(string text, string own, params string[] arguments)
    {
        var answer = "";
        for (var attempt = 0; attempt < 100 && !answer.Contains(text, StringComparison.Ordinal); attempt++) answer = await Run(own, 0, arguments);
        answer.Should().Contain(text);
        return answer;
    }

    /// <summary>What a program gets that asks for JSON.</summary>
    private static async Task<string> Answer(params string[] arguments)
    {
        using var process = CocoonProcess.Start(null, ["provider", .. arguments]);
        var (code, output, errors) = await process.End();
        code.Should().Be(0, "it said {0}", errors);
        return output;
    }

    /// <summary>The development network's provider runs beside its market; its owner is the one who has its key.</summary>
    private static async Task KeepSeed(TestFolder folder, string file)
    {
        await File.WriteAllTextAsync(file, JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder.Path, "keys.json"))).RootElement.GetProperty("provider").GetString());
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static async Task<string> Wallet(string own) => JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(own, "join.json"))).RootElement.GetProperty("wallet").GetString()!;

    private static string Running(TestFolder folder, string what) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder.Path, "running.json"))).RootElement.GetProperty(what).GetString()!;

    private static async Task Post(string address, object body, string? key = null)
    {
        using var http = new HttpClient();
        if (key is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        (await http.PostAsJsonAsync(address, body)).EnsureSuccessStatusCode();
    }

    private static Task<string> Run(string own, int expected, params string[] arguments) => Tool(expected, ["provider", .. arguments, "--folder", own]);

    private static async Task<string> Tool(int expected, params string[] arguments)
    {
        using var process = CocoonProcess.Start(null, arguments);
        var (code, output, errors) = await process.End();
        code.Should().Be(expected, "it said {0} {1}", output, errors);
        return errors + output;
    }
}
