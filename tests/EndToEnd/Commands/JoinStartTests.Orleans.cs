using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Cocoon.Cli;
using Cocoon.Cli.Dev;

namespace Cocoon.EndToEnd.Tests.Commands;

/// <summary>Joining runs the machine's silo: a market, an owner's terminal, and a caller.</summary>
public sealed class JoinStartTests
{
    [Fact]
    public async Task A_machine_that_joins_serves_until_Ctrl_C_and_comes_back_with_the_same_command()
    {
        using var folder = new TestFolder();
        using var dev = CocoonProcess.Start(null, "dev", "--state", folder.Path, "--port", "0");
        var key = (await dev.WaitFor("API key")).Split(' ')[^1];
        await dev.WaitFor("Ctrl-C");
        var own = Path.Combine(folder.Path, "own");
        string[] join = ["provider", "join", "--state", folder.Path, "--folder", own, "--open", "--template", Path.Combine(folder.Path, "provider.json"), "--model", ProjectRoot.Model, "--prompt", "20", "--completion", "60", "--stake", "0"];

        for (var life = 1; life <= 2; life++)
        {
            using var machine = CocoonProcess.Start(null, join);
            await machine.WaitFor("Ctrl-C stops it");
            await machine.WaitFor("Ready (Orleans)");
            if (life == 2)
            {
                (await Tool("status", own)).Should().Contain("drained: no new jobs", "what its owner drained does not come back with the machine");
                await Tool("resume", own);
            }
            await DevWallet.Until(() => Serves(folder, key, own), "an answer of the machine", CancellationToken.None);
            await Tool("drain", own);
            (await Serves(folder, key, own)).Should().BeFalse();
            machine.Interrupt();
            (await machine.End()).Code.Should().Be(0, "it was asked to stop");
        }
    }

    [Fact]
    public async Task What_the_settings_lack_is_said_and_nothing_is_started()
    {
        using var folder = new TestFolder();
        using var dev = CocoonProcess.Start(null, "dev", "--state", folder.Path, "--port", "0");
        await dev.WaitFor("Ctrl-C");
        using var join = CocoonProcess.Start(null, "provider", "join", "--state", folder.Path, "--folder", Path.Combine(folder.Path, "own"), "--model", ProjectRoot.Model, "--prompt", "20", "--completion", "60", "--stake", "0");

        var (code, output, errors) = await join.End();

        code.Should().Be(1);
        output.Should().Contain("lacks").And.NotContain("Ready");
        errors.Should().Contain("The silo is not started").And.Contain("--template").And.NotContain("   at ");
    }

    private static async Task<string> Tool(string command, string own)
    {
        using var process = CocoonProcess.Start(null, "provider", command, "--folder", own);
        var (code, output, errors) = await process.End();
        code.Should().Be(0, "it said {0}", errors);
        return output;
    }

    /// <summary>Whether this machine, and no other, answers who asks for the tier "open".</summary>
    private static async Task<bool> Serves(TestFolder folder, string key, string own)
    {
        var wallet = (await Read(own, "join.json")).GetProperty("wallet").GetString()!;
        using var http = new HttpClient { BaseAddress = new Uri((await Read(folder.Path, "running.json")).GetProperty("Gateway").GetString()!) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await http.PostAsJsonAsync("v1/chat/completions", new
        {
            model = "tiny-jane", max_tokens = 4, messages = new[] { new { role = "user", content = "What is the capital of France?" } },
            cocoon = new { tier = "open", providers = new { allow = new[] { wallet } } },
        });
        if (!response.IsSuccessStatusCode) return false;
        var answer = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("cocoon");
        (answer.GetProperty("tier").GetString(), answer.GetProperty("provider").GetString()).Should().Be(("open", wallet));
        return true;
    }

    private static async Task<JsonElement> Read(string folder, string file) => JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, file))).RootElement;
}
