using Cocoon.Inference.Models.Identity;

namespace Cocoon.Inference.Models.Store;

/// <summary>How a model is taken into a store.</summary>
public sealed record ModelAddition
{
    /// <summary>Its name in the market. Default: the folder's, or the GGUF file's.</summary>
    public string? Name { get; init; }

    /// <summary>The publisher's name for the state of its files. Default: not said.</summary>
    public string? Revision { get; init; }

    /// <summary>The dm-verity disk it lies on. Default: none.</summary>
    public VerityName? Verity { get; init; }

    /// <summary>The hash it must have, 64 hex digits. Default: any.</summary>
    public string? ExpectedHash { get; init; }

    /// <summary>
    /// Whether files are linked instead of copied: no space and no time, but who writes to the source writes to the store too,
    /// which the next load refuses. Default: copied.
    /// </summary>
    public bool Link { get; init; }

    /// <summary>Told how far the hashing is, from several threads.</summary>
    public IProgress<HashProgress>? Progress { get; init; }
}
