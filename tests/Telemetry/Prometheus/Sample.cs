namespace Cocoon.Telemetry.Tests.Prometheus;

/// <summary>A line of the text format, read back.</summary>
internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);
