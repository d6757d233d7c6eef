namespace Cocoon.Silo.Settings;

/// <summary>
/// How long an idle grain stays in memory, in minutes, 2 to 10,080. Longer saves the read of its record at the next call;
/// shorter saves memory. Nothing is lost either way.
/// </summary>
public sealed class CollectionSettings
{
    /// <summary>Jobs end within seconds and are hardly asked for again, and they are the most numerous. Default: 3.</summary>
    public int Jobs { get; init; } = 3;

    /// <summary>A channel is asked for at each request of its client, who comes back over a day. Default: 120.</summary>
    public int Channels { get; init; } = 120;

    /// <summary>Accounts are asked for at each request, as channels are. Default: 120.</summary>
    public int Accounts { get; init; } = 120;

    /// <summary>Archived batches are read for a proof now and then. Default: 3.</summary>
    public int Batches { get; init; } = 3;

    /// <summary>All others: providers, markets and settlement are called all the time and hardly ever idle. Default: 15.</summary>
    public int Others { get; init; } = 15;
}
