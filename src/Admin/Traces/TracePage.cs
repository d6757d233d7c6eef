using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Cocoon.Admin.Traces;

/// <summary>
/// The simulator's own page (src/Simulation/Viewer/trace.html) with a trace inside. It has its script and style within, so it
/// gets a policy of its own: these two by their hashes, and an origin of its own, from which no session can be reached.
/// </summary>
internal sealed partial class TracePage
{
    private const string Place = "<!--trace-->";
    private readonly string _page = Load();

    public TracePage() => Policy =
        $"sandbox allow-scripts; default-src 'none'; script-src {Hashes(Scripts())}; style-src {Hashes(Styles())}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The content security policy that goes with it.</summary>
    public string Policy { get; }

    public string With(string name, string trace) => _page.Replace(Place,
        $"<script id=\"trace\" type=\"application/x-ndjson\" data-name=\"{name}\">\n{trace.Replace("<", "\\u003c", StringComparison.Ordinal)}\n</script>", StringComparison.Ordinal);

    private string Hashes(Regex blocks) => string.Join(' ', blocks.Matches(_page)
        .Select(block => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(block.Groups[1].Value)))}'"));

    private static string Load()
    {
        using var reader = new StreamReader(typeof(TracePage).Assembly.GetManifestResourceStream("trace.html")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Styles();
}
