using Cocoon.Client;

namespace TelegramMiniApp;

/// <summary>Answers messages.</summary>
public sealed class Bot(ICocoonClient client, IConfiguration configuration)
{
    /// <summary>Telegram waits about a minute for a webhook, and delivers the update again after that.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    private const int MaxMessage = 4_096;

    private readonly string _model = configuration["Cocoon:Model"] ?? "tiny-jane";

    /// <summary>The reply to an update; null when there is nothing to reply, as to an update that was answered before.</summary>
    public async Task<SendMessage?> Answer(Update update, CancellationToken cancellationToken)
    {
        if (update.Message is not { Text: { Length: > 0 } text, Chat.Id: var chat }) return null;
        try
        {
            // Telegram repeats an update until it is acknowledged; under one key it is one job, and paid once.
            return new SendMessage(chat, Cut(await Ask(text, $"telegram-{update.UpdateId}", cancellationToken)));
        }
        catch (CocoonException refused) when (refused.Code == "idempotency_conflict")
        {
            return null;
        }
        catch (CocoonException refused) when (refused.RetryAfter is not null)
        {
            return new SendMessage(chat, "All machines are busy. Please ask again in a moment.");
        }
    }

    /// <summary>One question, one answer.</summary>
    public async Task<string> Ask(string text, string? key, CancellationToken cancellationToken)
    {
        var request = new ChatRequest(_model, [new ChatTurn("user", text)]) { MaxTokens = 512, Deadline = Patience, IdempotencyKey = key };
        return (await client.ChatAsync(request, cancellationToken)).Text;
    }

    private static string Cut(string text) => text.Length switch
    {
        0 => "…",
        > MaxMessage => text[..MaxMessage],
        _ => text,
    };
}
