namespace Cocoon.Bench.Gateway;

/// <summary>What the load process is to do.</summary>
/// <param name="Port">Of the server, on loopback.</param>
/// <param name="Path">Of the endpoint.</param>
/// <param name="Headers">More header lines, each with its line end.</param>
/// <param name="Channels">Channels to spread requests over; 0 for none.</param>
/// <param name="PerSecond">Requests a second, whether or not earlier ones have ended; 0 for a closed loop.</param>
/// <param name="Connections">Callers of a closed loop, or idle streams.</param>
/// <param name="Seconds">For how long; a closed loop may have <paramref name="Requests"/> in its place.</param>
/// <param name="Requests">How many; 0 for as many as fit.</param>
/// <param name="IsIdle">Opens streams that say nothing, and holds them until the next line.</param>
internal sealed record LoadPlan(
    int Port, string Path, string Headers, int Channels = 0, int PerSecond = 0, int Connections = 16, double Seconds = 0, int Requests = 0, bool IsIdle = false);
