namespace Cocoon.Attestation.Policy;

/// <summary>What an image may be in the market. The numbers are the registry contract's.</summary>
public enum ImageRole
{
    Core = 0,
    Provider = 1,
    Gateway = 2,

    /// <summary>No image of its own: a provider's machine that dials out and is no silo. Images of providers may be it.</summary>
    Edge = 3,
}
