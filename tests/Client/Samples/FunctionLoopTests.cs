using Microsoft.Extensions.AI;
using NSubstitute;
using ToolCall;

namespace Cocoon.Client.Tests.Samples;

public sealed class FunctionLoopTests
{
    private static readonly AIFunction Add = AIFunctionFactory.Create(static (int a, int b) => a + b, "add");

    [Fact]
    public async Task Functions_run_until_the_model_answers_and_errors_are_told_to_it()
    {
        var chat = Substitute.For<IChatClient>();
        chat.GetResponseAsync(default!, default, default).ReturnsForAnyArgs(
            Says(new FunctionCallContent("1", "add", new Dictionary<string, object?> { ["a"] = 2, ["b"] = 3 }), new FunctionCallContent("2", "missing")),
            Says(new TextContent("5")));
        var messages = new List<ChatMessage> { new(ChatRole.User, "2 + 3?") };

        var answer = await new FunctionLoop(chat).Ask(messages, [Add]);

        answer.Text.Should().Be("5");
        messages.Select(static message => message.Role.Value).Should().Equal("user", "assistant", "tool", "assistant");
        messages[2].Contents.OfType<FunctionResultContent>().Select(static result => result.Result!.ToString()).Should().Equal("5", "Error: there is no function 'missing'.");
    }

    [Fact]
    public async Task A_model_that_never_stops_calling_is_stopped()
    {
        var chat = Substitute.For<IChatClient>();
        chat.GetResponseAsync(default!, default, default).ReturnsForAnyArgs(_ => Says(new FunctionCallContent("1", "add", new Dictionary<string, object?> { ["a"] = 1, ["b"] = 1 })));

        await FluentActions.Awaiting(() => new FunctionLoop(chat, maxRounds: 2).Ask([new(ChatRole.User, "?")], [Add])).Should().ThrowAsync<InvalidOperationException>();

        chat.ReceivedCalls().Should().HaveCount(3);
    }

    private static ChatResponse Says(params AIContent[] contents) => new(new ChatMessage(ChatRole.Assistant, [.. contents]));
}
