using System.Globalization;
using System.Net;
using System.Text;

namespace Cocoon.Simulation.Economy;

/// <summary>A chart of lines as SVG that takes its colours from the page. Not thread-safe.</summary>
/// <param name="title">What a screen reader says of it.</param>
/// <param name="width">In units of the page.</param>
/// <param name="height">Likewise.</param>
internal sealed class LineChart(string title, int width, int height)
{
    private const int Left = 52, Right = 14, Top = 12, Bottom = 30;

    private readonly List<(string Name, string Colour, List<(double X, double Y)?> Points)> _lines = [];
    private readonly List<(double Y, string Name)> _marks = [];

    public (double Least, double Most) X { get; init; } = (0, 1);
    public (double Least, double Most) Y { get; init; } = (0, 1);
    public bool IsLogarithmic { get; init; }
    public required Func<double, string> NameX { get; init; }
    public required Func<double, string> NameY { get; init; }
    public string TitleX { get; init; } = "";
    public IReadOnlyList<double> TicksX { get; init; } = [];
    public IReadOnlyList<double> TicksY { get; init; } = [];

    /// <param name="name">What the legend says; empty for none.</param>
    /// <param name="colour">A variable of the page.</param>
    /// <param name="points">Null breaks the line.</param>
    public LineChart Line(string name, string colour, IEnumerable<(double X, double Y)?> points)
    {
        _lines.Add((name, colour, points.ToList()));
        return this;
    }

    /// <summary>A dashed line across.</summary>
    public LineChart Mark(double y, string name)
    {
        _marks.Add((y, name));
        return this;
    }

    public string Draw()
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(title)}\">");
        foreach (var tick in TicksY)
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{width - Right}\" y1=\"{Down(tick):0.#}\" y2=\"{Down(tick):0.#}\"/><text class=\"y\" x=\"{Left - 6}\" y=\"{Down(tick) + 4:0.#}\">{NameY(tick)}</text>");
        foreach (var tick in TicksX)
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Across(tick):0.#}\" x2=\"{Across(tick):0.#}\" y1=\"{Top}\" y2=\"{height - Bottom}\"/><text class=\"x\" x=\"{Across(tick):0.#}\" y=\"{height - Bottom + 14}\">{NameX(tick)}</text>");
        if (TitleX.Length > 0) svg.Append(CultureInfo.InvariantCulture, $"<text class=\"x\" x=\"{(Left + width - Right) / 2}\" y=\"{height - 3}\">{WebUtility.HtmlEncode(TitleX)}</text>");
        foreach (var (y, name) in _marks)
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"mark\" x1=\"{Left}\" x2=\"{width - Right}\" y1=\"{Down(y):0.#}\" y2=\"{Down(y):0.#}\"/><text class=\"note\" x=\"{width - Right - 2}\" y=\"{Down(y) - 4:0.#}\">{WebUtility.HtmlEncode(name)}</text>");
        foreach (var (_, colour, points) in _lines) Path(svg, colour, points);
        svg.Append("</svg>");
        Legend(svg);
        return svg.ToString();
    }

    private void Path(StringBuilder svg, string colour, List<(double X, double Y)?> points)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"line\" style=\"stroke:var({colour})\" d=\"");
        var isBroken = true;
        foreach (var point in points)
        {
            if (point is { } at) svg.Append(CultureInfo.InvariantCulture, $"{(isBroken ? 'M' : 'L')}{Across(at.X):0.#} {Down(at.Y):0.#}");
            isBroken = point is null;
        }

        svg.Append("\"/>");
    }

    private void Legend(StringBuilder svg)
    {
        if (_lines.All(static line => line.Name.Length == 0)) return;
        svg.Append("<p class=\"legend\">");
        foreach (var (name, colour, _) in _lines) svg.Append(CultureInfo.InvariantCulture, $"<span><i style=\"background:var({colour})\"></i>{WebUtility.HtmlEncode(name)}</span>");
        svg.Append("</p>");
    }

    private double Across(double x)
    {
        var share = IsLogarithmic
            ? Math.Log(Math.Max(x, X.Least) / X.Least) / Math.Log(X.Most / X.Least)
            : (x - X.Least) / (X.Most - X.Least);
        return Left + Math.Clamp(share, 0, 1) * (width - Left - Right);
    }

    private double Down(double y) => height - Bottom - Math.Clamp((y - Y.Least) / (Y.Most - Y.Least), 0, 1) * (height - Top - Bottom);
}
