namespace TelegramMiniApp;

/// <summary>The part of Telegram's Message that this bot reads.</summary>
public sealed record Message(Chat Chat, string? Text);
