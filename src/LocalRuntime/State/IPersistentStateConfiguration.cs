namespace Orleans.Runtime;

/// <summary>Names a record and the storage it lives in.</summary>
public interface IPersistentStateConfiguration
{
    string StateName { get; }

    string? StorageName { get; }
}
