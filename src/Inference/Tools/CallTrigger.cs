namespace Cocoon.Inference.Tools;

/// <summary>
/// Sees in the bytes of an answer that a call begins, where text tells it; from there on the answer is held to the calls'
/// form. Not thread-safe.
/// </summary>
internal sealed class CallTrigger(ToolSyntax syntax)
{
    private readonly byte[] _marker = System.Text.Encoding.UTF8.GetBytes(syntax.Marker);
    private byte[] _held = [];
    private bool _isOver;

    /// <summary>The bytes from the call's beginning on, once it has begun; otherwise null.</summary>
    public byte[]? Append(ReadOnlySpan<byte> bytes)
    {
        if (_isOver) return null;
        byte[] all = [.. _held, .. bytes];
        if (syntax.IsWholeAnswer)
        {
            var start = all.AsSpan().TrimStart(" \t\r\n"u8).ToArray();
            var isBegun = start.AsSpan().StartsWith(_marker);
            _isOver = isBegun || !_marker.AsSpan().StartsWith(start);
            _held = start;
            return isBegun ? start : null;
        }
        var at = all.AsSpan().IndexOf(_marker);
        _isOver = at >= 0;
        _held = all[Math.Max(0, all.Length - _marker.Length + 1)..];
        return at >= 0 ? all[at..] : null;
    }
}
