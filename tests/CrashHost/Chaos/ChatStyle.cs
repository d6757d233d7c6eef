namespace Cocoon.CrashHost.Chaos;

/// <summary>How a caller takes its answer.</summary>
internal enum ChatStyle
{
    Whole = 0,
    Stream = 1,

    /// <summary>Hangs up after the first words.</summary>
    HangUp = 2,
}
