using System.Globalization;
using System.Text;
using System.Text.Json;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Market;
using Cocoon.Simulation.Running;

namespace Cocoon.Simulation.Tracing;

/// <summary>
/// Traces as JSON Lines: a header that says how to do it again, then one line an event (docs/simulation.md). The page that
/// shows them is src/Simulation/Viewer/trace.html.
/// </summary>
internal static class TraceFile
{
    private const int Version = 1;

    public static void Write(string path, Trace trace, SeedResult result, FaultPlan plan, MarketOptions options)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false));
        file.NewLine = "\n";
        foreach (var line in Lines(trace, result, plan, options)) file.WriteLine(line);
    }

    /// <summary>The trace inside the page that shows it: one file to open in a browser.</summary>
    public static void WritePage(string path, string page, Trace trace, SeedResult result, FaultPlan plan, MarketOptions options)
    {
        const string place = "<!--trace-->";
        var lines = string.Join("\n", Lines(trace, result, plan, options)).Replace("<", "\\u003c", StringComparison.Ordinal);
        var name = string.Create(CultureInfo.InvariantCulture, $"seed {result.Seed}");
        File.WriteAllText(path, page.Replace(place, $"<script id=\"trace\" type=\"application/x-ndjson\" data-name=\"{name}\">\n{lines}\n</script>", StringComparison.Ordinal));
    }

    /// <summary>How to do a traced run again.</summary>
    /// <exception cref="FormatException">Not a trace; the message says why.</exception>
    public static (ulong Seed, FaultPlan Plan, MarketOptions Options, string Hash) ReadHeader(string path)
    {
        using var file = new StreamReader(path);
        var first = file.ReadLine() ?? throw new FormatException($"{path} is empty.");
        try
        {
            using var header = JsonDocument.Parse(first);
            var root = header.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("cocoonTrace", out var version)) throw new FormatException($"{path} is not a trace of cocoon sim.");
            if (version.GetInt32() != Version) throw new FormatException($"{path} has trace format {version.GetInt32()}; this program reads {Version}.");
            var options = root.GetProperty("market").Deserialize<MarketOptions>() ?? new MarketOptions();
            return (root.GetProperty("seed").GetUInt64(), FaultPlanFile.Read(root.GetProperty("plan").GetRawText()), options, root.GetProperty("hash").GetString()!);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"The header of {path} cannot be read: {e.Message}", e);
        }
    }

    private static IEnumerable<string> Lines(Trace trace, SeedResult result, FaultPlan plan, MarketOptions options)
    {
        yield return JsonSerializer.Serialize(new
        {
            cocoonTrace = Version,
            seed = result.Seed,
            runtime = "LocalRuntime simulated",
            hash = result.Hash.ToString("x16", CultureInfo.InvariantCulture),
            faults = result.Strikes.GroupBy(strike => strike.Kind).OrderBy(kind => kind.Key).ToDictionary(kind => FaultKinds.Name(kind.Key), kind => kind.Count()),
            plan = FaultPlanFile.ToJson(plan),
            market = options,
            jobs = result.Jobs,
            outcome = result.Failure is null ? "passed" : "failed",
            violation = result.Failure,
            ended = result.Elapsed.Ticks / TimeSpan.TicksPerMicrosecond,
        });
        var number = 0L;
        var buffer = new MemoryStream();
        foreach (var traced in trace.Events) yield return Line(buffer, trace, traced, ++number);
    }

    private static string Line(MemoryStream buffer, Trace trace, TraceEvent traced, long number)
    {
        buffer.SetLength(0);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("n", number);
            json.WriteNumber("t", traced.Time / TimeSpan.TicksPerMicrosecond);
            json.WriteString("k", traced.Kind.ToString().ToLowerInvariant());
            json.WriteString("lane", trace.LaneName(traced.Lane));
            if (traced.To >= 0) json.WriteString("to", trace.LaneName(traced.To));
            if (traced.Id > 0) json.WriteNumber("id", traced.Id);
            if (traced.Text.Length > 0) json.WriteString("text", traced.Text);
            if (traced.Fault is { } fault) json.WriteString("fault", FaultKinds.Name(fault));
            if (traced.Totals is { } totals)
            {
                json.WriteStartObject("totals");
                json.WriteNumber("deposits", totals.Deposits);
                json.WriteNumber("charged", totals.Charged);
                json.WriteNumber("held", totals.Held);
                json.WriteNumber("vouched", totals.Vouched);
                json.WriteNumber("claimed", totals.Claimed);
                json.WriteNumber("paid", totals.Paid);
                json.WriteNumber("fees", totals.Fees);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
