namespace Cocoon.Bench.Gateway;

/// <summary>What a row came to.</summary>
/// <param name="AtRate">At the fixed rate.</param>
/// <param name="Closed">As fast as it goes.</param>
/// <param name="CpuMilliseconds">Processor time a request, of the row's own process, in the closed loop.</param>
/// <param name="Allocated">Bytes a request there; null where the process does not tell.</param>
internal sealed record TargetFigures(LoadResult AtRate, LoadResult Closed, double CpuMilliseconds, double? Allocated);
