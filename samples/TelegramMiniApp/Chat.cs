namespace TelegramMiniApp;

/// <summary>The part of Telegram's Chat that this bot reads.</summary>
public sealed record Chat(long Id);
