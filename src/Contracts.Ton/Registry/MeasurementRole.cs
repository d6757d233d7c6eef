namespace Cocoon.Ton.Registry;

/// <summary>What an image is for. Numbers are those in the registry, which stores any from 0 to 255 (docs/registry.md).</summary>
public enum MeasurementRole
{
    /// <summary>The market's own silos.</summary>
    Core = 0,

    /// <summary>A provider that runs models.</summary>
    Provider = 1,

    /// <summary>A gateway.</summary>
    Gateway = 2,
}
