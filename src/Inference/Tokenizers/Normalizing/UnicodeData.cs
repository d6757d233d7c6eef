using System.Globalization;
using System.Text;

namespace Cocoon.Inference.Tokenizers.Normalizing;

/// <summary>
/// What normalization needs to know of characters: combining classes and decompositions of Unicode 14, from the embedded
/// unicode14.txt. .NET's own normalization does nothing in a program without culture data, as this one is.
/// </summary>
internal sealed class UnicodeData
{
    private static readonly Lazy<UnicodeData> Loaded = new(() => new UnicodeData());

    private readonly Dictionary<int, int> _classes = [];
    private readonly Dictionary<int, int[]> _canonical = [];
    private readonly Dictionary<int, int[]> _compatible = [];
    private readonly Dictionary<(int First, int Second), int> _composed = [];

    private UnicodeData()
    {
        using var stream = typeof(UnicodeData).Assembly.GetManifestResourceStream("unicode14.txt")
            ?? throw new InvalidOperationException("The library was built without its character data.");
        using var reader = new StreamReader(stream, Encoding.ASCII);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            int[] numbers = [.. line[2..].Split(' ').Select(number => int.Parse(number, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))];
            Take(line[0], numbers);
        }
    }

    public static UnicodeData Instance => Loaded.Value;

    /// <summary>The canonical combining class; 0 for characters that begin a cluster.</summary>
    public int Class(int character) => _classes.GetValueOrDefault(character);

    /// <summary>What a character is made of, one level down; null when it is whole.</summary>
    public int[]? Parts(int character, bool isCompatible) =>
        _canonical.TryGetValue(character, out var parts) || isCompatible && _compatible.TryGetValue(character, out parts) ? parts : null;

    /// <summary>The character made of two; null when there is none.</summary>
    public int? Composed(int first, int second) => _composed.TryGetValue((first, second), out var whole) ? whole : null;

    private void Take(char kind, int[] numbers)
    {
        switch (kind)
        {
            case 'c':
                for (var character = numbers[1]; character <= numbers[2]; character++) _classes[character] = numbers[0];
                break;
            case '~':
                _compatible[numbers[0]] = numbers[1..];
                break;
            default:
                _canonical[numbers[0]] = numbers[1..];
                if (kind == '=') _composed[(numbers[1], numbers[2])] = numbers[0];
                break;
        }
    }
}
