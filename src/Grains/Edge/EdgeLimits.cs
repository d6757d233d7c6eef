namespace Cocoon.Grains.Edge;

/// <summary>How patient an edge grain is with its machine.</summary>
/// <param name="LostAfter">A machine that was not heard of for so long is lost. Default: 8 s.</param>
/// <param name="Poll">How long a call of the machine waits for something to happen; well below <paramref name="LostAfter"/>. Default: 3 s.</param>
public sealed record EdgeLimits(TimeSpan LostAfter, TimeSpan Poll)
{
    public static EdgeLimits Default { get; } = new(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(3));
}
