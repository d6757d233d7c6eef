using System.Globalization;
using System.Text;

namespace Cocoon.Telemetry.Tests.Prometheus;

/// <summary>Reads the text format strictly, after its grammar and not after our writer.</summary>
internal static class MetricReader
{
    public static List<Sample> Samples(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(Line)];

    private static Sample Line(string line)
    {
        var at = 0;
        while (at < line.Length && (char.IsAsciiLetterOrDigit(line[at]) || line[at] is '_' or ':')) at++;
        var name = line[..at];
        if (name.Length == 0 || char.IsAsciiDigit(name[0])) throw new FormatException($"No metric name: {line}");
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (line[at] == '{')
        {
            at++;
            while (line[at] != '}')
            {
                if (labels.Count > 0) Expect(line, ref at, ',');
                var start = at;
                while (char.IsAsciiLetterOrDigit(line[at]) || line[at] == '_') at++;
                var label = line[start..at];
                if (label.Length == 0 || char.IsAsciiDigit(label[0])) throw new FormatException($"No label name at {start}: {line}");
                Expect(line, ref at, '=');
                labels.Add(label, Value(line, ref at));
            }
            at++;
        }
        Expect(line, ref at, ' ');
        return new Sample(name, labels, Number(line[at..]));
    }

    private static string Value(string line, ref int at)
    {
        Expect(line, ref at, '"');
        var value = new StringBuilder();
        for (; line[at] != '"'; at++)
        {
            if (line[at] != '\\') value.Append(line[at]);
            else value.Append(line[++at] switch { 'n' => '\n', '"' => '"', '\\' => '\\', var other => throw new FormatException($"\\{other} is no escape: {line}") });
        }
        at++;
        return value.ToString();
    }

    private static void Expect(string line, ref int at, char wanted)
    {
        if (line[at] != wanted) throw new FormatException($"Expected '{wanted}' at {at}: {line}");
        at++;
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}
