using System.Diagnostics.CodeAnalysis;

namespace Orleans.Providers;

/// <summary>Well-known provider names.</summary>
[SuppressMessage("Naming", "CA1707", Justification = "The name is part of Orleans' API.")]
public static class ProviderConstants
{
    public const string DEFAULT_STORAGE_PROVIDER_NAME = "Default";
}
