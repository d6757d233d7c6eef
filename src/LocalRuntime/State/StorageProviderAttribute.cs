namespace Orleans.Providers;

/// <summary>The storage of a <see cref="Grain{TGrainState}"/> class; without it the default storage.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StorageProviderAttribute : Attribute
{
    public string ProviderName { get; set; } = ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME;
}
