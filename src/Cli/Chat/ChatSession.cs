using System.Text;
using Cocoon.Client;
using Cocoon.Core.Money;

namespace Cocoon.Cli.Chat;

/// <summary>
/// A conversation with a model on a terminal, or line by line in a script. Answers go to one writer, and all that is said
/// about them to another, so that a script's output is the answers alone.
/// </summary>
internal sealed class ChatSession(IAnswerer answerer, GatewayHttp gateway, Conversation conversation, ChatScreen screen, Interrupts interrupts)
{
    private Nano _chargedBefore;

    /// <summary>Talks until /quit, the end of input, or a second Ctrl-C.</summary>
    /// <returns>The exit code: 0, or 1 when a script's question failed.</returns>
    public async Task<int> Run()
    {
        _chargedBefore = await gateway.Charged(interrupts.Leaving);
        screen.Note($"{conversation.Model} {answerer.Description}. /help says what else you can do.");
        while (await screen.Read(interrupts.Leaving) is { } line)
        {
            interrupts.Heard();
            var text = line.Trim();
            if (text.Length == 0) continue;
            if (text == "/quit") break;
            var went = text.StartsWith('/') ? await Command(text) : await Answer(text);
            // Nobody watches a script: it must not go on as if an answer had come.
            if (!went && !screen.IsInteractive) return 1;
        }
        screen.Note($"{conversation.Counted}, {conversation.Spent} in all.");
        return 0;
    }

    private async Task<bool> Answer(string question)
    {
        var answer = new StringBuilder();
        try
        {
            await foreach (var piece in answerer.Ask(conversation.Next(question), interrupts.Answering()))
            {
                screen.Say(piece.Text);
                answer.Append(piece.Text);
                if (piece.Bill is not { } bill) continue;
                conversation.Add(question, answer.ToString(), bill);
                screen.EndAnswer();
                screen.Note($"[{bill.Charge}, {bill.PromptTokens} + {bill.AnswerTokens} tokens, {conversation.Model}, tier {bill.Tier}; {bill.Payment}; {conversation.Spent} in all]");
            }
            return true;
        }
        catch (OperationCanceledException)
        {
            screen.EndAnswer();
            screen.Note("Stopped. What had arrived is charged; /cost shows the channel's sum. The question is not part of the conversation.");
        }
        catch (Exception e) when (Sentence(e) is { } sentence)
        {
            screen.EndAnswer();
            screen.Note($"cocoon: {sentence}");
        }
        finally
        {
            interrupts.Answered();
        }
        return false;
    }

    private async Task<bool> Command(string text)
    {
        var (name, rest) = text.Split(' ', 2, StringSplitOptions.TrimEntries) is [var first, var second] ? (first, second) : (text, "");
        try
        {
            switch (name)
            {
                case "/help":
                    Help();
                    break;
                case "/model":
                    await Model(rest);
                    break;
                case "/reset":
                    conversation.Reset();
                    screen.Note("The conversation begins anew; what it cost stays in the sum.");
                    break;
                case "/cost":
                    await Cost();
                    break;
                default:
                    throw new CliException($"There is no command {name}. /help lists them; a question cannot begin with a slash.");
            }
            return true;
        }
        catch (Exception e) when (Sentence(e) is { } sentence)
        {
            screen.Note($"cocoon: {sentence}");
            return false;
        }
    }

    private void Help() => screen.Note("""
        /model [ID]   the model that answers, and what else there is; or change it
        /reset        forget the conversation
        /cost         what the answers cost, and what the channel was charged
        /quit         leave; so does Ctrl-C twice (once stops an answer)
        """);

    private async Task Model(string wanted)
    {
        var models = await gateway.Models(interrupts.Leaving);
        if (wanted.Length == 0)
        {
            screen.Note($"{conversation.Model} answers. Served now: {string.Join(", ", models)}.");
            return;
        }
        if (!models.Contains(wanted)) throw new CliException($"Nobody serves '{wanted}' now. Served: {string.Join(", ", models)}.");
        conversation.Model = wanted;
        screen.Note($"{wanted} answers from now on.");
    }

    private async Task Cost()
    {
        var charged = await gateway.Charged(interrupts.Leaving);
        screen.Note($"{conversation.Counted}, {Core.Counted.Of(conversation.Tokens, "token")}, {conversation.Spent} by receipts.");
        screen.Note($"The channel was charged {charged - _chargedBefore} meanwhile: stopped answers and other users of it included.");
    }

    /// <summary>Failures outside of an answer, as one sentence each.</summary>
    public static async Task<T> Explain<T>(Func<Task<T>> step)
    {
        try
        {
            return await step();
        }
        catch (Exception e) when (e is not CliException && Sentence(e) is { } sentence)
        {
            throw new CliException(sentence);
        }
    }

    /// <summary>Null for a bug of ours, which keeps its stack trace.</summary>
    private static string? Sentence(Exception e) => e switch
    {
        CocoonException { Code: "invalid_api_key" } => "The gateway does not know this API key, or it was revoked. Check --key-file or COCOON_API_KEY; `cocoon account new-key` makes another.",
        CocoonException { Code: "voucher_required" } =>
            $"{e.Message} An API key alone cannot pay here: give --channel and --voucher-key-file as well, or entrust the voucher key to the gateway.",
        CocoonException { RetryAfter: { } wait } => $"{e.Message} Ask again in {Math.Ceiling(wait.TotalSeconds):0} s.",
        CocoonException or ReceiptMismatchException or VoucherStoreException or CliException => e.Message,
        HttpRequestException => $"The gateway does not answer ({e.Message}). Check --endpoint, or whether ./cocoon dev still runs.",
        IOException => "The connection broke off. What had arrived is charged; ask again.",
        _ => null,
    };
}
