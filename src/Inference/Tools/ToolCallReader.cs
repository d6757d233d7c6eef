using System.Text;

namespace Cocoon.Inference.Tools;

/// <summary>Reads one call as it is written: first its name, then its arguments piece by piece. Not thread-safe.</summary>
/// <param name="syntax">How calls are written.</param>
internal sealed class ToolCallReader(ToolSyntax syntax)
{
    private readonly StringBuilder _head = new();
    private int _depth;
    private bool _inString;
    private bool _escaped;

    /// <summary>The tool; null while it is not known.</summary>
    public string? Name { get; private set; }

    /// <summary>What was read before the name was known.</summary>
    public string Head => _head.ToString();

    /// <summary>Whether the arguments are complete.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>What came after the arguments with the text that was read last.</summary>
    public string Rest { get; private set; } = "";

    /// <summary>The part of the arguments that this text brings.</summary>
    public string Append(string text)
    {
        if (Name is not null) return Arguments(text);
        _head.Append(text);
        var head = _head.ToString();
        var start = head.IndexOf(ToolSyntax.Prefix, StringComparison.Ordinal);
        var end = start < 0 ? -1 : head.IndexOf(syntax.Separator, start, StringComparison.Ordinal);
        if (end < 0) return "";
        Name = head[(start + ToolSyntax.Prefix.Length)..end];
        return Arguments(head[(end + syntax.Separator.Length)..]);
    }

    /// <summary>Up to the brace that closes the arguments; what follows closes the call.</summary>
    private string Arguments(string text)
    {
        var end = 0;
        while (end < text.Length && !IsWhole) Take(text[end++]);
        Rest = text[end..];
        return text[..end];
    }

    private void Take(char letter)
    {
        if (_escaped) _escaped = false;
        else if (_inString && letter == '\\') _escaped = true;
        else if (letter == '"') _inString = !_inString;
        else if (!_inString && letter == '{') _depth++;
        else if (!_inString && letter == '}') IsWhole = --_depth == 0;
    }
}
