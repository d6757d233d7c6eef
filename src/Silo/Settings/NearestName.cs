namespace Cocoon.Silo.Settings;

/// <summary>Guesses what somebody meant to write.</summary>
internal static class NearestName
{
    /// <summary>The known name that takes the fewest edits, when that is few enough to be a slip; otherwise null.</summary>
    public static string? Of(string written, IReadOnlyCollection<string> known) => known
        .Select(name => (Name: name, Edits: Edits(written.ToUpperInvariant(), name.ToUpperInvariant())))
        .Where(guess => guess.Edits <= Math.Max(2, guess.Name.Length / 3))
        .OrderBy(guess => guess.Edits).Select(guess => guess.Name).FirstOrDefault();

    /// <summary>Levenshtein's distance.</summary>
    private static int Edits(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 0; i < a.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 0; j < b.Length; j++)
            {
                var edits = Math.Min(Math.Min(row[j], row[j + 1]) + 1, diagonal + (a[i] == b[j] ? 0 : 1));
                (diagonal, row[j + 1]) = (row[j + 1], edits);
            }
        }
        return row[b.Length];
    }
}
