namespace Cocoon.Ton.Cells;

/// <summary>How a bag of cells is written. The cells, and so their hashes, are the same in every form.</summary>
public sealed record BocOptions
{
    /// <summary>A checksum at the end, but no index: what nodes and wallets exchange.</summary>
    public static BocOptions Default { get; } = new();

    /// <summary>CRC32-C over everything before it. Default: true.</summary>
    public bool WithChecksum { get; init; } = true;

    /// <summary>Where each cell ends, for readers that jump; costs 1 to 4 bytes a cell. Default: false.</summary>
    public bool WithIndex { get; init; }
}
