using Orleans.CodeGeneration;

namespace Cocoon.Versions.Next;

/// <summary>The same grain in the version that is being rolled out: a method more, and a higher version for it.</summary>
[Alias("versions.IPurseGrain"), Version(2)]
public interface IPurseGrain : IGrainWithStringKey
{
    /// <summary>Adds once for each operation; operations of a purse are numbered from 1.</summary>
    [Alias("add")]
    Task<PurseView> Add(long operation, long amount);

    /// <summary>New: operations that this version took.</summary>
    [Alias("count-by-next")]
    Task<long> CountByNext();
}
