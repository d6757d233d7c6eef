namespace Cocoon.Attestation.Tokens;

/// <summary>Text of a token as people may see it: short, printable, in quotes. A token's author chooses it, so it goes into no log as it is.</summary>
internal static class Shown
{
    private const int MaxLength = 120;

    public static string Text(string? text) => text is null
        ? "nothing"
        : $"'{string.Concat(text.Take(MaxLength).Select(letter => letter is >= ' ' and <= '~' ? letter : '?'))}{(text.Length > MaxLength ? "…" : "")}'";
}
