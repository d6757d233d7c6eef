using System.Text.Json;
using Cocoon.Inference.Tests.Engine;
using Cocoon.Inference.Upstream;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Inference.Tests.Upstream;

/// <summary>
/// Answers in the shapes that servers send them, each file with what has to come of it in its first line. Written after the
/// servers' documentation and sources as of 2026; the words in them are ours.
/// </summary>
public sealed class FixtureTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Upstream", "Fixtures");
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };

    public static TheoryData<string> Fixtures() => [.. Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public async Task An_answer_is_understood_in_the_shape_its_server_gives_it(string fixture)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, fixture));
        var (first, answer) = (text[..text.IndexOf('\n', StringComparison.Ordinal)], text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        var expected = JsonSerializer.Deserialize<Expectation>(first["expect: ".Length..], Json)!;
        await using var server = await StubServer.Start((http, _) => http.Response.WriteAsync(answer));
        await using var engine = server.Engine();
        var request = new GenerationRequest(new ChatPrompt([new ChatMessage("user", "A secret question")]), 64, new SamplingOptions(), []);

        if (expected.Error is { } error)
        {
            (await FluentActions.Awaiting(() => Answer.Of(engine, request)).Should().ThrowAsync<UpstreamException>()).Which.ToString().Should().Contain(error).And.NotContain("secret");
            return;
        }
        var made = await Answer.Of(engine, request);

        made.TextOf(TextKind.Content).Should().Be(expected.Text);
        made.TextOf(TextKind.Reasoning).Should().Be(expected.Thought);
        Calls(made).Should().Equal(expected.Calls);
        made.Finish.Should().Be(expected.Finish);
        made.Usage.Should().Be(new TokenUsage(expected.Prompt, expected.Cached, expected.Completion, expected.Reasoning));
        made.Tokens.Should().HaveCount(expected.Completion);
    }

    private static List<string> Calls(Answer answer)
    {
        var calls = new List<string>();
        foreach (var step in answer.Events.Where(step => step.Kind == TextKind.ToolArguments))
        {
            if (step.ToolCall is { } call) calls.Add(call.Name + " ");
            calls[^1] += step.Text;
        }
        return calls;
    }

    private sealed record Expectation(
        FinishReason Finish, int Prompt, int Cached, int Completion, int Reasoning, string? Error, string Text = "", string Thought = "")
    {
        public IReadOnlyList<string> Calls { get; init; } = [];
    }
}
