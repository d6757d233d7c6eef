using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Cocoon.EndToEnd.Tests.Commands;

/// <summary>A development market with a machine that dials out.</summary>
public sealed class DevEdgeTests
{
    [Fact]
    public async Task Who_asks_for_the_tier_open_gets_the_machine_that_dialled_out_and_nobody_else_does()
    {
        using var folder = new TestFolder();
        using var dev = CocoonProcess.Start(null, "dev", "--edge", "--state", folder.Path, "--port", "0");
        var edge = (await dev.WaitFor("Machine that dials out")).Split(' ', ',').Single(static word => word.StartsWith("0:", StringComparison.Ordinal));
        var gateway = (await dev.WaitFor("Gateway")).Split(' ')[^1];
        var key = (await dev.WaitFor("API key")).Split(' ')[^1];
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

        var asked = await Ask(new { tier = "open" });
        var usual = await Ask(new { });

        (Text(asked, "tier"), Text(asked, "provider")).Should().Be(("open", edge));
        Text(usual, "tier").Should().Be("simulated");
        Text(usual, "provider").Should().NotBe(edge);
        asked.GetProperty("charge_nano").GetInt64().Should().BePositive();

        await dev.WaitFor("Ctrl-C stops it");
        dev.Interrupt();
        (await dev.End()).Code.Should().Be(0);

        async Task<JsonElement> Ask(object wish)
        {
            using var answer = await http.PostAsJsonAsync($"{gateway}/chat/completions", new
            {
                model = "tiny-jane", max_tokens = 4, cocoon = wish, messages = new[] { new { role = "user", content = "What is the capital of France?" } },
            });
            answer.IsSuccessStatusCode.Should().BeTrue("it said {0}", await answer.Content.ReadAsStringAsync());
            return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("cocoon");
        }

        static string? Text(JsonElement market, string field) => market.GetProperty(field).GetString();
    }
}
