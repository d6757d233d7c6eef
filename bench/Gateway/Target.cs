namespace Cocoon.Bench.Gateway;

/// <summary>One row: a server to send requests to, and the process whose cost it is.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Process">What is weighed.</param>
/// <param name="Path">Of the endpoint there.</param>
/// <param name="Headers">More header lines, each with its line end.</param>
/// <param name="Channels">Channels to spread requests over; 0 for none.</param>
/// <param name="IsOurs">Whether it tells what it allocates.</param>
internal sealed record Target(string Name, PartProcess Process, string Path, string Headers = "", int Channels = 0, bool IsOurs = false)
{
    public LoadPlan Plan => new(Process.Port, Path, Headers, Channels);
}
