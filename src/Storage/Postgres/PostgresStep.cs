using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Cocoon.Storage.Postgres;

/// <summary>One step of the schema: a file in Schema/, numbered from 1, never changed once released.</summary>
/// <param name="Version">What the schema is after it.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Sql">What it does.</param>
internal sealed record PostgresStep(int Version, string Name, string Sql)
{
    private const string Folder = "Cocoon.Storage.Postgres.Schema.";

    /// <summary>All steps, in order.</summary>
    public static IReadOnlyList<PostgresStep> All { get; } = ReadAll();

    /// <summary>Who may do what; run after the steps, each time.</summary>
    public static string Grants { get; } = Read(Folder + "grants.sql");

    /// <summary>SHA-256 of the text as lowercase hex, whatever line ends a checkout gave it.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    private static PostgresStep[] ReadAll() =>
    [
        .. typeof(PostgresStep).Assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(Folder, StringComparison.Ordinal) && char.IsAsciiDigit(resource[Folder.Length]))
            .Order(StringComparer.Ordinal)
            .Select(resource =>
            {
                var name = resource[Folder.Length..^".sql".Length];
                return new PostgresStep(int.Parse(name.AsSpan(0, name.IndexOf('-')), CultureInfo.InvariantCulture), name, Read(resource));
            }),
    ];

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in this program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
