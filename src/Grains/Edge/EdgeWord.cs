namespace Cocoon.Grains.Edge;

/// <summary>What became of a chunk that a machine offered. Numbers are on the wire.</summary>
[GenerateSerializer, Alias("cocoon.edge-word")]
public enum EdgeWord
{
    /// <summary>The reader has it: it counts.</summary>
    Taken = 0,

    /// <summary>The reader has not asked for it yet: offer the same one again.</summary>
    Wait = 1,

    /// <summary>The reader is gone and does not have it: it does not count, and nothing more is wanted.</summary>
    Stop = 2,
}
