using System.Globalization;
using Cocoon.Bench.Harness;

namespace Cocoon.Bench.Inference;

/// <summary>Figures beside what is wanted of them.</summary>
internal sealed class TargetTable
{
    private readonly TextTable _table = new("target", "measured", "wanted", "");
    private bool _isMet = true;

    public void AtLeast(string name, double? value, double wanted) => Add(name, value, $">= {Number(wanted)}", value >= wanted);

    public void AtMost(string name, double? value, double wanted) => Add(name, value, $"<= {Number(wanted)}", value <= wanted);

    /// <returns>Whether all that was measured is met.</returns>
    public bool Print(TextWriter output)
    {
        _table.Print(output);
        return _isMet;
    }

    private void Add(string name, double? value, string wanted, bool isMet)
    {
        _table.Add(name, value is { } measured ? Number(measured) : "not measured", wanted, value is null ? "" : isMet ? "met" : "MISSED");
        _isMet &= isMet || value is null;
    }

    private static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);
}
