using System.Runtime.CompilerServices;
using Cocoon.Cli.Chat;
using Cocoon.Client;
using Cocoon.Core.Money;

namespace Cocoon.Conformance.Tests.Chat;

/// <summary>The conversation itself, with an answerer that does as it is told.</summary>
[Collection(MarketCollection.Name)]
public sealed class ChatSessionTests(MarketFixture fixture)
{
    private readonly StringWriter _answers = new(), _notes = new();

    [Fact]
    public async Task The_first_ctrl_c_stops_the_answer_and_the_session_goes_on()
    {
        using var interrupts = new Interrupts(() => { });
        var answerer = new Answerer(_ => interrupts.Press());

        var code = await Run("tell me all\n/reset\nagain\n", answerer, interrupts, isInteractive: true);

        code.Should().Be(0);
        _answers.ToString().Should().Contain("one word");
        _notes.ToString().Should().Contain("Stopped.").And.Contain("The conversation begins anew").And.Contain("0 answers");
        answerer.Asked.Should().HaveCount(2, "what follows a stopped answer is asked as well");
        interrupts.Leaving.IsCancellationRequested.Should().BeFalse();
    }

    [Fact]
    public async Task The_second_ctrl_c_leaves()
    {
        using var interrupts = new Interrupts(() => { });
        var answerer = new Answerer(_ => { interrupts.Press(); interrupts.Press(); });

        await Run("tell me all\nnever asked\n", answerer, interrupts);

        answerer.Asked.Should().HaveCount(1);
    }

    [Fact]
    public void A_ctrl_c_between_answers_warns_first_and_what_is_said_then_counts_it_anew()
    {
        var warnings = 0;
        using var interrupts = new Interrupts(() => warnings++);

        interrupts.Press();
        interrupts.Heard();
        interrupts.Press();

        warnings.Should().Be(2);
        interrupts.Leaving.IsCancellationRequested.Should().BeFalse();
        interrupts.Press();
        interrupts.Leaving.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public async Task The_conversation_is_sent_along_and_costs_add_up()
    {
        using var interrupts = new Interrupts(() => { });
        var answerer = new Answerer(null);

        await Run("first\nsecond\n", answerer, interrupts);

        answerer.Asked[1].Turns.Should().Equal(new ChatTurn("system", "Be brief."), new ChatTurn("user", "first"), new ChatTurn("assistant", "one word"), new ChatTurn("user", "second"));
        _notes.ToString().Should().Contain("[0.000000005 TON, 3 + 2 tokens, tiny-jane, tier simulated; as told; 0.000000005 TON in all]").And.Contain("2 answers, 0.000000010 TON in all.");
        _answers.ToString().Should().Be($"one word{Environment.NewLine}one word{Environment.NewLine}", "a script gets the answers and nothing else");
    }

    [Fact]
    public async Task Control_characters_of_a_model_do_not_reach_a_terminal()
    {
        using var interrupts = new Interrupts(() => { });

        await Run("hi\n", new Answerer(null, "\e]0;owned\a\u009bred"), interrupts, isInteractive: true);

        _answers.ToString().Should().Contain("]0;ownedred").And.NotContainAny("\e", "\a", "\u009b");
    }

    private async Task<int> Run(string input, IAnswerer answerer, Interrupts interrupts, bool isInteractive = false)
    {
        var node = fixture.Market.Node;
        using var gateway = new GatewayHttp(node.Address, node.ApiKey.Reveal());
        var screen = new ChatScreen(new StringReader(input), _answers, _notes, isInteractive);
        return await new ChatSession(answerer, gateway, new Conversation(new ChatSettings(node.Model.Id, "Be brief.")), screen, interrupts).Run();
    }

    private sealed class Answerer(Action<ChatRequest>? interrupt, string text = "one word") : IAnswerer
    {
        public List<ChatRequest> Asked { get; } = [];

        public string Description => "by a test";

        public async IAsyncEnumerable<AnswerPiece> Ask(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Asked.Add(request);
            yield return new AnswerPiece(text);
            if (interrupt is not null)
            {
                interrupt(request);
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            yield return new AnswerPiece("", new AnswerBill(new Nano(5), 3, 2, "simulated", "as told"));
        }

        public void Dispose()
        {
        }
    }
}
