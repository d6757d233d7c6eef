namespace Cocoon.Simulation.Chain.Machine;

/// <summary>Modes of sending a message, which can be added. Source: TVM instruction SENDRAWMSG.</summary>
internal static class SendModes
{
    /// <summary>The sender pays the forward fee besides the value.</summary>
    public const int PayFeesSeparately = 1;

    /// <summary>A message that cannot be sent is left out.</summary>
    public const int IgnoreErrors = 2;

    /// <summary>A failure of this action returns the message that caused it.</summary>
    public const int BounceOnActionFail = 16;

    /// <summary>The message carries what is left of the value that came in.</summary>
    public const int CarryRest = 64;

    /// <summary>The message carries all of the balance that is not reserved.</summary>
    public const int CarryBalance = 128;
}
