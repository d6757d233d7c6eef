namespace TelegramMiniApp;

/// <summary>A call of the Bot API as the answer to a webhook: the bot needs no connection of its own to Telegram.</summary>
public sealed record SendMessage(long ChatId, string Text)
{
    /// <summary>Name of the method.</summary>
    public string Method => "sendMessage";
}
