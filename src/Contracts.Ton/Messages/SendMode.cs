namespace Cocoon.Ton.Messages;

/// <summary>Send modes used here. Source: TVM instruction SENDRAWMSG.</summary>
public static class SendMode
{
    /// <summary>The sender pays the fees; the receiver gets the full value.</summary>
    public const byte PayFeesSeparately = 1;

    /// <summary>A wallet's external message must not fail in the action phase, or it could be replayed: wallet V5 demands it.</summary>
    public const byte IgnoreErrors = 2;
}
