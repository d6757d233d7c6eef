namespace Cocoon.Gateway.Sealed;

/// <summary>Something to do when a block is left, however that happens.</summary>
internal sealed class Leaving(Func<Task> leave) : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await leave();
}
