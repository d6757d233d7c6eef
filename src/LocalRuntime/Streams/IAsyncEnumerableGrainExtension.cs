using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>
/// The calls by which a consumer pulls an enumeration out of a grain. Call filters see these steps, with the grain method in
/// the <c>request</c> argument of StartEnumeration.
/// </summary>
public interface IAsyncEnumerableGrainExtension : IGrainExtension
{
    [AlwaysInterleave]
    ValueTask<(EnumerationResult Status, object? Value)> StartEnumeration<T>(Guid requestId, [Immutable] IAsyncEnumerableRequest<T> request, CancellationToken cancellationToken);

    [AlwaysInterleave]
    ValueTask<(EnumerationResult Status, object? Value)> MoveNext<T>(Guid requestId, CancellationToken cancellationToken);

    [AlwaysInterleave]
    ValueTask DisposeAsync(Guid requestId);
}
