using System.Globalization;
using System.Text;

namespace Cocoon.Telemetry.Prometheus;

/// <summary>
/// Writes families as text: Prometheus' format 0.0.4, or OpenMetrics 1.0 for who asks for that.
/// Sources: prometheus.io/docs/instrumenting/exposition_formats, and the OpenMetrics specification.
/// </summary>
internal sealed class MetricText(bool isOpenMetrics)
{
    public const string ClassicType = "text/plain; version=0.0.4; charset=utf-8";
    public const string OpenMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private readonly StringBuilder _text = new(64 * 1024);

    public string Of(IEnumerable<MetricFamily> families)
    {
        foreach (var family in families) Write(family);
        if (isOpenMetrics) _text.Append("# EOF\n");
        return _text.ToString();
    }

    private void Write(MetricFamily family)
    {
        var series = family.Sorted();
        if (series.Count == 0) return;
        var sample = family.Kind == MetricKind.Counter ? $"{family.Name}_total" : family.Name;
        Describe(family, isOpenMetrics ? family.Name : sample);
        foreach (var (labels, one) in series)
        {
            var (value, buckets) = one.Read();
            if (family.Kind == MetricKind.Histogram) WriteBuckets(family, labels, value, buckets);
            else Line(sample, labels, Number(value));
        }
    }

    private void Describe(MetricFamily family, string name)
    {
        var type = family.Kind switch { MetricKind.Counter => "counter", MetricKind.Histogram => "histogram", _ => "gauge" };
        if (family.Help.Length > 0) _text.Append("# HELP ").Append(name).Append(' ').Append(Escape(family.Help)).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        if (isOpenMetrics && family.Unit.Length > 0) _text.Append("# UNIT ").Append(name).Append(' ').Append(family.Unit).Append('\n');
    }

    private void WriteBuckets(MetricFamily family, string labels, double sum, long[] buckets)
    {
        var (count, comma) = (0L, labels.Length > 0 ? "," : "");
        for (var i = 0; i < buckets.Length; i++)
        {
            count += buckets[i];
            var bound = i < family.Bounds.Count ? Bound(family.Bounds[i]) : "+Inf";
            Line($"{family.Name}_bucket", $"{labels}{comma}le=\"{bound}\"", Number(count));
        }
        Line($"{family.Name}_sum", labels, Number(sum));
        Line($"{family.Name}_count", labels, Number(count));
    }

    private void Line(string name, string labels, string value)
    {
        _text.Append(name);
        if (labels.Length > 0) _text.Append('{').Append(labels).Append('}');
        _text.Append(' ').Append(value).Append('\n');
    }

    /// <summary>A bound is a label value, so its spelling counts: OpenMetrics wants a decimal point.</summary>
    private string Bound(double bound) => isOpenMetrics && double.IsInteger(bound) && Math.Abs(bound) < 1e15 ? bound.ToString("0.0", CultureInfo.InvariantCulture) : Number(bound);

    private static string Number(double value) =>
        double.IsNaN(value) ? "NaN"
        : double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private string Escape(string help)
    {
        var escaped = help.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
        return isOpenMetrics ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
