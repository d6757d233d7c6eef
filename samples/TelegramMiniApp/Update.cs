namespace TelegramMiniApp;

/// <summary>The part of Telegram's Update that this bot reads.</summary>
public sealed record Update(long UpdateId, Message? Message);
