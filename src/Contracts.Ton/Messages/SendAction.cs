namespace Cocoon.Ton.Messages;

/// <summary>One message of an <see cref="OutList"/>.</summary>
/// <param name="Mode">Its send mode.</param>
/// <param name="Message">The message.</param>
public sealed record SendAction(byte Mode, InternalMessage Message);
