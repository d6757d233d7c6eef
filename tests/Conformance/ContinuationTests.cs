using System.Net.Http.Json;
using System.Text.Json;

namespace Cocoon.Conformance.Tests;

/// <summary>An answer goes on where its tokens end, through gateway, seal, provider and engine: what a second provider is asked when a first breaks off.</summary>
[Collection(MarketCollection.Name)]
public sealed class ContinuationTests(MarketFixture fixture)
{
    [Theory]
    [InlineData("chat/completions", """ "messages":[{"role":"user","content":"Tell me a story."}] """, """ "temperature":0 """)]
    [InlineData("chat/completions", """ "messages":[{"role":"user","content":"Tell me a story."}] """, """ "temperature":1.2,"seed":5,"frequency_penalty":0.5 """)]
    [InlineData("completions", """ "prompt":"Once upon a time" """, """ "temperature":0 """)]
    public async Task The_rest_of_an_answer_is_what_would_have_come(string path, string prompt, string sampling)
    {
        const int All = 20, Cut = 7;
        var (tokens, text, prompted) = await Ask(path, $$"""{"model":"tiny-jane",{{prompt}},{{sampling}},"max_tokens":{{All}}}""");
        var (_, before, _) = await Ask(path, $$"""{"model":"tiny-jane",{{prompt}},{{sampling}},"max_tokens":{{Cut}}}""");

        var rest = await Ask(path, $$$"""{"model":"tiny-jane",{{{prompt}}},{{{sampling}}},"max_tokens":{{{All - Cut}}},"cocoon":{"written":[{{{string.Join(',', tokens.Take(Cut))}}}]}}""");

        rest.Tokens.Should().Equal(tokens.Skip(Cut));
        (before + rest.Text).Should().Be(text);
        rest.Prompt.Should().Be(prompted + Cut, "what was written is read, and paid for as prompt");
    }

    private async Task<(IReadOnlyList<int> Tokens, string Text, int Prompt)> Ask(string path, string body)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", fixture.Market.Node.ApiKey.Reveal());
        using var response = await http.PostAsync(new Uri(fixture.Market.Node.Address, "v1/" + path), new StringContent(body, null, "application/json"));
        var json = await response.Content.ReadFromJsonAsync<JsonElement>();
        response.IsSuccessStatusCode.Should().BeTrue(json.ToString());
        var choice = json.GetProperty("choices")[0];
        var text = choice.TryGetProperty("message", out var message) ? message.GetProperty("content") : choice.GetProperty("text");
        return ([.. json.GetProperty("cocoon").GetProperty("token_ids").EnumerateArray().Select(static id => id.GetInt32())], text.GetString()!, json.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }
}
