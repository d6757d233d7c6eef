namespace Orleans.Runtime;

/// <summary>Injects a record named <paramref name="stateName"/> of the storage <paramref name="storageName"/>, or of the default storage.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute, IPersistentStateConfiguration
{
    public string StateName { get; } = stateName;

    public string? StorageName { get; } = storageName;
}
