using Orleans.CodeGeneration;

namespace Cocoon.Versions.Now;

/// <summary>A ledger grain of the version that runs today.</summary>
[Alias("versions.IPurseGrain"), Version(1)]
public interface IPurseGrain : IGrainWithStringKey
{
    /// <summary>Adds once for each operation; operations of a purse are numbered from 1.</summary>
    [Alias("add")]
    Task<PurseView> Add(long operation, long amount);
}
