using System.Collections.Frozen;

namespace Cocoon.Ton.Wallets;

/// <summary>The 2048 English words of BIP-39.</summary>
internal static class MnemonicWords
{
    public const int Count = 2048;

    public static IReadOnlyList<string> All { get; } = Load();

    private static readonly FrozenSet<string> Known = All.ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string word) => Known.Contains(word);

    private static string[] Load()
    {
        using var stream = typeof(MnemonicWords).Assembly.GetManifestResourceStream("bip39-english.txt")
            ?? throw new InvalidOperationException("The list of words is not in this build.");
        using var reader = new StreamReader(stream);
        var words = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length == Count ? words : throw new InvalidOperationException($"The list of words in this build has {words.Length} words, not {Count}.");
    }
}
