namespace Cocoon.Ton.TonLib;

/// <summary>tonlib failed.</summary>
public sealed class TonLibException(int code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>500 for errors after which tonlib must be connected anew, as for those of lite servers.</summary>
    public int Code { get; } = code;
}
