namespace Cocoon.Bench.Inference;

/// <summary>Figures by name, several of each; medians come out.</summary>
internal sealed class Series
{
    private readonly Dictionary<string, List<double>> _values = [];

    public void Add(string name, double value)
    {
        if (!_values.TryGetValue(name, out var values)) _values[name] = values = [];
        values.Add(value);
    }

    /// <summary>The middle one; null when there is none.</summary>
    public double? Median(string name) => _values.TryGetValue(name, out var values) ? values.Order().ElementAt(values.Count / 2) : null;

    /// <summary>The middle one of a figure that was measured.</summary>
    public double Of(string name) => Median(name) ?? throw new BenchException($"'{name}' was not measured.");
}
